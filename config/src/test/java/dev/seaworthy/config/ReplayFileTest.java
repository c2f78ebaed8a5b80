package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayFileTest {
    @TempDir
    private Path folder;

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("arrivals.txt"), text);
    }

    @Test
    void reads_seconds_to_the_nanosecond() throws Exception {
        assertThat(ReplayFile.read(file("# monday\n0\n\n 0.000000001\n0.25\n0.25\n3600.5\n")))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofNanos(1),
                        Duration.ofMillis(250),
                        Duration.ofMillis(250),
                        Duration.ofMillis(3_600_500));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1\\n0.5; line 2: goes back in time",
                "1\\nsoon; line 2: expected seconds",
                "-1; line 1: expected seconds",
                "1e3; line 1: expected seconds",
                "# nothing; holds no arrival"
            })
    void says_where_a_file_is_wrong(String text, String complaint) throws Exception {
        Path file = file(text.replace("\\n", "\n"));
        assertThatThrownBy(() -> ReplayFile.read(file))
                .isInstanceOf(ReplayFile.Unfit.class)
                .hasMessageContaining("arrivals.txt")
                .hasMessageContaining(complaint);
    }

    @Test
    void says_that_a_file_is_no_text() throws Exception {
        Path file = Files.write(folder.resolve("arrivals.txt"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> ReplayFile.read(file)).hasMessageContaining("is no text file");
    }
}
