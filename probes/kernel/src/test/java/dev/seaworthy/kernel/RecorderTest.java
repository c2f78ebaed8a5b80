package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static final TimeSource TIME = new TimeSource() {
        private long second;

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Instant wallClock() {
            return Instant.ofEpochSecond(second++);
        }
    };

    private static Clocks responseOf(long nanos) {
        return new Clocks(0, 0, 0, 0, nanos);
    }

    @Test
    void keeps_the_times_of_failures_out_of_those_of_successes() {
        Recorder recorder = new Recorder(TIME);
        recorder.record("op", responseOf(1_000), Outcome.OK);
        recorder.record("op", responseOf(9_000_000), Outcome.TIMEOUT);
        OperationInterval interval = recorder.flip().get(0);
        assertThat(interval.count()).isEqualTo(2);
        assertThat(interval.count(Outcome.TIMEOUT)).isOne();
        assertThat(interval.response().getTotalCount()).isOne();
        assertThat(interval.response().getMaxValue()).isLessThan(2_000);
        assertThat(interval.failed().getTotalCount()).isOne();
    }

    @Test
    void counts_what_is_longer_than_an_hour_instead_of_clamping_it() {
        Recorder recorder = new Recorder(TIME);
        recorder.record("op", responseOf(OperationInterval.HIGHEST_NANOS + 1), Outcome.OK);
        OperationInterval interval = recorder.flip().get(0);
        assertThat(interval.overflow()).isEqualTo(2); // response and service
        assertThat(interval.response().getTotalCount()).isZero();
        assertThat(interval.count(Outcome.OK)).isOne();
    }

    @Test
    void what_was_not_reached_is_in_no_histogram() {
        Recorder recorder = new Recorder(TIME);
        long never = Clocks.NOT_REACHED;
        recorder.record("op", new Clocks(0, 5, never, never, 10), Outcome.REFUSED);
        OperationInterval interval = recorder.flip().get(0);
        assertThat(interval.blocked().getTotalCount()).isZero();
        assertThat(interval.lag().getTotalCount()).isOne();
        assertThat(interval.failed().getTotalCount()).isOne();
    }

    @Test
    void an_interval_in_which_nothing_ended_has_no_entry() {
        Recorder recorder = new Recorder(TIME);
        recorder.record("op", responseOf(1), Outcome.OK);
        assertThat(recorder.flip()).hasSize(1);
        assertThat(recorder.flip()).isEmpty();
    }

    @Test
    void loses_and_doubles_nothing_while_writers_write_and_the_reader_flips() throws InterruptedException {
        Recorder recorder = new Recorder(TimeSource.system());
        int writers = 4;
        int each = 50_000;
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger running = new AtomicInteger(writers);
        List<Thread> threads = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            String operation = "op" + w % 2;
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                    for (int i = 0; i < each; i++) {
                        recorder.record(operation, responseOf(i), i % 10 == 0 ? Outcome.RESET : Outcome.OK);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    running.decrementAndGet();
                }
            });
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        long total = 0;
        long timed = 0;
        while (running.get() > 0) {
            for (OperationInterval interval : recorder.flip()) {
                assertThat(interval.response().getTotalCount()).isEqualTo(interval.count(Outcome.OK));
                assertThat(interval.failed().getTotalCount()).isEqualTo(interval.count(Outcome.RESET));
                total += interval.count();
                timed += interval.response().getTotalCount();
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (OperationInterval interval : recorder.flip()) {
            total += interval.count();
            timed += interval.response().getTotalCount();
        }
        assertThat(total).isEqualTo((long) writers * each);
        assertThat(timed).isEqualTo((long) writers * each * 9 / 10);
    }
}
