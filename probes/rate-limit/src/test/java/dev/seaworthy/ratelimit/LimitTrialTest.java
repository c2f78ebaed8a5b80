package dev.seaworthy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.Rate;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.Trials;
import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Trials against limiters in virtual time. */
class LimitTrialTest {
    private static final DeclaredLimit BUCKET = bucket(20, 10);
    private static final DeclaredLimit WINDOW = window(15, Duration.ofSeconds(4));

    @Test
    void finds_nothing_wrong_with_truthful_buckets_at_any_distance() {
        Trials.seeded(200, random -> {
            int burst = 5 + random.nextInt(60);
            double perSecond = 1 + random.nextInt(40);
            DeclaredLimit limit = bucket(burst, perSecond);
            VirtualLimiter limiter = new VirtualLimiter(
                    Duration.ofMillis(1 + random.nextInt(80)), () -> VirtualLimiter.bucket(burst, perSecond));

            Course course = new LimitTrial(limit, limiter, true).run();

            if (limit.allowance().recovery().compareTo(Duration.ofSeconds(1)) >= 0) {
                assertAllPass(course);
            } else {
                assertNoneFails(course);
            }
            assertThat((long) limiter.sent()).isLessThanOrEqualTo(LimitTrial.worstCase(limit));
        });
    }

    @Test
    void finds_nothing_wrong_with_truthful_windows_wherever_their_grid_lies() {
        Trials.seeded(200, random -> {
            int quota = 5 + random.nextInt(50);
            double seconds = 2 + random.nextInt(9);
            double phase = random.nextDouble() * seconds;
            boolean onGrid = random.nextBoolean();
            DeclaredLimit limit = window(quota, Duration.ofMillis((long) (seconds * 1_000)));
            VirtualLimiter limiter = new VirtualLimiter(
                    Duration.ofMillis(1 + random.nextInt(40)),
                    () -> onGrid
                            ? VirtualLimiter.grid(quota, seconds, phase)
                            : VirtualLimiter.window(quota, seconds, 0));

            assertNoneFails(new LimitTrial(limit, limiter, true).run());
        });
    }

    @Test
    void refutes_a_limit_that_is_not_there() throws Exception {
        Course course = trial(BUCKET, () -> VirtualLimiter.always(200));

        Opinion enforced = Judgement.enforced(course);
        assertThat(enforced.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(enforced.reason())
                .contains("were admitted without a refusal")
                .contains("burst 20, refilled at 10/s");
        assertThat(Judgement.amount(course).verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(Judgement.isolation(course, true).verdict()).isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void refutes_the_amount_of_a_limit_that_is_too_strict_and_nothing_else() throws Exception {
        Course course = trial(BUCKET, () -> VirtualLimiter.bucket(10, 5));

        assertThat(Judgement.amount(course).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Judgement.amount(course).reason()).startsWith("too strict: 10 admitted");
        assertThat(course.unrested()).as("the contradicting burst was repeated").isNotNull();
        assertThat(Judgement.enforced(course).verdict()).isEqualTo(Verdict.PASS);
        assertThat(Judgement.retryAfter(course).verdict()).isEqualTo(Verdict.PASS);
        assertThat(Judgement.recovers(course).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void refutes_a_limit_that_admits_half_as_much_again() throws Exception {
        Course course = trial(BUCKET, () -> VirtualLimiter.bucket(30, 10));

        assertThat(Judgement.enforced(course).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Judgement.amount(course).reason()).startsWith("too lax: 30 admitted");
    }

    @Test
    void refutes_a_refill_of_another_speed() throws Exception {
        assertThat(Judgement.amount(trial(BUCKET, () -> VirtualLimiter.bucket(20, 4)))
                        .reason())
                .startsWith("refilled too slowly");
        assertThat(Judgement.amount(trial(BUCKET, () -> VirtualLimiter.bucket(20, 19)))
                        .reason())
                .startsWith("refilled too fast");
    }

    @Test
    void refutes_a_window_that_is_shorter_than_declared() throws Exception {
        for (double seconds : new double[] {0.7, 1, 2}) {
            Opinion amount = Judgement.amount(trial(WINDOW, () -> VirtualLimiter.window(15, seconds, 0)));

            assertThat(amount.verdict()).as(seconds + " s instead of 4 s").isEqualTo(Verdict.FAIL);
        }
    }

    @Test
    void refutes_the_recovery_of_a_window_that_is_longer_than_declared() throws Exception {
        Course course = trial(WINDOW, () -> VirtualLimiter.window(15, 8, 0));

        assertThat(Judgement.recovers(course).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Judgement.recovers(course).reason()).contains("a second rest was enough");
        assertThat(Judgement.retryAfter(course).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void refutes_a_promise_that_is_too_early_only_after_two_broken_ones() throws Exception {
        Course course = trial(WINDOW, () -> VirtualLimiter.window(15, 12, 9));

        Opinion opinion = Judgement.retryAfter(course);
        assertThat(opinion.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(opinion.reason())
                .isEqualTo(
                        "told Retry-After: 3, refused again after 3.06 s of silence; told Retry-After: 1, refused again"
                                + " after 1.06 s of silence");
        assertThat(course.announced()).hasSize(2);
    }

    @Test
    void counts_what_comes_back_even_where_promises_are_broken() throws Exception {
        // Retry-After is rounded down, and at the last second it says 0.
        Course course = trial(WINDOW, () -> VirtualLimiter.roundedDown(VirtualLimiter.window(15, 4, 0), 4));

        assertThat(Judgement.retryAfter(course).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Judgement.retryAfter(course).reason()).contains("told Retry-After: 0");
        assertThat(Judgement.amount(course).verdict())
                .as(Judgement.amount(course).reason())
                .isEqualTo(Verdict.PASS);
        assertThat(Judgement.recovers(course).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void reaches_the_end_of_a_queue_that_delays_before_it_refuses() throws Exception {
        for (int burst : new int[] {5, 10, 12}) {
            Course course = trial(bucket(burst, 5), () -> VirtualLimiter.queue(burst, 5));

            assertThat(Judgement.enforced(course).verdict())
                    .as(Judgement.enforced(course).reason())
                    .isEqualTo(Verdict.PASS);
            assertThat(Judgement.amount(course).verdict())
                    .as(Judgement.amount(course).reason())
                    .isEqualTo(Verdict.PASS);
            assertThat(Judgement.isolation(course, true).verdict()).isEqualTo(Verdict.PASS);
            assertThat(Judgement.recovers(course).verdict()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void refutes_a_queue_of_another_length() throws Exception {
        assertThat(Judgement.amount(trial(bucket(20, 5), () -> VirtualLimiter.queue(5, 2)))
                        .verdict())
                .isEqualTo(Verdict.FAIL);
        // Waiting for the queue lets it refill meanwhile: the sum alone would look like the declaration.
        assertThat(Judgement.amount(trial(bucket(20, 10), () -> VirtualLimiter.queue(10, 5)))
                        .reason())
                .startsWith("too strict");
        assertThat(Judgement.enforced(trial(bucket(4, 2), () -> VirtualLimiter.queue(16, 8)))
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void refutes_a_refusal_that_names_no_time() throws Exception {
        Course course = trial(BUCKET, () -> {
            VirtualLimiter.Model truthful = VirtualLimiter.bucket(20, 10);
            return now -> new VirtualLimiter.Decision(truthful.decide(now).status(), Headers.NONE);
        });

        assertThat(Judgement.retryAfter(course).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Judgement.amount(course).verdict()).isEqualTo(Verdict.PASS);
        assertThat(Judgement.recovers(course).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void refutes_an_allowance_that_users_share() throws Exception {
        VirtualLimiter limiter =
                new VirtualLimiter(Duration.ofMillis(1), () -> VirtualLimiter.window(15, 4, 0)).sharedByAll();

        Opinion opinion = Judgement.isolation(new LimitTrial(WINDOW, limiter, true).run(), true);

        assertThat(opinion.verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void proves_nothing_where_the_target_answers_neither_way() throws Exception {
        for (int status : new int[] {500, 503, 401}) {
            Course course = trial(BUCKET, () -> VirtualLimiter.always(status));

            assertThat(Judgement.enforced(course).verdict()).isEqualTo(Verdict.UNPROVEN);
            assertThat(Judgement.recovers(course).verdict()).isEqualTo(Verdict.UNPROVEN);
        }
    }

    @Test
    void proves_nothing_where_everything_is_refused() throws Exception {
        Course course = trial(BUCKET, () -> VirtualLimiter.always(429));

        assertThat(Judgement.enforced(course).verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(course.log()).hasSize(2);
    }

    @Test
    void proves_nothing_where_the_limit_is_beyond_what_it_may_send() throws Exception {
        DeclaredLimit large = new DeclaredLimit(
                "large",
                "search",
                5_000,
                new Rate(100, Duration.ofSeconds(1)),
                null,
                null,
                null,
                null,
                null,
                null,
                200);

        Opinion opinion = Judgement.enforced(trial(large, () -> VirtualLimiter.always(200)));

        assertThat(opinion.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(opinion.reason()).contains("200 requests").contains("spent");
    }

    @Test
    void tests_only_refusal_and_isolation_of_a_window_that_is_too_long_to_wait_for() throws Exception {
        DeclaredLimit hourly = window(30, Duration.ofHours(1));

        Course course = trial(hourly, () -> VirtualLimiter.window(30, 3_600, 0));

        assertThat(Judgement.enforced(course).verdict()).isEqualTo(Verdict.PASS);
        assertThat(Judgement.isolation(course, true).verdict()).isEqualTo(Verdict.PASS);
        assertThat(Judgement.amount(course).verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(Judgement.recovers(course).verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(Judgement.retryAfter(course).verdict()).isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void sends_in_parallel_where_a_round_trip_is_too_long() throws Exception {
        VirtualLimiter far = new VirtualLimiter(Duration.ofMillis(80), () -> VirtualLimiter.bucket(20, 10));

        Course course = new LimitTrial(BUCKET, far, true).run();

        assertThat(course.parallel()).isGreaterThan(1);
        assertAllPass(course);
    }

    private static Course trial(DeclaredLimit limit, Supplier<VirtualLimiter.Model> model) throws Exception {
        return new LimitTrial(limit, new VirtualLimiter(Duration.ofMillis(1), model), true).run();
    }

    private static void assertAllPass(Course course) {
        for (Opinion opinion : opinions(course)) {
            assertThat(opinion.verdict()).as(opinion.reason()).isEqualTo(Verdict.PASS);
        }
    }

    private static void assertNoneFails(Course course) {
        for (Opinion opinion : opinions(course)) {
            assertThat(opinion.verdict()).as(opinion.reason()).isNotEqualTo(Verdict.FAIL);
        }
    }

    private static Opinion[] opinions(Course course) {
        return new Opinion[] {
            Judgement.enforced(course),
            Judgement.amount(course),
            Judgement.retryAfter(course),
            Judgement.isolation(course, true),
            Judgement.recovers(course)
        };
    }

    private static DeclaredLimit bucket(int burst, double perSecond) {
        return new DeclaredLimit(
                "search",
                "search",
                burst,
                new Rate(perSecond, Duration.ofSeconds(1)),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static DeclaredLimit window(int quota, Duration per) {
        return new DeclaredLimit("report", "report", null, null, quota, per, null, null, null, null, null);
    }
}
