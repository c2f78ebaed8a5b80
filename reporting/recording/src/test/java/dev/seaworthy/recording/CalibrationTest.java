package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Recorder;
import dev.seaworthy.recording.Calibration.Setup;
import dev.seaworthy.recording.Calibration.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static final long GOOD_LAG = 100_000;
    private static final long BAD_LAG = 5_000_000;

    private final List<RecordedInterval> intervals = new ArrayList<>();

    @Test
    void the_noise_floor_is_that_of_the_echo_in_its_phase() {
        record(Calibration.WARM_UP, Calibration.OPERATION, 100, GOOD_LAG, 900_000_000);
        record(Calibration.FLOOR, Calibration.OPERATION, 990, GOOD_LAG, 400_000);
        record(Calibration.FLOOR, Calibration.OPERATION, 10, GOOD_LAG, 2_000_000);
        record(Calibration.FLOOR, Calibration.CANARY, 10, GOOD_LAG, 700_000_000);
        record("baseline", Calibration.OPERATION, 10, GOOD_LAG, 700_000_000);

        Calibration.NoiseFloor floor = Objects.requireNonNull(judged(250).floor());

        assertThat(floor.count()).isEqualTo(1000);
        assertThat(floor.failed()).isZero();
        assertThat(floor.at(0.5)).isBetween(0.0004, 0.000401);
        assertThat(floor.at(0.95)).as("the next higher quantile").isEqualTo(floor.at(0.99));
        assertThat(floor.at(0.999)).isBetween(0.002, 0.00201);
        assertThat(floor.at(0.9999)).isEqualTo(floor.at(0.999));
        assertThat(floor.lagP99Seconds()).isBetween(0.0001, 0.000101);
    }

    @Test
    void a_moment_in_which_the_machine_stood_still_is_not_the_noise_of_the_instrument() {
        record(Calibration.FLOOR, Calibration.OPERATION, 1000, GOOD_LAG, 400_000);
        record(Calibration.FLOOR, Calibration.OPERATION, 1000, GOOD_LAG, 130_000_000);
        record(Calibration.FLOOR, Calibration.OPERATION, 1000, GOOD_LAG, 500_000);

        Calibration.NoiseFloor floor = Objects.requireNonNull(judged(250).floor());

        assertThat(floor.count()).isEqualTo(2000);
        assertThat(floor.at(0.999)).isBetween(0.0005, 0.000501);
    }

    @Test
    void what_was_not_probed_is_no_capacity() {
        record(Calibration.FLOOR, Calibration.OPERATION, 1000, GOOD_LAG, 400_000);

        assertThat(judged(250).capacityPerSecond()).isNull();
        assertThat(judged(250).headroom()).isNull();
    }

    @Test
    void capacity_is_the_highest_rate_that_was_held() {
        record(Calibration.FLOOR, Calibration.OPERATION, 1000, GOOD_LAG, 400_000);
        record(Calibration.capacityPhase(1), Calibration.OPERATION, 200, BAD_LAG, 400_000);
        record(Calibration.capacityPhase(2), Calibration.OPERATION, 200, GOOD_LAG, 400_000);
        record(Calibration.capacityPhase(3), Calibration.OPERATION, 300, BAD_LAG, 400_000);

        Calibration calibration = judged(250, 500, 500, 800);

        assertThat(calibration.capacityPerSecond()).isEqualTo(500.0);
        assertThat(calibration.capacityReached()).isTrue();
        assertThat(calibration.headroom()).isEqualTo(0.5);
    }

    @Test
    void a_capacity_that_no_step_exceeded_is_a_lower_bound() {
        record(Calibration.FLOOR, Calibration.OPERATION, 1000, GOOD_LAG, 400_000);
        record(Calibration.capacityPhase(1), Calibration.OPERATION, 200, GOOD_LAG, 400_000);

        assertThat(judged(250, 500).capacityReached()).isFalse();
    }

    @Test
    void a_step_that_was_not_answered_was_not_held() {
        record(Calibration.FLOOR, Calibration.OPERATION, 1000, GOOD_LAG, 400_000);
        record(Calibration.capacityPhase(1), Calibration.OPERATION, 180, GOOD_LAG, 400_000);

        Calibration calibration = judged(250, 500);

        assertThat(calibration.capacityPerSecond()).isEqualTo(250.0);
        assertThat(calibration.headroom()).isEqualTo(1.0);
        assertThat(calibration.capacityReached()).isTrue();
    }

    @Test
    void nothing_recorded_is_nothing_known() {
        Calibration calibration = judged(250, 500);

        assertThat(calibration.floor()).isNull();
        assertThat(calibration.capacityPerSecond()).isNull();
        assertThat(calibration.headroom()).isNull();
        assertThat(calibration.capacityReached()).as("not even this rate").isTrue();
    }

    private Calibration judged(double planned, double... steps) {
        List<Step> asked = new ArrayList<>();
        for (double step : steps) {
            asked.add(new Step(step, 0.4));
        }
        return Calibration.of(new Setup(planned, new Step(planned, 4), asked, 0.001, 1024, "http"), intervals);
    }

    private void record(String phase, String operation, int count, long lagNanos, long responseNanos) {
        Recorder recorder = new Recorder(Samples.TIME);
        for (int i = 0; i < count; i++) {
            recorder.record(operation, new Clocks(0, lagNanos, lagNanos, lagNanos, responseNanos), Outcome.OK);
        }
        for (OperationInterval interval : recorder.flip()) {
            intervals.add(new RecordedInterval(phase, interval));
        }
    }
}
