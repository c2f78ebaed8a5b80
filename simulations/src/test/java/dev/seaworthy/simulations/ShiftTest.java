package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Schedule;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShiftTest {
    private static final long START = -7_000_000_000L;

    @Test
    void hands_out_each_arrival_once_and_none_beyond_its_window() {
        Random random = new Random(11);
        for (int trial = 0; trial < 200; trial++) {
            double from = random.nextInt(50);
            double to = 1 + random.nextInt(200);
            long window = 1L + random.nextInt(2_000_000_000);
            Schedule schedule =
                    random.nextBoolean() ? Schedule.constant(to) : Schedule.ramp(from, to, Duration.ofNanos(window));
            Shift shift = Shift.open(schedule, START, window);

            long claimed = 0;
            long last = Long.MIN_VALUE;
            for (long intended = shift.claim(0); intended != Shift.NONE; intended = shift.claim(0)) {
                assertThat(intended).isEqualTo(shift.intendedNanos(claimed)).isGreaterThanOrEqualTo(last);
                assertThat(intended - START).isLessThan(window);
                last = intended;
                claimed++;
            }

            assertThat(claimed)
                    .as("trial %d", trial)
                    .isEqualTo(shift.scheduled())
                    .isPositive();
            assertThat(schedule.offsetNanos(claimed)).isGreaterThanOrEqualTo(window);
        }
    }

    @Test
    void forgets_what_was_meant_for_after_a_cut() {
        Shift shift = Shift.open(Schedule.constant(10), START, 10_000_000_000L);
        assertThat(shift.scheduled()).isEqualTo(100);

        shift.cut(START + 1_000_000_001L);

        assertThat(shift.scheduled()).isEqualTo(11);
        assertThat(shift.isDue(START + 1_000_000_000L)).isTrue();
        assertThat(shift.isDue(START + 1_100_000_000L)).isFalse();
    }

    @Test
    void is_done_when_all_that_departed_came_back() {
        Shift shift = Shift.open(Schedule.constant(2), START, 1_000_000_000L);
        long end = START + 1_000_000_000L;
        shift.depart();
        shift.depart();
        shift.returned();
        assertThat(shift.isDone(end)).isFalse();
        shift.returned();
        assertThat(shift.isDone(end)).isTrue();
        assertThat(shift.isDone(end - 1)).isFalse();
    }

    @Test
    void takes_arrivals_of_a_closed_shift_as_they_come() {
        Shift shift = Shift.closed(3, index -> 0, START, 1_000);

        assertThat(shift.claim(START - 5)).isEqualTo(START);
        assertThat(shift.claim(START + 999)).isEqualTo(START + 999);
        assertThat(shift.claim(START + 1_000)).isEqualTo(Shift.NONE);
        shift.depart();
        assertThat(shift.scheduled()).isEqualTo(1);
    }

    @Test
    void holds_a_closed_shift_to_its_pace_however_fast_the_target_is() {
        Shift shift = Shift.closed(3, Schedule.constant(10_000_000), START, 1_000);

        assertThat(shift.claim(START)).isEqualTo(START);
        assertThat(shift.claim(START + 1)).isEqualTo(START + 100);
        assertThat(shift.claim(START + 500)).isEqualTo(START + 500);
        assertThat(shift.claim(START + 2)).isEqualTo(START + 300);
    }
}
