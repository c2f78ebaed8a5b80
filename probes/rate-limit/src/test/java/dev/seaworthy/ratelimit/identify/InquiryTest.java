package dev.seaworthy.ratelimit.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.VirtualTarget;
import dev.seaworthy.ratelimit.verdict.LimitVerdict;
import dev.seaworthy.wire.Headers;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Inquiries of limiters in virtual time. */
class InquiryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double NEAR = 0.001;
    private static final long SEED = 7;

    @Test
    void identifies_a_window_and_says_so_in_ten_seconds() throws Exception {
        Identification done = identify(Deciding.firstHitWindow(15, 4_000));

        assertThat(done.confidence()).isEqualTo(Confidence.HIGH);
        assertThat(told(done).text())
                .startsWith("ENFORCED      15 requests per 4 s  (fixed window opened by the first request;"
                        + " confidence HIGH)")
                .contains("outcomes predicted in advance, 0 wrong")
                .contains("Scope");
        assertThat(told(done).text().lines().count()).isLessThan(12);
    }

    @Test
    void gives_the_verdict_of_the_schema() throws Exception {
        Identification done = identify(Deciding.firstHitWindow(15, 4_000));

        JsonNode verdict = new ObjectMapper().readTree(told(done).json().toPrettyString());
        assertThat(verdict.path("schema").asText()).isEqualTo("ratelimit-verdict/1");
        assertThat(verdict.at("/model/class").asText()).isEqualTo("FWF");
        assertThat(verdict.at("/model/params/quota").asInt()).isEqualTo(15);
        assertThat(verdict.at("/model/params/windowSeconds").asDouble()).isEqualTo(4, within(0.1));
        assertThat(verdict.at("/model/confidence").asText()).isEqualTo("HIGH");
        assertThat(verdict.at("/model/validation/mispredicted").asInt()).isZero();
        assertThat(verdict.at("/cost/requests").asInt()).isLessThanOrEqualTo(600);
        assertThat(verdict.path("bypass").isNull()).as("not tried").isTrue();
    }

    @Test
    void draws_the_same_verdict_again_from_the_stored_log() throws Exception {
        for (Deciding limiter : List.of(
                Deciding.log(10, 3_000, false), Deciding.cellRate(20, 4), Deciding.gridWindow(12, 3_000, 700))) {
            Identification done = identify(limiter);

            Identification again = Identification.of(Journal.read(done.journal().lines()));

            assertThat(told(again).json()).isEqualTo(told(done).json());
            assertThat(again.journal().lines()).isEqualTo(done.journal().lines());
        }
    }

    @Test
    void judges_by_the_log_and_by_nothing_else() throws Exception {
        List<String> log =
                identify(Deciding.firstHitWindow(15, 4_000)).journal().lines();
        List<String> tampered = log.stream()
                .map(line -> line.contains("\"sent\":") && line.hashCode() % 5 == 0
                        ? line.replace("REFUSED", "ADMITTED")
                        : line)
                .toList();

        assertThat(Identification.of(Journal.read(tampered)).confidence()).isNotEqualTo(Confidence.HIGH);
    }

    @Test
    void says_what_is_wrong_with_a_log() {
        assertThatThrownBy(() -> Journal.read((List.of("{\"schema\":\"other/1\"}"))))
                .hasMessageContaining("other/1");
        assertThatThrownBy(() -> Journal.read((List.of("{\"stopped\":\"\"}")))).hasMessageContaining("plan and seed");
        assertThatThrownBy(() -> Journal.read((List.of("x")))).hasMessageContaining("line 1");
    }

    @Test
    void stops_where_the_target_goes_down_and_keeps_what_it_knows() throws Exception {
        Identification done = inquire(target(Deciding.firstHitWindow(15, 4_000)).failingAfter(60));

        assertThat(done.stopped()).contains("the target failed").contains("502");
        assertThat(done.enforced()).isTrue();
        assertThat(done.confidence()).isNotEqualTo(Confidence.HIGH);
        assertThat(told(Identification.of(Journal.read(done.journal().lines()))).json())
                .isEqualTo(told(done).json());
    }

    @Test
    void does_not_begin_on_a_key_that_is_refused_throughout() throws Exception {
        Identification done = inquire(target(nanos -> false));

        assertThat(done.stopped()).contains("refused from the first on");
        assertThat(done.confidence()).isNotEqualTo(Confidence.HIGH);
    }

    @Test
    void is_not_sure_where_another_client_uses_the_key() throws Exception {
        for (int seed = 0; seed < 2; seed++) {
            Deciding limiter = Deciding.firstHitWindow(15, 4_000);
            SplittableRandom others = new SplittableRandom(seed);
            long[] next = {0};
            Identification done = identify(nanos -> {
                while (next[0] < nanos) {
                    boolean begun = next[0] > 0;
                    next[0] = (begun ? next[0] : nanos) + (long) (-1.5e9 * Math.log(1 - others.nextDouble()));
                    if (begun) {
                        limiter.admits(Math.min(next[0], nanos));
                    }
                }
                return limiter.admits(nanos);
            });

            assertThat(done.confidence()).isNotEqualTo(Confidence.HIGH);
        }
    }

    @Test
    void is_not_sure_of_a_limiter_that_changes_meanwhile() throws Exception {
        Deciding before = Deciding.firstHitWindow(15, 4_000);
        Deciding after = Deciding.firstHitWindow(9, 4_000);
        int[] asked = {0};

        Identification done = identify(nanos -> ++asked[0] < 90 ? before.admits(nanos) : after.admits(nanos));

        assertThat(done.confidence()).isNotEqualTo(Confidence.HIGH);
    }

    @Test
    void is_not_sure_of_a_limiter_that_throws_dice() throws Exception {
        SplittableRandom dice = new SplittableRandom(SEED);

        assertThat(identify(nanos -> dice.nextInt(3) > 0).confidence()).isNotEqualTo(Confidence.HIGH);
    }

    @Test
    void leaves_a_key_alone_that_others_use_when_probing_prolongs_its_block() throws Exception {
        Plan shared = new Plan(600, 900, 200, 16, SEED, false);

        Identification done = new Inquiry(target(Deciding.blocking(8, 2_000, 5_000, true)), shared).run();

        assertThat(done.stopped()).contains("others use this key");
        assertThat(done.journal().entries().size()).isLessThan(150);
    }

    @Test
    void never_sends_more_than_its_plan_allows() throws Exception {
        VirtualTarget target = target(Deciding.cellRate(50, 30));

        Identification done = new Inquiry(target, Plan.usual(SEED).within(100)).run();

        assertThat(target.sent()).isLessThanOrEqualTo(100);
        assertThat(done.stopped()).contains("the budget of 100 requests is spent");
        assertThat(done.confidence()).isNotEqualTo(Confidence.HIGH);
    }

    @Test
    void does_not_wait_for_longer_than_its_plan_allows() throws Exception {
        VirtualTarget target = target(Deciding.firstHitWindow(10, 3_600_000));
        long begin = target.clock().nanos();

        Identification done = new Inquiry(target, Plan.usual(SEED)).run();

        assertThat((target.clock().nanos() - begin) / 1e9).isLessThanOrEqualTo(121);
        assertThat(done.enforced()).isTrue();
        assertThat(done.confidence()).isNotEqualTo(Confidence.HIGH);
    }

    private static LimitVerdict told(Identification done) {
        return new LimitVerdict("YES", done.journal(), List.of(done.section()));
    }

    private static Identification identify(Deciding limiter) throws InterruptedException {
        return inquire(target(limiter));
    }

    private static Identification inquire(VirtualTarget target) throws InterruptedException {
        return new Inquiry(target, Plan.usual(SEED).lasting(Plan.LONGEST)).run();
    }

    private static VirtualTarget target(Deciding limiter) {
        return new VirtualTarget(START, limiter, NEAR, NEAR / 10, SEED).announcing((nanos, admitted) -> Headers.NONE);
    }
}
