package dev.seaworthy.simulations.injector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Recorder;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.LoadOptions;
import dev.seaworthy.wire.PreparedRequest;
import dev.seaworthy.wire.Wire;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CanaryTest {
    private static final long MILLI_NANOS = 1_000_000;
    private static final PreparedRequest REQUEST = new PreparedRequest() {
        @Override
        public HttpRequest request() {
            return HttpRequest.get(URI.create("http://127.0.0.1/"));
        }

        @Override
        public LoadOptions options() {
            return LoadOptions.STANDARD;
        }
    };

    private final HandTime time = new HandTime();
    private final Recorder recorder = new Recorder(time);
    private final HandLoop one = new HandLoop(time);
    private final HandLoop two = new HandLoop(time);
    private final List<Long> intended = new ArrayList<>();
    private final List<Object> loops = new ArrayList<>();
    private int status = 200;
    private boolean broken;

    @Test
    void sends_at_fixed_ticks_on_the_loops_in_turn() {
        long start = time.nanos();
        canary().start(List.of(one, two));
        pass(450, true);

        assertThat(intended)
                .containsExactly(
                        start,
                        start + 100 * MILLI_NANOS,
                        start + 200 * MILLI_NANOS,
                        start + 300 * MILLI_NANOS,
                        start + 400 * MILLI_NANOS);
        assertThat(loops).containsExactly(one, two, one, two, one);
        OperationInterval recorded = recorder.flip().get(0);
        assertThat(recorded.operation()).isEqualTo("instrument.canary");
        assertThat(recorded.count(Outcome.OK)).isEqualTo(5);
        assertThat(recorded.lag().getMaxValue()).isLessThan(2 * MILLI_NANOS);
    }

    @Test
    void a_loop_that_stood_still_is_late_for_every_tick_that_it_missed() {
        Canary canary = canary();
        canary.start(List.of(one));
        pass(50, true);
        recorder.flip();
        pass(300, false);
        pass(10, true);

        OperationInterval recorded = recorder.flip().get(0);
        assertThat(recorded.count()).as("due at 100, 200 and 300 ms").isEqualTo(3);
        assertThat(recorded.response().getMaxValue()).isBetween(250 * MILLI_NANOS, 252 * MILLI_NANOS);
        assertThat(recorded.response().getValueAtPercentile(50)).isBetween(150 * MILLI_NANOS, 152 * MILLI_NANOS);
        assertThat(recorded.response().getMinValue()).isBetween(49 * MILLI_NANOS, 52 * MILLI_NANOS);
    }

    @Test
    void sends_no_more_once_it_was_stopped() {
        Canary canary = canary();
        canary.start(List.of(one));
        pass(150, true);
        canary.stop();
        pass(1000, true);

        assertThat(intended).hasSize(2);
        assertThatThrownBy(() -> canary.start(List.of(one))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_goes_wrong_is_an_outcome_and_it_goes_on() {
        broken = true;
        canary().start(List.of(one));
        pass(150, true);
        broken = false;
        status = 404;
        pass(100, true);
        one.shutdown();
        pass(100, true);

        OperationInterval recorded = recorder.flip().get(0);
        assertThat(recorded.count(Outcome.INSTRUMENT)).isEqualTo(2);
        assertThat(recorded.count(Outcome.WRONG_ANSWER)).isEqualTo(2);
        assertThat(recorded.count(Outcome.NOT_SENT)).as("the loop has ended").isEqualTo(1);
    }

    private Canary canary() {
        return new Canary(wire(), REQUEST, recorder, time, 10);
    }

    private void pass(int millis, boolean turning) {
        for (int i = 0; i < millis; i++) {
            if (turning) {
                one.turn();
                two.turn();
            }
            time.pass(MILLI_NANOS);
        }
    }

    /** A wire that answers at once, in no time. */
    private Wire wire() {
        return (Wire) Proxy.newProxyInstance(
                Wire.class.getClassLoader(), new Class<?>[] {Wire.class}, (self, method, arguments) -> {
                    if (broken) {
                        throw new IllegalStateException("broken");
                    }
                    long meant = (Long) arguments[2];
                    long fired = (Long) arguments[3];
                    loops.add(arguments[1]);
                    intended.add(meant);
                    Clocks clocks = new Clocks(meant, fired, fired, fired, time.nanos());
                    ((Wire.LoadListener) arguments[4]).ended(clocks, Outcome.OK, status, new byte[0], "");
                    return null;
                });
    }
}
