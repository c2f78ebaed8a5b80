package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.recording.RecordedRun.CrossCheck;
import dev.seaworthy.recording.RecordedRun.Ending;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A recording as version 1 wrote it, one injector of it killed. Every later version reads it so. */
class GoldenRecordingTest {
    private final RunDirectory directory = open();
    private final RecordedRun run = directory.read();

    @Test
    void the_manifest_and_the_findings() {
        assertThat(run.manifest()).isEqualTo(Samples.manifest("recording-v1"));
        assertThat(run.findings()).extracting(FindingRow::check).containsExactly("health.live", "health.ready");
        assertThat(run.findings()).extracting(FindingRow::verdict).containsExactly(Verdict.PASS, Verdict.SKIPPED);
        assertThat(run.evidence()).containsOnlyKeys(run.findings().get(0).evidence());
        assertThat(run.evidence().values().iterator().next().sent()).startsWith("GET /health HTTP/1.1\r\n");
        assertThat(run.crossChecks()).containsExactly(new CrossCheck("auth.login", "count", 200, 200, 0));
        assertThat(run.ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void the_damage() {
        assertThat(run.damages())
                .containsExactly(
                        new Damage("injectors/2/latency.journal", 431, 403, "ends in an unfinished record"),
                        new Damage("injectors/2/SEALED", 0, 0, "the injector ended without sealing its recording"));
    }

    @Test
    void the_injectors() {
        assertThat(run.injectors()).extracting(InjectorRecording::number).containsExactly(1, 2);
        assertThat(run.injectors()).extracting(InjectorRecording::sealed).containsExactly(true, false);
        assertThat(run.injectors().get(0).scheduled()).isEqualTo(Map.of("steady/auth.login", 300L));
        assertThat(run.injectors().get(1).intervals()).hasSize(1);
        assertThat(directory.events(1)).extracting(RecordedEvent::kind).containsExactly("phase");
        assertThat(run.injectors().get(0).health())
                .as("its health lines had no fixed names")
                .isEmpty();
        assertThat(run.injectors().get(0).calibration()).isNull();
    }

    @Test
    void the_figures() {
        RunMerge merge = RunMerge.of(run);
        OperationTotals steady = merge.totals("auth.login", "steady").orElseThrow();
        assertThat(steady.outcomes()).isEqualTo(Map.of(Outcome.OK, 230L, Outcome.TIMEOUT, 12L));
        assertThat(steady.count()).isEqualTo(242);
        assertThat(steady.overflow()).isEqualTo(1);
        assertThat(steady.firstStart()).isEqualTo(Instant.parse("2026-11-23T01:45:00Z"));
        assertThat(steady.lastEnd()).isEqualTo(Instant.parse("2026-11-23T01:45:02Z"));
        // 1..100, 1..90 and 1..40 ms.
        assertThat(steady.response().getTotalCount()).isEqualTo(230);
        assertThat(steady.response().getCountBetweenValues(0, 40_000_000)).isEqualTo(120);
        assertThat(steady.response().getMaxValue()).isBetween(100_000_000L, 100_070_000L);
        assertThat(steady.service().getTotalCount()).isEqualTo(230);
        assertThat(steady.failed().getTotalCount()).isEqualTo(12);
        assertThat(steady.lag().getTotalCount()).isEqualTo(242);
        assertThat(steady.blocked().getTotalCount()).isEqualTo(242);
        assertThat(merge.totals("auth.login", "after").orElseThrow().count()).isEqualTo(50);
        assertThat(merge.slices("auth.login")).extracting(SecondSlice::count).containsExactly(100L, 142L, 50L);
    }

    private static RunDirectory open() {
        try {
            return RunDirectory.open(
                    Path.of(Objects.requireNonNull(GoldenRecordingTest.class.getResource("/recording-v1"))
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
