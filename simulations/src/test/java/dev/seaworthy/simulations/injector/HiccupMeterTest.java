package dev.seaworthy.simulations.injector;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HiccupMeterTest {
    private static final long MILLI_NANOS = 1_000_000;

    /** The histogram counts in microseconds. */
    private static final long NOTHING = 1_000;

    private final HandTime time = new HandTime();
    private final HiccupMeter meter = new HiccupMeter(time);

    @Test
    void the_own_cost_of_a_sleep_is_no_hiccup() {
        sleeps(1000, MILLI_NANOS + 60_000);

        assertThat(meter.drain().getMaxValue()).isLessThan(NOTHING);
    }

    @Test
    void a_machine_that_stood_still_is_one_as_long_as_it_stood() {
        sleeps(500, MILLI_NANOS + 60_000);
        sleeps(1, MILLI_NANOS + 60_000 + 300 * MILLI_NANOS);
        sleeps(499, MILLI_NANOS + 60_000);

        Histogram hiccups = meter.drain();

        assertThat(hiccups.getTotalCount()).isEqualTo(1000);
        assertThat(hiccups.getMaxValue()).isBetween(300 * MILLI_NANOS, 301 * MILLI_NANOS);
        assertThat(hiccups.getValueAtPercentile(99.8)).isLessThan(NOTHING);
    }

    @Test
    void one_that_has_not_ended_is_seen_already() {
        sleeps(10, MILLI_NANOS);
        time.pass(51 * MILLI_NANOS);

        assertThat(meter.drain().getMaxValue()).isBetween(50 * MILLI_NANOS, 51 * MILLI_NANOS);
    }

    @Test
    void each_interval_has_its_own() {
        sleeps(1, MILLI_NANOS);
        sleeps(1, 21 * MILLI_NANOS);
        assertThat(meter.drain().getMaxValue()).isBetween(20 * MILLI_NANOS, 21 * MILLI_NANOS);
        sleeps(5, MILLI_NANOS);

        assertThat(meter.drain().getMaxValue()).isLessThan(NOTHING);
    }

    @Test
    void a_sleep_that_ended_too_early_does_not_make_the_others_long() {
        sleeps(1, 10);
        sleeps(9, MILLI_NANOS);

        assertThat(meter.drain().getMaxValue()).isLessThan(NOTHING);
    }

    private void sleeps(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            time.pass(nanos);
            meter.woke();
        }
    }
}
