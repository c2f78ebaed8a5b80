package dev.seaworthy.simulations.injector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.Recorder;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.kernel.VirtualUser;
import dev.seaworthy.recording.HealthSample;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.LoadOptions;
import dev.seaworthy.wire.LoadOptions.HttpVersion;
import dev.seaworthy.wire.PreparedRequest;
import dev.seaworthy.wire.Wire;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The instrument's own troubles show, and those of a target do not, on real event loops and over real sockets. */
@Timeout(60)
class SelfKnowledgeTest {
    private static final long STALL_NANOS = 300_000_000;
    private static final EchoStack PLAIN = new EchoStack(false, LoadOptions.STANDARD, EchoStack.USUAL_PAYLOAD);
    private static final TimeSource TIME = TimeSource.system();
    private static final HealthSample.Arrivals NONE = new HealthSample.Arrivals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    private static final HealthSample.Lateness LATENESS = new HealthSample.Lateness(null, null, null, null);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Recorder recorder = new Recorder(TIME);
    private final CanaryFigures canary = new CanaryFigures();

    @AfterEach
    void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void an_event_loop_that_stands_still_shows_in_canary_and_loop_lag_and_in_no_hiccup() throws Exception {
        try (Echo echo = Echo.open(PLAIN, 1, TIME);
                InjectorWatch watch = InjectorWatch.start(List.of(loop), () -> 0, TIME)) {
            Canary bird = echo.canary(recorder, 100);
            bird.start(List.of(loop));
            await(() -> canary.take().answered >= 5);
            HealthSample sample = stalled(watch);
            await(() -> canary.take().maxNanos >= STALL_NANOS * 2 / 3);
            // A machine that is shared stands still by itself at times; one round in which it did not is enough.
            for (int round = 1; round < 20 && !showsTheLoopOnly(sample); round++) {
                sample = stalled(watch);
            }
            bird.stop();

            assertThat(showsTheLoopOnly(sample)).as("in " + sample.process()).isTrue();
        }
    }

    /** Stops the loop for a while, with everything else going on, and returns what the watch saw of that. */
    private HealthSample stalled(InjectorWatch watch) throws InterruptedException {
        sample(watch);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        loop.execute(() -> {
            long end = TIME.nanos() + STALL_NANOS;
            begun.countDown();
            while (TIME.nanos() < end) {
                LockSupport.parkNanos(end - TIME.nanos());
            }
            over.countDown();
        });
        begun.await();
        watch.beat();
        over.await();
        return sample(watch);
    }

    private static boolean showsTheLoopOnly(HealthSample sample) {
        double lag = sample.process().loopLagMaxSeconds();
        return lag > 0.2 && sample.process().hiccupMaxSeconds() < lag / 2;
    }

    @Test
    void a_target_that_does_not_answer_does_not_move_the_canary() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        try (ServerSocket silent = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
                Echo echo = Echo.open(PLAIN, 1, TIME);
                Wire wire = wireTo(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"))) {
            PreparedRequest request = wire.prepare(
                    HttpRequest.get(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/")),
                    LoadOptions.STANDARD);
            long sent = TIME.nanos();
            loop.execute(() -> {
                for (int i = 0; i < 200; i++) {
                    wire.send(
                            request,
                            loop,
                            sent,
                            sent,
                            (clocks, outcome, status, body, detail) -> ended.incrementAndGet());
                }
            });
            Canary bird = echo.canary(recorder, 100);
            bird.start(List.of(loop));
            await(() -> canary.take().answered >= 50);
            canary.forgetTimes(); // opening so many connections at once is the instrument's own work
            await(() -> canary.take().answered >= 100);
            bird.stop();
            long waited = TIME.nanos() - sent;

            assertThat(ended).as("turns that the target ended").hasValue(0);
            assertThat(canary.answered).isGreaterThan(10 * canary.failed);
            assertThat(canary.all.getValueAtPercentile(50))
                    .as("of the canary, beside what the target's turns have waited so far")
                    .isLessThan(waited / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"http,HTTP_1_1", "https,HTTP_1_1", "http,HTTP_2", "https,HTTP_2", "wss,NEGOTIATED"})
    void the_echo_is_an_operation_like_any_other_whatever_the_target_speaks(String scheme, HttpVersion version)
            throws Exception {
        EchoStack stack =
                EchoStack.like(URI.create(scheme + "://staging.example/"), LoadOptions.STANDARD.over(version));
        try (Echo echo = Echo.open(stack, 1, TIME)) {
            Errands errands = new Errands(echo.operation(), 50);
            loop.execute(() -> errands.begin(5));
            boolean all = errands.left.await(50, TimeUnit.SECONDS);

            assertThat(errands.amiss).isEmpty();
            assertThat(all)
                    .as("every turn ended, but for " + errands.left.getCount())
                    .isTrue();
            OperationInterval recorded = recorder.flip().get(0);
            assertThat(recorded.operation()).isEqualTo("instrument.echo");
            assertThat(recorded.outcomes()).containsOnlyKeys(Outcome.OK);
            assertThat(recorded.count()).isEqualTo(50);
        }
    }

    private static HealthSample sample(InjectorWatch watch) {
        return watch.sample("phase", 1, NONE, LATENESS, null);
    }

    private static Wire wireTo(URI uri) {
        return Wire.open(new Reach(
                AllowList.of(List.of(uri)),
                new RequestBudget(1000),
                new SecretVault(),
                TIME,
                "test",
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                null));
    }

    private static void await(BooleanSupplier condition) {
        long giveUp = TIME.nanos() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(TIME.nanos()).as("it never came").isLessThan(giveUp);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Turns of a few users, each of whom begins again when the last one ended; kept on the loop. */
    private final class Errands implements Turn.Listener {
        private final Operation operation;
        private final CountDownLatch left;
        private final Queue<String> amiss = new ConcurrentLinkedQueue<>();
        private int unbegun;

        Errands(Operation operation, int turns) {
            this.operation = operation;
            this.left = new CountDownLatch(turns);
            this.unbegun = turns;
        }

        void begin(int users) {
            for (int number = 0; number < users; number++) {
                begin(new VirtualUser(number));
            }
        }

        private void begin(VirtualUser user) {
            if (unbegun > 0) {
                unbegun--;
                operation.start(new Turn(user, loop, TIME.nanos(), this));
            }
        }

        @Override
        public void completed(Turn turn, Clocks clocks, Outcome outcome, String signature) {
            recorder.record(operation.name(), clocks, outcome);
            if (!signature.isEmpty()) {
                amiss.add(signature);
            }
            left.countDown();
            begin(turn.user());
        }

        @Override
        public void measured(Turn turn, String also, Clocks clocks, Outcome outcome) {
            amiss.add(also);
        }
    }

    /** What the canary recorded so far. */
    private final class CanaryFigures {
        private final Histogram all = OperationInterval.histogram();
        private long answered;
        private long failed;
        private long maxNanos;

        void forgetTimes() {
            all.reset();
        }

        CanaryFigures take() {
            for (OperationInterval interval : recorder.flip()) {
                all.add(interval.response());
                answered += interval.count(Outcome.OK);
                failed += interval.count() - interval.count(Outcome.OK);
                maxNanos = Math.max(maxNanos, interval.response().getMaxValue());
            }
            return this;
        }
    }
}
