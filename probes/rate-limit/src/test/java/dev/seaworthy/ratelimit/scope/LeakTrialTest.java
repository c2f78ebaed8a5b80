package dev.seaworthy.ratelimit.scope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.ratelimit.verdict.Section;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class LeakTrialTest {
    private static final Plan PLAN = Plan.usual(1);

    private static VirtualGate gate(double roundTrip, Supplier<Deciding> limiter) {
        return new VirtualGate(VirtualGate.Sent::token, limiter, roundTrip, roundTrip / 10, 7);
    }

    private static Journal run(VirtualGate gate, Known known, Plan plan, boolean apart) throws InterruptedException {
        Session session = new Session(gate, plan);
        new LeakTrial(session, known, apart).run();
        return session.journal(Map.of());
    }

    private static JsonNode leak(VirtualGate gate, Known known) throws InterruptedException {
        return LeakTrial.judge(run(gate, known, PLAN, false), known).json().get("leak");
    }

    @Test
    void finds_a_limiter_that_looks_before_it_counts() throws Exception {
        Known known = Known.window(10, 3, 4);
        VirtualGate gate = gate(0.002, () -> Deciding.firstHitWindow(10, 3000)).racing();
        Section section = LeakTrial.judge(run(gate, known, PLAN, false), known);

        assertThat(section.json().toString())
                .isEqualTo("{\"leak\":{\"volley\":25,\"tries\":[25,25,25,25,25],\"quota\":10,"
                        + "\"refillAllowance\":0,\"max\":15}}");
        assertThat(section.lines().get(0).content())
                .isEqualTo("15 too many: 5 volleys admitted 25, 25, 25, 25, 25 of 25 at once, quota 10  [HIGH]");
    }

    @Test
    void finds_nothing_in_one_that_counts_right() throws Exception {
        Known known = Known.window(10, 3, 4);
        Section section =
                LeakTrial.judge(run(gate(0.002, () -> Deciding.firstHitWindow(10, 3000)), known, PLAN, false), known);

        assertThat(section.json().at("/leak/max").asInt()).isZero();
        assertThat(section.lines().get(0).content())
                .isEqualTo("none seen: 5 volleys admitted 10, 10, 10, 10, 10 of 25 at once, quota 10");
    }

    @Test
    void allows_for_what_a_bucket_is_refilled_with_meanwhile() throws Exception {
        Known known = Known.bucket(8, 40, 8);
        JsonNode leak = leak(gate(0.08, () -> Deciding.cellRate(8, 40)), known);

        assertThat(leak.get("max").asInt()).isZero();
        assertThat(leak.get("refillAllowance").asInt()).isPositive();
        JsonNode racing = leak(gate(0.08, () -> Deciding.cellRate(8, 40)).racing(), known);
        assertThat(racing.get("max").asInt()).isPositive();
    }

    @Test
    void allows_a_whole_lump_where_a_tick_is_known_to_fall() throws Exception {
        // The first volley of a session is sent shortly before a tick.
        Instant start = Instant.parse("2026-01-01T00:00:00.950Z");
        Supplier<Deciding> lumps = () -> Deciding.lumps(16, 4, 1000, 0);
        VirtualGate gate = new VirtualGate(start, VirtualGate.Sent::token, lumps, 0.08, 0.01, 7);
        Known told = Known.lumps(16, 4, 1, 0.05, 4);
        Journal journal = run(gate, told, PLAN, false);
        JsonNode leak = LeakTrial.judge(journal, told).json().get("leak");

        assertThat(leak.at("/tries/0").asInt()).isEqualTo(20);
        assertThat(leak.get("refillAllowance").asInt()).isEqualTo(4);
        assertThat(leak.get("max").asInt()).isZero();
        // Were there no tick at that time, it would be a leak.
        Known elsewhere = Known.lumps(16, 4, 1, 0.6, 4);
        assertThat(LeakTrial.judge(journal, elsewhere).json().at("/leak/max").asInt())
                .isEqualTo(4);
    }

    @Test
    void does_not_put_every_leak_down_to_ticks_of_which_nobody_knows_when_they_fall() throws Exception {
        Known known = Known.grid(10, 5, null, 4);
        JsonNode leak = leak(gate(0.002, () -> Deciding.gridWindow(13, 5000, 0)), known);

        assertThat(leak.get("tries").toString()).isEqualTo("[13,13,13,13,13]");
        assertThat(leak.get("max").asInt()).isEqualTo(3);
    }

    @Test
    void sends_no_more_than_200_at_once_and_then_only_three_times() throws Exception {
        Known known = Known.window(120, 3, 16);
        Plan plan = new Plan(2000, 300, 200, 16, 1, true);
        Journal journal =
                run(gate(0.002, () -> Deciding.firstHitWindow(120, 3000)).racing(), known, plan, false);
        JsonNode leak = LeakTrial.judge(journal, known).json().get("leak");

        assertThat(leak.get("tries").toString()).isEqualTo("[200,200,200]");
        assertThat(leak.get("max").asInt()).isEqualTo(80);
        assertThat(LeakTrial.estimate(known)).isEqualTo(600);
    }

    @Test
    void does_not_try_what_could_not_show_anything() throws Exception {
        Known large = Known.window(500, 3, 16);
        Journal none = run(gate(0.002, () -> Deciding.firstHitWindow(500, 3000)), large, PLAN, false);
        Section section = LeakTrial.judge(none, large);

        assertThat(none.entries()).isEmpty();
        assertThat(section.json().get("leak").isNull()).isTrue();
        assertThat(section.lines().get(0).content()).contains("not tried").contains("quota of 500");
    }

    @Test
    void makes_do_with_what_the_budget_leaves() throws Exception {
        Known known = Known.window(30, 3, 4);
        VirtualGate gate = gate(0.002, () -> Deciding.firstHitWindow(30, 3000)).racing();
        Journal journal = run(gate, known, new Plan(110, 120, 50, 16, 1, true), false);
        Section section = LeakTrial.judge(journal, known);

        assertThat(section.json().at("/leak/tries").toString()).isEqualTo("[65,45]");
        assertThat(section.json().at("/leak/max").asInt()).isEqualTo(35);
        assertThat(journal.stops().get(Stage.LEAK)).contains("budget of 110 requests leaves 0");
        assertThat(section.lines().get(1).content()).startsWith("ended early: ");
    }

    @Test
    void takes_users_with_a_quota_of_their_own_where_a_rest_would_take_too_long() throws Exception {
        Known known = Known.window(10, 60, 4);
        Plan plan = new Plan(600, 50, 50, 16, 1, true);
        VirtualGate gate =
                gate(0.002, () -> Deciding.firstHitWindow(10, 60_000)).racing();
        Session session = new Session(gate, plan);
        session.send(Variation.of("T2@A", 1, 0));
        session.send(Variation.CONTROL);
        new LeakTrial(session, known, true).run();
        Journal journal = session.journal(Map.of());

        assertThat(journal.of(Stage.LEAK))
                .hasSize(25)
                .allMatch(entry -> entry.variation().equals("T3@A"));
        assertThat(LeakTrial.judge(journal, known).json().at("/leak/max").asInt())
                .isEqualTo(15);
        assertThat(journal.stops().get(Stage.LEAK)).contains("silence");
    }

    @Test
    void leaves_the_key_free_or_says_when_it_will_be() throws Exception {
        Known known = Known.window(10, 3, 4);
        VirtualGate gate = gate(0.002, () -> Deciding.firstHitWindow(10, 3000));
        Session session = new Session(gate, PLAN);
        new LeakTrial(session, known, false).run();
        new RestTrial(session, known).run();
        assertThat(RestTrial.judge(session.journal(Map.of()), known)
                        .lines()
                        .get(0)
                        .content())
                .isEqualTo("yes: a request was admitted at the end");

        Session shorter = new Session(gate(0.002, () -> Deciding.firstHitWindow(10, 3000)), PLAN.lasting(2));
        new LeakTrial(shorter, known, false).run();
        new RestTrial(shorter, known).run();
        Section late = RestTrial.judge(shorter.journal(Map.of()), known);
        assertThat(late.json()).isEmpty();
        assertThat(late.lines().get(0).content())
                .startsWith("by 2026-01-01T00:00:04Z at the latest, not waited for: the budget of 2 s");
    }

    @Test
    void says_that_a_key_does_not_come_back() throws Exception {
        Known known = Known.window(10, 3, 4);
        Session session = new Session(gate(0.002, () -> nanos -> false), PLAN);
        new RestTrial(session, known).run();

        assertThat(session.journal(Map.of()).stops().get(Stage.REST)).contains("still refused after 2 silences");
    }
}
