package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.LoadPhase.Shape;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.Books;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Escorts with every shape of load, through real Gatling. */
class EscortsTest {
    @TempDir
    private Path results;

    private final MemorySink sink = new MemorySink();

    @Test
    void ride_with_every_shape_and_stay_out_of_its_figures() {
        TestOperation operation = new TestOperation("test.load", (turn, self) -> {
            var unused = turn.loop().schedule(() -> self.end(turn, Outcome.OK), 5, TimeUnit.MILLISECONDS);
        });
        TestEscort refused = new TestEscort("test.refused", 0.1, turn -> TestEscort.end(turn, Outcome.WRONG_ANSWER));
        TestEscort fine = new TestEscort("test.fine", 0.25);
        Duration second = Duration.ofSeconds(1);
        LoadPlan plan = new LoadPlan(
                List.of(
                        phase("open", new Shape.Open(200), second),
                        phase("ramp", new Shape.Ramp(100, 300), second),
                        phase(
                                "spike",
                                new Shape.Spike(100, 400, Duration.ofMillis(400), Duration.ofMillis(200)),
                                second),
                        phase("closed", new Shape.Closed(4), second)),
                OperationCatalog.of(List.of(operation)),
                new LoadPlan.Limits(Duration.ofSeconds(1), 100, 1e6),
                0,
                LoadPlan.Engine.standard(),
                List.of(refused, fine),
                null);

        LoadSummary summary = new LoadRun(plan, sink, TimeSource.system(), results, tick -> {
                    assertThat(tick.errors()).as("errors of the load").isZero();
                    assertThat(tick.signatures()).isEmpty();
                })
                .run();

        for (LoadSummary.Phase phase : summary.phases()) {

            long turns = operation(phase, "test.load").scheduled();
            assertThat(turns).as(phase.name()).isGreaterThan(100);
            // One loop, so the shares are exact to a turn and the fraction that the phase before left.
            int slack = 2 * LoadPlan.Engine.standard().loops();
            assertThat(operation(phase, "test.refused").scheduled())
                    .as(phase.name())
                    .isBetween(turns / 10 - slack, turns / 10 + slack);
            assertThat(operation(phase, "test.fine").scheduled())
                    .as(phase.name())
                    .isBetween(turns / 4 - slack, turns / 4 + slack);
            assertThat(phase.operations())
                    .allSatisfy(one -> assertThat(one.completed()).isEqualTo(one.scheduled()));
        }
        long load = sink.counts().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/test.load"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        // Little's law needs longer phases than these to hold within its tolerance.
        assertThat(Books.audit(sink.health()).imbalances())
                .filteredOn(imbalance -> imbalance.law() != Books.Law.LITTLE)
                .isEmpty();
        assertThat(sink.health().stream()
                        .mapToLong(sample -> sample.arrivals().sent())
                        .sum())
                .as("turns of the load alone")
                .isEqualTo(load);
        assertThat(fine.ridden())
                .filteredOn(ridden -> ridden.step().phase().equals("spike"))
                .extracting(ridden -> ridden.step().part())
                .contains(1, 2, 3);
    }

    private static LoadSummary.Operation operation(LoadSummary.Phase phase, String name) {
        return phase.operations().stream()
                .filter(one -> one.operation().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static LoadPhase phase(String name, Shape shape, Duration duration) {
        return new LoadPhase(name, List.of("test.load"), shape, duration);
    }
}
