package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.recording.RecordedRun.Ending;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** kill -9, for real. */
class KillTest {
    @TempDir
    Path parent;

    @ParameterizedTest
    @ValueSource(ints = {0, 37, 180})
    @Timeout(60)
    void what_was_recorded_before_a_kill_is_read(int delayMillis) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(writer.getInputStream().read()).as("the writer began").isEqualTo('!');
            assertThat(writer.waitFor(delayMillis, TimeUnit.MILLISECONDS))
                    .as("it still writes")
                    .isFalse();
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(writer.exitValue()).as("killed by signal 9").isEqualTo(128 + 9);

        RecordedRun run = RunDirectory.open(parent.resolve("r1")).read();
        assertThat(run.ending()).isEqualTo(Ending.UNSEALED);
        assertThat(run.injectors().get(0).sealed()).isFalse();
        List<RecordedInterval> intervals = run.injectors().get(0).intervals();
        assertThat(intervals).hasSizeGreaterThanOrEqualTo(4);
        assertThat(run.findings().size()).isBetween(intervals.size() - 2, intervals.size());
        assertThat(run.damages())
                .as("at most the last record of each file is torn")
                .hasSizeLessThanOrEqualTo(4);
        assertThat(run.injectors().get(0).health().size()).isBetween(intervals.size() - 2, intervals.size());
        Random random = new Random(KilledWriter.SEED);
        List<String> expected = new ArrayList<>();
        for (int second = 0; second < intervals.size(); second++) {
            expected.add(Samples.text(new RecordedInterval("steady", Samples.interval(random, "auth.login", second))));
        }
        assertThat(intervals.stream().map(Samples::text)).containsExactlyElementsOf(expected);
    }
}
