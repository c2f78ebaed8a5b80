package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.SecretVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Linux has a device that is always full. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path parent;

    @Test
    void a_full_disk_is_reported_by_every_writer() throws IOException {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), new SecretVault(), Samples.TIME);
        Path folder = Files.createDirectories(run.path().resolve("injectors/1"));
        for (String file : List.of("latency.journal", "events.ndjson", "health.ndjson")) {
            Files.createSymbolicLink(folder.resolve(file), FULL);
        }
        Files.createSymbolicLink(run.path().resolve("findings.ndjson"), FULL);
        Files.createSymbolicLink(run.path().resolve("crosschecks.ndjson"), FULL);
        try (Journal journal = run.injector(1)) {
            full(() -> journal.append("steady", List.of(Samples.interval(new Random(1), "a.b", 0))));
            full(() -> journal.scheduled("steady", "a.b", 1));
            full(() -> journal.event("note", Map.of()));
            full(() -> journal.health(Samples.health("steady", 0)));
        }
        full(() -> run.append(Samples.row("a.b"), List.of()));
        full(() -> run.crossCheck(new RecordedRun.CrossCheck("a.b", "count", 1, 1, 0)));
    }

    @Test
    void a_finding_that_did_not_fit_can_be_written_once_there_is_space() throws IOException {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), new SecretVault(), Samples.TIME);
        Path findings = run.path().resolve("findings.ndjson");
        Files.createSymbolicLink(findings, FULL);
        full(() -> run.append(Samples.row("a.b"), List.of()));
        Files.delete(findings);
        run.append(Samples.row("a.b"), List.of());
        assertThat(run.read().findings()).hasSize(1);
    }

    private static void full(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isInstanceOf(RecordingFailure.class)
                .hasMessageContaining("No space left on device")
                .hasMessageNotContaining("\n");
    }
}
