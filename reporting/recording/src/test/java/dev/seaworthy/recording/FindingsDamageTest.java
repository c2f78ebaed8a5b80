package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.SecretVault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsDamageTest {
    @TempDir
    Path parent;

    private final List<FindingRow> written = new ArrayList<>();
    private Path folder = Path.of("unset");
    private byte[] intact = new byte[0];

    @BeforeEach
    void record_three_findings() throws IOException {
        RunDirectory run = RunDirectory.create(parent, Samples.manifest("r1"), new SecretVault(), Samples.TIME);
        for (int i = 0; i < 3; i++) {
            FindingRow row = Samples.row("health.check-" + i);
            run.append(row, List.of());
            written.add(row);
        }
        folder = run.path();
        intact = Files.readAllBytes(findings());
    }

    private Path findings() {
        return folder.resolve("findings.ndjson");
    }

    @Test
    void an_intact_file_is_read_whole() {
        assertThat(read().findings()).isEqualTo(written);
        assertThat(read().damages()).isEmpty();
    }

    @Test
    void a_file_cut_at_any_byte_gives_every_line_before_the_cut() throws IOException {
        for (int cut = 0; cut < intact.length; cut++) {
            byte[] head = Arrays.copyOf(intact, cut);
            Files.write(findings(), head);
            RecordedRun read = read();
            assertThat(read.findings())
                    .isEqualTo(written.subList(0, read.findings().size()));
            long lines = lines(head);
            assertThat(read.findings()).hasSizeBetween((int) lines, (int) lines + 1);
            boolean insideLine =
                    cut > 0 && head[cut - 1] != '\n' && read.findings().size() == lines;
            assertThat(read.damages()).as("cut at %d", cut).hasSize(insideLine ? 1 : 0);
        }
    }

    @Test
    void flips_never_give_a_wrong_finding() throws IOException {
        Random random = new Random(17);
        for (int trial = 0; trial < 200; trial++) {
            byte[] flipped = intact.clone();
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(findings(), flipped);
            RecordedRun read = read();
            assertThat(written).containsAll(read.findings());
            assertThat(read.findings()).hasSizeGreaterThanOrEqualTo(1);
            assertThat(read.findings().size() == 3 || !read.damages().isEmpty()).isTrue();
        }
    }

    @Test
    void goes_on_after_a_torn_line() throws IOException {
        Files.write(findings(), Arrays.copyOf(intact, intact.length - 10));
        FindingRow next = Samples.row("health.next");
        RunDirectory.open(folder, new SecretVault(), Samples.TIME).append(next, List.of());
        RecordedRun read = read();
        List<FindingRow> expected = new ArrayList<>(written.subList(0, 2));
        expected.add(next);
        assertThat(read.findings()).isEqualTo(expected);
        assertThat(read.damages()).hasSize(1);
    }

    private RecordedRun read() {
        return RunDirectory.open(folder).read();
    }

    private static long lines(byte[] bytes) {
        long lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }
}
