package dev.seaworthy.simulations.injector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Recorder;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.RecordedInterval;
import dev.seaworthy.wire.LoadOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationRoundTest {
    private static final EchoStack STACK = new EchoStack(false, LoadOptions.STANDARD, 1024);
    private static final double BUDGET = 0.001;

    private final List<Double> asked = new ArrayList<>();
    private final List<String> phases = new ArrayList<>();

    @Test
    void an_instrument_with_room_to_spare_is_asked_up_to_four_times_the_plan() {
        Calibration calibration = run(CalibrationPlan.before(1000, BUDGET), 1e9, -1);

        assertThat(phases)
                .containsExactly(
                        "calibration.warm-up",
                        "calibration.floor",
                        "calibration.capacity.1",
                        "calibration.capacity.2",
                        "calibration.capacity.3",
                        "calibration.capacity.4");
        assertThat(calibration.capacityPerSecond()).isEqualTo(4000);
        assertThat(calibration.capacityReached()).isFalse();
        assertThat(calibration.headroom()).isEqualTo(0.25);
        assertThat(calibration.floor()).isNotNull();
    }

    @Test
    void one_that_is_nearly_used_up_is_found_out() {
        Calibration calibration = run(CalibrationPlan.before(1000, BUDGET), 1300, -1);

        assertThat(calibration.capacityPerSecond()).isEqualTo(1250);
        assertThat(calibration.capacityReached()).isTrue();
        assertThat(calibration.headroom()).isEqualTo(0.8);
        assertThat(asked).as("the step that was not held is tried twice").endsWith(1250.0, 1000 / 0.6, 1000 / 0.6);
    }

    @Test
    void one_that_cannot_hold_the_plan_has_no_headroom() {
        assertThat(run(CalibrationPlan.before(1000, BUDGET), 1100, -1).headroom())
                .isEqualTo(1);
        asked.clear();
        assertThat(run(CalibrationPlan.before(1000, BUDGET), 900, -1).capacityPerSecond())
                .isNull();
    }

    @Test
    void one_hiccup_does_not_decide() {
        Calibration calibration = run(CalibrationPlan.before(1000, BUDGET), 1e9, 3);

        assertThat(asked).containsExactly(0.0, 1000.0, 1250.0, 1250.0, 1000 / 0.6, 2500.0, 4000.0);
        assertThat(calibration.capacityPerSecond()).isEqualTo(4000);
    }

    @Test
    void the_recording_makes_the_same_of_it() {
        CalibrationRound round = new CalibrationRound(CalibrationPlan.before(50, BUDGET), STACK);
        List<RecordedInterval> recorded = new ArrayList<>();
        for (LoadPhase phase = round.next(); phase != null; phase = round.next()) {
            List<OperationInterval> intervals = measured(phase, 1e9, false);
            round.heard(phase.name(), intervals);
            for (OperationInterval interval : intervals) {
                recorded.add(new RecordedInterval(phase.name(), interval));
            }
        }
        Calibration result = round.result();

        assertThat(Calibration.of(result.setup(), recorded)).isEqualTo(result);
    }

    @Test
    void a_slow_plan_is_not_judged_by_a_handful_of_requests() {
        assertThat(CalibrationPlan.before(5, BUDGET).rates()).allMatch(rate -> rate >= 500);
    }

    @Test
    void is_over_in_eight_seconds() {
        assertThat(CalibrationPlan.before(50, BUDGET).atMost()).isLessThan(Duration.ofMillis(7500));
    }

    @Test
    void who_explores_is_asked_up_to_the_ceiling() {
        Calibration calibration = run(CalibrationPlan.upTo(10_000, BUDGET), 3000, -1);

        assertThat(calibration.capacityPerSecond()).isEqualTo(400 * 1.5 * 1.5 * 1.5 * 1.5);
        assertThat(calibration.headroom()).as("nothing was planned").isNull();
        assertThat(CalibrationPlan.upTo(10_000, BUDGET).highestPerSecond()).isBetween(6_000.0, 10_000.0);
    }

    /** Runs a round on an instrument that is late above {@code capacity}, and once in the phase number {@code hiccup}. */
    private Calibration run(CalibrationPlan plan, double capacity, int hiccup) {
        CalibrationRound round = new CalibrationRound(plan, STACK);
        phases.clear();
        for (LoadPhase phase = round.next(); phase != null; phase = round.next()) {
            phases.add(phase.name());
            asked.add(rate(phase));
            round.heard(phase.name(), measured(phase, capacity, phases.size() == hiccup));
        }
        return round.result();
    }

    /** The warm-up has none: it goes flat out. */
    private static double rate(LoadPhase phase) {
        return phase.shape() instanceof LoadPhase.Shape.Open open ? open.perSecond() : 0;
    }

    private static List<OperationInterval> measured(LoadPhase phase, double capacity, boolean hiccup) {
        double rate = rate(phase);
        long lag = rate > capacity || hiccup ? 20_000_000 : 50_000;
        Recorder recorder = new Recorder(new HandTime());
        for (int i = 0; i < Math.floor(rate * phase.duration().toMillis() / 1e3); i++) {
            recorder.record(
                    Calibration.OPERATION, new Clocks(0, lag, lag + 10_000, lag + 90_000, lag + 100_000), Outcome.OK);
        }
        return recorder.flip();
    }
}
