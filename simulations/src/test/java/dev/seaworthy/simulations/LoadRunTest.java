package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadRunTest {
    @TempDir
    private Path results;

    @Test
    void starts_and_records_exactly_what_the_schedule_asks_for() {
        TestOperation operation = TestOperation.immediate("test.immediate");
        LoadPhase phase = new LoadPhase(
                "baseline", List.of(operation.name()), new LoadPhase.Shape.Open(200), Duration.ofSeconds(3));
        LoadPlan plan =
                new LoadPlan(List.of(phase), OperationCatalog.of(List.of(operation)), Duration.ofSeconds(1), 1000);

        LoadSummary summary = new LoadRun(plan, IntervalSink.none(), TimeSource.system(), results, tick -> {}).run();

        assertThat(operation.starts()).isEqualTo(600);
        assertThat(operation.alwaysOnItsLoop()).isTrue();
        LoadSummary.Operation done = summary.phases().get(0).operations().get(0);
        assertThat(done.scheduled()).isEqualTo(600);
        assertThat(done.count(Outcome.OK)).isEqualTo(600);
        assertThat(done.inFlight()).isZero();
    }
}
