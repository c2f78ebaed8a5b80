package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.SecretVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HealthLinesTest {
    @TempDir
    Path parent;

    @Test
    void a_torn_line_costs_itself_only() throws IOException {
        RunDirectory run = recorded();
        Path file = run.path().resolve("injectors/1/health.ndjson");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 20));

        RecordedRun read = run.read();

        assertThat(read.injectors().get(0).health())
                .containsExactly(Samples.health("steady", 0), Samples.health("steady", 1));
        assertThat(read.damages()).extracting(Damage::file).containsExactly("injectors/1/health.ndjson");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"at\":\"2026-11-23T01:45:04Z\"}",
                "{\"at\":\"soon\",\"phase\":\"steady\",\"seconds\":1}",
                "{\"seconds\":-1}",
                "{}"
            })
    void a_whole_line_of_another_kind_is_damage_and_no_sample(String line) throws IOException {
        RunDirectory run = recorded();
        Path file = run.path().resolve("injectors/1/health.ndjson");
        Files.writeString(file, Checksummed.line(line) + "\n", StandardOpenOption.APPEND);

        RecordedRun read = run.read();

        assertThat(read.injectors().get(0).health()).hasSize(3);
        assertThat(read.damages())
                .extracting(Damage::what)
                .containsExactly("the line is of a kind that this version does not know");
    }

    @Test
    void a_calibration_of_another_kind_is_damage_and_the_last_that_is_known_counts() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), new SecretVault(), Samples.TIME);
        try (Journal journal = run.injector(1)) {
            journal.calibration(Samples.calibration());
            journal.event(Calibration.KIND, Map.of("setup", "as usual"));
        }

        RecordedRun read = run.read();

        assertThat(read.injectors().get(0).calibration()).isEqualTo(Samples.calibration());
        assertThat(read.damages())
                .extracting(Damage::what)
                .containsExactly("holds a calibration of a kind that this version does not know");
    }

    @Test
    void an_interval_without_length_is_refused() {
        HealthSample like = Samples.health("steady", 0);
        assertThatThrownBy(() -> new HealthSample(
                        like.at(), "steady", 0, like.arrivals(), like.clocks(), null, like.process(), like.host()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private RunDirectory recorded() {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), new SecretVault(), Samples.TIME);
        try (Journal journal = run.injector(1)) {
            for (int second = 0; second < 3; second++) {
                journal.health(Samples.health("steady", second));
            }
        }
        return run;
    }
}
