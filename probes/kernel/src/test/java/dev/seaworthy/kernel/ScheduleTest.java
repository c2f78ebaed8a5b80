package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void a_steady_rate_is_a_timetable() {
        Schedule schedule = Schedule.constant(50);
        assertThat(schedule.offsetNanos(0)).isZero();
        assertThat(schedule.offsetNanos(1)).isEqualTo(20_000_000);
        assertThat(schedule.offsetNanos(50)).isEqualTo(1_000_000_000);
    }

    @Test
    void a_steady_rate_does_not_drift_over_a_day() {
        assertThat(Schedule.constant(3).offsetNanos(3L * 86_400)).isEqualTo(86_400_000_000_000L);
    }

    @Test
    void a_ramp_from_0_to_10_in_10_seconds_makes_50_arrivals() {
        Schedule schedule = Schedule.ramp(0, 10, Duration.ofSeconds(10));
        assertThat(schedule.offsetNanos(50)).isEqualTo(10_000_000_000L);
        assertThat(schedule.offsetNanos(5)).isCloseTo(3_162_277_660L, within(1L));
        assertThat(schedule.offsetNanos(60)).isEqualTo(11_000_000_000L);
    }

    @Test
    void a_ramp_may_go_down() {
        Schedule schedule = Schedule.ramp(10, 2, Duration.ofSeconds(5));
        assertThat(schedule.offsetNanos(30)).isEqualTo(5_000_000_000L);
        assertThat(schedule.offsetNanos(32)).isEqualTo(6_000_000_000L);
    }

    @RepeatedTest(50)
    void a_ramp_never_goes_back_and_keeps_to_its_integral(RepetitionInfo trial) {
        Random random = new Random(trial.getCurrentRepetition());
        double from = random.nextInt(1000);
        double to = 0.5 + random.nextInt(1000);
        double seconds = 0.1 + random.nextDouble() * 100;
        Schedule schedule = Schedule.ramp(from, to, Duration.ofNanos((long) (seconds * 1e9)));
        long last = Long.MIN_VALUE;
        long arrivals = (long) ((from + to) / 2 * seconds);
        for (long i = 0; i < arrivals + 20; i += 1 + arrivals / 500) {
            long offset = schedule.offsetNanos(i);
            assertThat(offset).isGreaterThanOrEqualTo(last);
            last = offset;
            double t = offset / 1e9;
            if (t <= seconds) {
                double integral = from * t + (to - from) * t * t / (2 * seconds);
                assertThat(integral).isCloseTo((double) i, within(1e-3 * Math.max(1, i)));
            }
        }
    }

    @Test
    void refuses_what_is_no_rate() {
        assertThatThrownBy(() -> Schedule.constant(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Schedule.constant(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Schedule.ramp(-1, 1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Schedule.ramp(1, 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_spike_is_the_base_rate_but_for_its_stretch() {
        Schedule schedule = Schedule.even(RateCurve.spike(10, 100, Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThat(schedule.offsetNanos(10)).isEqualTo(1_000_000_000L);
        assertThat(schedule.offsetNanos(20)).isEqualTo(2_000_000_000L);
        assertThat(schedule.offsetNanos(70)).isEqualTo(2_500_000_000L);
        assertThat(schedule.offsetNanos(120)).isEqualTo(3_000_000_000L);
        assertThat(schedule.offsetNanos(125)).isEqualTo(3_500_000_000L);
    }

    @Test
    void poisson_arrivals_have_exponential_gaps() {
        Schedule schedule = Schedule.poisson(RateCurve.constant(1000), 42);
        int arrivals = 100_000;
        double sum = 0;
        double squares = 0;
        long shorter = 0;
        for (int i = 0; i < arrivals; i++) {
            double gap = (schedule.offsetNanos(i + 1) - schedule.offsetNanos(i)) / 1e6;
            sum += gap;
            squares += gap * gap;
            shorter += gap < Math.log(2) ? 1 : 0;
        }
        double mean = sum / arrivals;
        assertThat(mean).isCloseTo(1, within(0.02));
        // The deviation of an exponential gap is its mean, and half of the gaps are shorter than ln 2 of it.
        assertThat(Math.sqrt(squares / arrivals - mean * mean)).isCloseTo(1, within(0.03));
        assertThat((double) shorter / arrivals).isCloseTo(0.5, within(0.01));
    }

    @Test
    void poisson_arrivals_can_be_asked_for_in_any_order_and_by_several_threads() {
        long[] inOrder = java.util.stream.LongStream.range(0, 20_000)
                .map(Schedule.poisson(RateCurve.constant(500), 9)::offsetNanos)
                .toArray();
        Schedule again = Schedule.poisson(RateCurve.constant(500), 9);
        new java.util.Random(5)
                .ints(50_000, 0, inOrder.length)
                .parallel()
                .forEach(index -> assertThat(again.offsetNanos(index)).isEqualTo(inOrder[index]));
        for (int i = 1; i < inOrder.length; i++) {
            assertThat(inOrder[i]).isGreaterThanOrEqualTo(inOrder[i - 1]);
        }
    }

    @Test
    void a_replay_ends_with_its_last_arrival() {
        Schedule schedule = Schedule.replay(0, 5, 5, 9);
        assertThat(schedule.offsetNanos(2)).isEqualTo(5);
        assertThat(schedule.offsetNanos(4)).isEqualTo(Schedule.NEVER);
        assertThatThrownBy(() -> Schedule.replay(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
