package dev.seaworthy.simulations.injector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Recorder;
import dev.seaworthy.recording.HealthSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InjectorWatchTest {
    private static final long MILLI_NANOS = 1_000_000;
    private static final HealthSample.Arrivals ARRIVALS =
            new HealthSample.Arrivals(1, 1, 0, 0, 0, 0, 1, 0, 0, 0.5, 0.5);
    private static final HealthSample.Lateness LATENESS = new HealthSample.Lateness(null, null, null, null);

    private final HandTime time = new HandTime();
    private final HandLoop one = new HandLoop(time);
    private final HandLoop two = new HandLoop(time);
    private final List<ScheduledExecutorService> loops = new ArrayList<>(List.of(one));
    private final AtomicLong inFlight = new AtomicLong();
    private final InjectorWatch watch = InjectorWatch.start(loops, inFlight::get, time);

    @AfterEach
    void close() {
        watch.close();
    }

    @Test
    void the_longest_wait_of_any_loop_is_the_lag() {
        loops.add(two);
        for (int i = 0; i < 200; i++) {
            watch.beat();
            one.turn();
            if (i % 9 == 0) {
                two.turn();
            }
            time.pass(5 * MILLI_NANOS);
        }

        assertThat(lag()).isEqualTo(0.04);
    }

    @Test
    void a_loop_that_is_stuck_shows_while_it_is_and_is_asked_no_more() {
        watch.beat();
        time.pass(700 * MILLI_NANOS);
        watch.beat();
        assertThat(lag()).isEqualTo(0.7);
        time.pass(700 * MILLI_NANOS);
        watch.beat();
        assertThat(lag()).isEqualTo(1.4);
        one.turn();
        assertThat(lag()).isEqualTo(1.4);
        time.pass(100 * MILLI_NANOS);
        watch.beat();
        one.turn();
        assertThat(lag()).isZero();
    }

    @Test
    void a_loop_that_has_ended_is_left_alone() {
        one.shutdown();
        loops.add(two);
        for (int i = 0; i < 3; i++) {
            watch.beat();
            time.pass(60 * MILLI_NANOS);
        }

        assertThat(lag()).as("the other one still is asked").isEqualTo(0.18);
    }

    @Test
    void the_number_in_flight_is_averaged_over_time_and_not_over_looks() {
        watch.beat();
        watch.drainMeanInFlight();
        inFlight.set(10);
        watch.beat();
        time.pass(30 * MILLI_NANOS);
        watch.beat();
        inFlight.set(0);
        watch.beat();
        for (int i = 0; i < 10; i++) {
            time.pass(MILLI_NANOS);
            watch.beat();
        }

        assertThat(watch.drainMeanInFlight()).isEqualTo(7.5);
        time.pass(MILLI_NANOS);
        watch.beat();
        assertThat(watch.drainMeanInFlight()).isZero();
    }

    @Test
    void a_sample_holds_what_it_was_given_and_what_was_seen() {
        Recorder recorder = new Recorder(time);
        recorder.record("instrument.canary", new Clocks(0, 0, 0, 0, 2 * MILLI_NANOS), Outcome.OK);
        recorder.record("instrument.canary", new Clocks(0, 0, 0, 0, 9 * MILLI_NANOS), Outcome.TIMEOUT);

        HealthSample sample =
                watch.sample("steady", 1, ARRIVALS, LATENESS, recorder.flip().get(0));

        assertThat(sample.phase()).isEqualTo("steady");
        assertThat(sample.at()).isEqualTo(time.wallClock());
        assertThat(sample.arrivals()).isEqualTo(ARRIVALS);
        assertThat(sample.clocks()).isEqualTo(LATENESS);
        HealthSample.Canary canary = Objects.requireNonNull(sample.canary());
        assertThat(canary.sent()).isEqualTo(2);
        assertThat(canary.answered()).isEqualTo(1);
        assertThat(canary.maxSeconds()).isBetween(0.002, 0.00201);
        assertThat(sample.process().heapUsedBytes()).isPositive();
        assertThat(sample.host().processors()).isPositive();
    }

    @Test
    void a_canary_that_was_not_answered_has_no_times_and_none_is_none() {
        Recorder recorder = new Recorder(time);
        recorder.record("instrument.canary", new Clocks(0, 0, 0, 0, MILLI_NANOS), Outcome.RESET);

        assertThat(watch.sample("a", 1, ARRIVALS, LATENESS, recorder.flip().get(0))
                        .canary())
                .isEqualTo(new HealthSample.Canary(1, 0, null, null));
        assertThat(watch.sample("a", 1, ARRIVALS, LATENESS, null).canary()).isNull();
    }

    private double lag() {
        return watch.sample("steady", 1, ARRIVALS, LATENESS, null).process().loopLagMaxSeconds();
    }
}
