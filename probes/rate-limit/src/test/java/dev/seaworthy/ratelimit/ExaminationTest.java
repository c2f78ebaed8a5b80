package dev.seaworthy.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.ratelimit.confirm.Allowance;
import dev.seaworthy.ratelimit.confirm.Confirmed;
import dev.seaworthy.ratelimit.confirm.Declaration;
import dev.seaworthy.ratelimit.scope.Usual;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Transport;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.ratelimit.session.VirtualTarget;
import dev.seaworthy.testkit.Trials;
import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Examinations of limiters in virtual time. */
class ExaminationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Usual USUAL = new Usual("GET", "/search", "127.0.0.1", Usual.Credential.NONE, false);
    private static final Declaration FIFTEEN = window(15, 4);
    private static final Declaration BUCKET = new Declaration(new Allowance.Bucket(20, 10), 0.1, "config");

    @Test
    void confirms_a_window_in_two_of_its_windows() throws Exception {
        Examined seen = examine(Deciding.firstHitWindow(15, 4_000), FIFTEEN);

        Confirmed confirmed = confirmed(seen);
        assertThat(confirmed.result()).as(confirmed.text()).isEqualTo(Confirmed.Result.CONFIRMED);
        assertThat(confirmed.form()).isEqualTo(Confirmed.Form.FIXED_WINDOW);
        assertThat(confirmed.checks())
                .extracting(Confirmed.Test::id)
                .containsExactly("C1", "C2", "C3", "C4", "C5", "C6", "C7");
        List<Entry> sent = seen.journal().of(Stage.CONFIRM);
        assertThat(sent.size()).isLessThanOrEqualTo(3 * 15 + 10);
        assertThat(seen.journal().at(sent.get(sent.size() - 1).answer().doneNanos()))
                .as("in little more than two windows")
                .isLessThan(2.2 * 4 + 0.5);
        assertThat(seen.identification()).as("not needed").isNull();
        assertThat(Judgement.amount(seen).verdict()).isEqualTo(Verdict.PASS);
        assertThat(seen.verdict().text()).startsWith("ENFORCED      15 per 4 s, as declared");
    }

    @Test
    void tells_a_sliding_window_from_a_fixed_one() throws Exception {
        Confirmed confirmed = confirmed(examine(Deciding.log(15, 4_000, false), FIFTEEN));

        assertThat(confirmed.result()).as(confirmed.text()).isEqualTo(Confirmed.Result.CONFIRMED);
        assertThat(confirmed.form()).isEqualTo(Confirmed.Form.SLIDING_WINDOW);
    }

    @Test
    void confirms_truthful_windows_of_any_size_at_any_distance() {
        Trials.seeded(150, random -> {
            int quota = 2 + random.nextInt(60);
            long millis = 1_000L + random.nextInt(20_000);
            double roundTrip = 0.001 + 0.04 * random.nextDouble();
            boolean sliding = random.nextBoolean();
            Deciding limiter = sliding ? Deciding.log(quota, millis, false) : Deciding.firstHitWindow(quota, millis);

            Examined seen = examine(limiter, window(quota, millis / 1e3), roundTrip, Order.Mode.NEVER);

            assertThat(confirmed(seen).checks())
                    .as(quota + " per " + millis + " ms at " + roundTrip + (sliding ? " sliding" : " fixed"))
                    .allMatch(Confirmed.Test::pass);
        });
    }

    @Test
    void confirms_truthful_buckets_of_any_size_at_any_distance() {
        Trials.seeded(150, random -> {
            int burst = 3 + random.nextInt(60);
            double rate = 0.5 + 20 * random.nextDouble();
            double roundTrip = 0.001 + 0.04 * random.nextDouble();
            Deciding limiter = random.nextBoolean() ? Deciding.cellRate(burst, rate) : Deciding.leaky(burst, rate);
            Declaration declared = new Declaration(new Allowance.Bucket(burst, rate), 0.1, "config");

            Examined seen = examine(limiter, declared, roundTrip, Order.Mode.NEVER);

            assertThat(confirmed(seen).checks())
                    .as(burst + " at " + rate + "/s, " + roundTrip)
                    .allMatch(Confirmed.Test::pass);
        });
    }

    @Test
    void refutes_wrong_declarations_at_the_test_that_shows_it() throws Exception {
        Deciding fifteen = Deciding.firstHitWindow(15, 4_000);
        assertThat(confirmed(examine(fifteen, window(20, 4))).text()).startsWith("REFUTED at C1");
        assertThat(confirmed(examine(Deciding.firstHitWindow(15, 4_000), window(10, 4)))
                        .text())
                .startsWith("REFUTED at C2");
        assertThat(confirmed(examine(Deciding.firstHitWindow(15, 4_000), window(15, 8)))
                        .text())
                .startsWith("REFUTED at C3");
        assertThat(confirmed(examine(Deciding.firstHitWindow(15, 8_000), window(15, 4)))
                        .text())
                .startsWith("REFUTED at C4");
        assertThat(confirmed(examine(Deciding.cellRate(20, 5), BUCKET)).text()).startsWith("REFUTED at C3");
        assertThat(confirmed(examine(Deciding.cellRate(10, 10), BUCKET)).text()).startsWith("REFUTED at C1");
    }

    @Test
    void identifies_what_is_there_where_the_declaration_does_not_hold() throws Exception {
        Examined seen = examine(Deciding.firstHitWindow(15, 4_000), window(20, 4));

        Opinion amount = Judgement.amount(seen);
        assertThat(amount.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(amount.reason()).contains("20 per 4 s: REFUTED at C1").contains("15 at once, all back after 4 s");
        assertThat(seen.verdict().text())
                .startsWith("ENFORCED      15 requests per 4 s  (fixed window opened by the"
                        + " first request; confidence HIGH)");
    }

    @Test
    void compares_a_limit_under_load_with_the_same_at_rest() throws Exception {
        Examined rested = examine(Deciding.cellRate(20, 10), BUCKET);
        Examined same = examine(Deciding.cellRate(20, 10), BUCKET, 0.02, Order.Mode.NEVER);
        Examined open = examine(nanos -> true, BUCKET, 0.02, Order.Mode.NEVER);
        Examined shut = examine(Deciding.cellRate(10, 5), BUCKET, 0.02, Order.Mode.NEVER);
        int[] asked = {0};
        Deciding opening = Deciding.cellRate(20, 10);
        Examined later = examine(nanos -> ++asked[0] > 40 || opening.admits(nanos), BUCKET, 0.002, Order.Mode.NEVER);

        assertThat(Judgement.underLoad(rested, same).verdict()).isEqualTo(Verdict.PASS);
        assertThat(Judgement.underLoad(rested, open).reason()).contains("refuses at rest, and under load: ");
        assertThat(Judgement.underLoad(rested, open).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Judgement.underLoad(rested, shut).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Judgement.underLoad(rested, later).reason()).contains("and none was refused");
        assertThat(Judgement.underLoad(rested, later).verdict()).isEqualTo(Verdict.FAIL);
    }

    @Test
    void suspects_nodes_that_count_alone() throws Exception {
        Examined seen = examine(Deciding.firstHitWindow(30, 4_000), FIFTEEN);

        assertThat(Judgement.amount(seen).reason())
                .contains("2 times the amount, as if each of so many nodes counted alone");
    }

    @Test
    void does_not_accuse_a_window_on_a_grid_that_holds_its_amount() throws Exception {
        Examined seen = examine(Deciding.gridWindow(15, 4_000, 1_700), FIFTEEN);

        assertThat(Judgement.amount(seen).verdict())
                .as(Judgement.amount(seen).reason())
                .isEqualTo(Verdict.PASS);
        assertThat(Judgement.enforced(seen).verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void does_not_accuse_a_limiter_that_counts_refusals_of_staying_shut() throws Exception {
        Confirmed confirmed = confirmed(examine(Deciding.log(10, 3_000, true), window(10, 3), 0.002, Order.Mode.NEVER));

        assertThat(confirmed.checks())
                .filteredOn(test -> test.id().equals("C4"))
                .allMatch(Confirmed.Test::pass);
    }

    @Test
    void does_not_take_a_cold_start_for_a_delay() throws Exception {
        SlowStart target = new SlowStart(target(Deciding.firstHitWindow(15, 4_000), 0.002), 9);

        Examined seen = new Examination(target, plan(), order(null, Order.Mode.AUTO)).run();

        assertThat(seen.journal().of(Stage.DELAY)).as("suspected at first").isNotEmpty();
        assertThat(seen.limiter())
                .as(seen.verdict().text())
                .hasValueSatisfying(found -> assertThat(found.capacity()).isEqualTo(15));
    }

    /** The first answers take longer. */
    private static final class SlowStart implements Transport {
        private final VirtualTarget target;
        private int slow;

        SlowStart(VirtualTarget target, int slow) {
            this.target = target;
            this.slow = slow;
        }

        @Override
        public List<Answer> volley(List<Variation> requests) {
            List<Answer> answers = target.volley(requests);
            if (slow <= 0) {
                return answers;
            }
            slow -= requests.size();
            Duration longer = Duration.ofMillis(80);
            target.rest(longer);
            return answers.stream()
                    .map(answer -> Answer.status(
                            answer.sentNanos(),
                            answer.doneNanos() + longer.toNanos(),
                            answer.outcome(),
                            answer.status(),
                            answer.headers()))
                    .toList();
        }

        @Override
        public void rest(Duration silence) {
            target.rest(silence);
        }

        @Override
        public TimeSource clock() {
            return target.clock();
        }
    }

    @Test
    void takes_what_the_target_announces_for_its_declaration() throws Exception {
        VirtualTarget target = target(Deciding.firstHitWindow(15, 4_000), 0.002)
                .announcing((nanos, admitted) -> Headers.NONE.with("RateLimit-Policy", "\"default\";q=15;w=4"));

        Examined seen = new Examination(target, plan(), order(null, Order.Mode.AUTO)).run();

        assertThat(Objects.requireNonNull(seen.order().declaration()).source()).isEqualTo("header");
        assertThat(confirmed(seen).result()).isEqualTo(Confirmed.Result.CONFIRMED);
    }

    @Test
    void gives_a_used_key_one_chance_to_rest() throws Exception {
        Deciding limiter = Deciding.firstHitWindow(15, 4_000);
        long now = START.getEpochSecond() * 1_000_000_000L + START.getNano();
        for (int used = 0; used < 15; used++) {
            assertThat(limiter.admits(now - 1_000_000_000L)).isTrue();
        }

        assertThat(confirmed(examine(limiter, FIFTEEN)).result()).isEqualTo(Confirmed.Result.CONFIRMED);
        Examined shut = examine(nanos -> false, FIFTEEN);
        assertThat(shut.stopped()).contains("the first request was refused, and again after a rest");
        assertThat(Judgement.enforced(shut).verdict()).isNotEqualTo(Verdict.FAIL);
    }

    @Test
    void claims_nothing_where_nothing_was_refused() throws Exception {
        Examined undeclared = examine(nanos -> true, null);
        assertThat(undeclared.enforced()).isEqualTo("NOT_OBSERVED");
        assertThat(undeclared.verdict().text()).startsWith("NOT OBSERVED").contains("all admitted: refutes up to");
        assertThat(Judgement.enforced(undeclared).verdict()).isEqualTo(Verdict.UNPROVEN);

        Examined declared = examine(nanos -> true, BUCKET);
        assertThat(declared.enforced()).isEqualTo("NO");
        assertThat(Judgement.enforced(declared).verdict()).isEqualTo(Verdict.FAIL);
        assertThat(Judgement.enforced(declared).reason())
                .contains("all admitted")
                .contains("bursts of 20");

        Examined large = examine(nanos -> true, window(100_000, 60));
        assertThat(large.enforced()).isEqualTo("NOT_OBSERVED");
        assertThat(Judgement.enforced(large).verdict()).isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void does_not_take_a_target_that_went_down_for_a_limiter() throws Exception {
        int[] asked = {0};
        VirtualTarget target = target(nanos -> ++asked[0] <= 30, 0.002).refusingWith(503);

        Examined seen = new Examination(target, plan(), order(null, Order.Mode.AUTO)).run();

        assertThat(seen.enforced()).isEqualTo("NOT_OBSERVED");
        assertThat(seen.verdict().text()).contains("a target that is down looks the same");
    }

    @Test
    void tells_a_refusal_with_another_status() throws Exception {
        Examined seen = new Examination(
                        target(Deciding.leaky(6, 2), 0.002).refusingWith(503), plan(), order(null, Order.Mode.AUTO))
                .run();

        assertThat(seen.enforced()).isEqualTo("YES");
        assertThat(seen.verdict().text()).contains("refuses with status 503 instead of 429");
        assertThat(seen.verdict().json().at("/rejection/standard").asBoolean(true))
                .isFalse();
    }

    @Test
    void does_not_wait_for_windows_above_a_minute() throws Exception {
        Examined seen = examine(Deciding.firstHitWindow(10, 600_000), window(10, 600));

        assertThat(seen.journal().seconds()).isLessThan(5);
        assertThat(Judgement.enforced(seen).verdict()).isEqualTo(Verdict.PASS);
        assertThat(Judgement.amount(seen).verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(Judgement.enforced(examine(Deciding.firstHitWindow(30, 600_000), window(10, 600)))
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void judges_the_same_from_the_stored_log() throws Exception {
        for (Examined seen : new Examined[] {
            examine(Deciding.firstHitWindow(15, 4_000), FIFTEEN),
            examine(Deciding.cellRate(20, 4), BUCKET),
            examine(nanos -> true, BUCKET),
        }) {
            Examined again = Examined.of(Journal.read(seen.journal().lines()));

            assertThat(again.verdict().json()).isEqualTo(seen.verdict().json());
            assertThat(again.verdict().text()).isEqualTo(seen.verdict().text());
            assertThat(again.journal().lines()).isEqualTo(seen.journal().lines());
        }
    }

    @Test
    void draws_the_model_through_what_was_seen() throws Exception {
        Examined seen = examine(Deciding.cellRate(20, 10), BUCKET);

        var picture = Picture.of(seen.journal(), seen.limiter());

        assertThat(picture.get("dots"))
                .asList()
                .hasSize(seen.journal().entries().size());
        assertThat(picture.get("recovery")).asList().isNotEmpty().allSatisfy(point -> {
            var values = (java.util.List<?>) point;
            assertThat(((Number) values.get(1)).intValue())
                    .isBetween(((Number) values.get(2)).intValue() - 1, ((Number) values.get(2)).intValue() + 1);
        });
        assertThat(seen.journal().of(Stage.CONFIRM)).isNotEmpty();
    }

    private static Confirmed confirmed(Examined seen) {
        return Objects.requireNonNull(seen.confirmed());
    }

    private static Declaration window(int quota, double seconds) {
        return new Declaration(new Allowance.Window(quota, seconds), 0, "config");
    }

    private static Examined examine(Deciding limiter, @Nullable Declaration declared) throws InterruptedException {
        return examine(limiter, declared, 0.002, Order.Mode.AUTO);
    }

    private static Examined examine(Deciding limiter, @Nullable Declaration declared, double roundTrip, Order.Mode mode)
            throws InterruptedException {
        return new Examination(target(limiter, roundTrip), plan(), order(declared, mode)).run();
    }

    private static Order order(@Nullable Declaration declared, Order.Mode mode) {
        return new Order(USUAL, declared, mode, Set.of(), true);
    }

    private static VirtualTarget target(Deciding limiter, double roundTrip) {
        return new VirtualTarget(START, limiter, roundTrip, roundTrip / 20, 3);
    }

    private static Plan plan() {
        return Plan.usual(3).lasting(Plan.LONGEST);
    }
}
