package dev.seaworthy.ratelimit.identify;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.RateLimiter;
import com.google.common.util.concurrent.TickedRateLimiter;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Transport;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.ratelimit.session.VirtualTarget;
import dev.seaworthy.wire.Headers;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Percentage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Limiters that others have written, in this process. Those that take a clock run in virtual time, each at three phases and
 * seeds; the requests that each may take are those of a trial of the same limiters over a network.
 */
class LibraryLimitersTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Percentage CLOSE = Percentage.withPercentage(3);
    private static final int RUNS = 3;

    @Test
    void bucket4j_refilled_greedily_is_a_token_bucket() throws Exception {
        for (Identification found : identified(() -> new Ticked() {
            private final Bucket bucket = bucket(
                    limits -> limits.addLimit(limit -> limit.capacity(20).refillGreedy(4, Duration.ofSeconds(1))));

            @Override
            boolean asked() {
                return bucket.tryConsume(1);
            }
        })) {
            assertIs(found, LimiterClass.TB, 163, Map.of(Parameters.CAPACITY, 20.0, Parameters.RATE, 4.0));
        }
    }

    @Test
    void bucket4j_refilled_at_intervals_is_a_window_on_a_grid() throws Exception {
        for (Identification found : identified(() -> new Ticked() {
            private final Bucket bucket = bucket(
                    limits -> limits.addLimit(limit -> limit.capacity(12).refillIntervally(12, Duration.ofSeconds(3))));

            @Override
            boolean asked() {
                return bucket.tryConsume(1);
            }
        })) {
            assertIs(found, LimiterClass.FWA, 229, Map.of(Parameters.QUOTA, 12.0, Parameters.WINDOW, 3.0));
        }
    }

    @Test
    void bucket4j_with_two_bandwidths_is_two_limits() throws Exception {
        for (Identification found : identified(() -> new Ticked() {
            private final Bucket bucket =
                    bucket(limits -> limits.addLimit(limit -> limit.capacity(10).refillGreedy(5, Duration.ofSeconds(1)))
                            .addLimit(limit -> limit.capacity(30).refillIntervally(30, Duration.ofSeconds(12))));

            @Override
            boolean asked() {
                return bucket.tryConsume(1);
            }
        })) {
            assertIs(
                    found,
                    LimiterClass.AND,
                    600,
                    Map.of(
                            "first." + Parameters.CAPACITY, 10.0,
                            "first." + Parameters.RATE, 5.0,
                            "second." + Parameters.QUOTA, 30.0,
                            "second." + Parameters.WINDOW, 12.0));
        }
    }

    @Test
    void guava_is_a_token_bucket_that_begins_with_one() throws Exception {
        for (Identification found : identified(() -> new Ticked() {
            private @Nullable RateLimiter limiter;

            @Override
            boolean asked() {
                RateLimiter made = limiter == null ? TickedRateLimiter.create(5, () -> now) : limiter;
                limiter = made;
                return made.tryAcquire();
            }
        })) {
            // A second's worth is stored, and one more is lent.
            assertIs(
                    found,
                    LimiterClass.TB,
                    140,
                    Map.of(Parameters.CAPACITY, 6.0, Parameters.RATE, 5.0, Parameters.INITIAL, 1.0));
        }
    }

    /** It reads the clock of the machine and no other, so that this takes as long as it takes. */
    @Test
    @Tag("slow")
    @EnabledIfSystemProperty(named = "seaworthy.realtime", matches = "true")
    void resilience4j_is_a_window_on_a_grid() throws Exception {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(8)
                .limitRefreshPeriod(Duration.ofSeconds(2))
                .timeoutDuration(Duration.ZERO)
                .build();
        AtomicRateLimiter limiter = new AtomicRateLimiter("r4j", config);

        Identification found = new Inquiry(new InProcess(nanos -> limiter.acquirePermission(1)), Plan.usual(1)).run();

        assertIs(found, LimiterClass.FWA, 165, Map.of(Parameters.QUOTA, 8.0, Parameters.WINDOW, 2.0));
    }

    private static List<Identification> identified(Supplier<Ticked> limiter) throws InterruptedException {
        List<Identification> all = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            Ticked asked = limiter.get();
            VirtualTarget target = new VirtualTarget(START.plusMillis(777L * run), asked, 0.002, 0.0005, run);
            all.add(new Inquiry(target, Plan.usual(run)).run());
        }
        return all;
    }

    private static void assertIs(
            Identification found, LimiterClass kind, int requests, Map<String, Double> parameters) {
        String text = found.section().lines().toString();
        assertThat(found.inference().belief().top().kind()).as(text).isEqualTo(kind);
        assertThat(found.confidence()).as(text).isIn(Confidence.HIGH, Confidence.MEDIUM);
        Map<String, Double> told =
                Parameters.of(found.inference().belief().best().limiter());
        assertThat(told.keySet()).as(text).isEqualTo(parameters.keySet());
        parameters.forEach((name, value) ->
                assertThat(told.get(name)).as("%s: %s", name, text).isCloseTo(value, CLOSE));
        assertThat(found.journal().entries().size()).as(text).isLessThanOrEqualTo(requests);
    }

    /** A limiter on the time of the request that it is asked about. */
    private abstract static class Ticked implements Deciding, TimeMeter {
        long now = START.getEpochSecond() * 1_000_000_000L;

        abstract boolean asked();

        Bucket bucket(UnaryOperator<LocalBucketBuilder> limits) {
            return limits.apply(Bucket.builder().withCustomTimePrecision(this)).build();
        }

        @Override
        public boolean admits(long nanos) {
            now = nanos;
            return asked();
        }

        @Override
        public long currentTimeNanos() {
            return now;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    /** Asks directly, in real time. */
    private record InProcess(Deciding limiter) implements Transport {
        @Override
        public List<Answer> volley(List<Variation> requests) {
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < requests.size(); i++) {
                long sent = System.nanoTime();
                boolean admitted = limiter.admits(sent);
                answers.add(Answer.status(
                        sent,
                        System.nanoTime(),
                        admitted ? Answer.Outcome.ADMITTED : Answer.Outcome.REFUSED,
                        admitted ? 200 : 429,
                        Headers.NONE));
            }
            return answers;
        }

        @Override
        public void rest(Duration silence) {
            long end = System.nanoTime() + silence.toNanos();
            for (long left = silence.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }

        @Override
        public TimeSource clock() {
            return TimeSource.system();
        }
    }
}
