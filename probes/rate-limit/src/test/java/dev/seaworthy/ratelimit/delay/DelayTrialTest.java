package dev.seaworthy.ratelimit.delay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Step;
import dev.seaworthy.ratelimit.session.VirtualTarget;
import dev.seaworthy.testkit.Trials;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** Delaying servers of random parameters in virtual time. */
class DelayTrialTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TRIALS = 200;
    private static final Percentage NEAR = Percentage.withPercentage(5);

    @Test
    void measures_queues() {
        Trials.seeded(TRIALS, random -> {
            double rate = between(random, 3, 40);
            int free = 1 + random.nextInt(6);
            int depth = 4 + random.nextInt(14);

            Pacing.Queue found =
                    (Pacing.Queue) judged(random, Waiting.queue(rate, free, depth, 0), between(random, 0.001, 0.04));

            assertThat(found.perSecond()).isCloseTo(rate, NEAR);
            assertThat(found.free()).isEqualTo(free);
            assertThat(found.depth()).isEqualTo(OptionalInt.of(depth));
        });
    }

    @Test
    void measures_queues_without_an_end() {
        Trials.seeded(TRIALS, random -> {
            double rate = between(random, 3, 40);
            int free = 1 + random.nextInt(6);

            Pacing.Queue found =
                    (Pacing.Queue) judged(random, Waiting.queue(rate, free, 1_000, 0), between(random, 0.001, 0.02));

            assertThat(found.perSecond()).isCloseTo(rate, NEAR);
            assertThat(found.depth()).isEmpty();
        });
    }

    @Test
    void measures_cycle_waits() {
        Trials.seeded(TRIALS, random -> {
            int permits = 2 + random.nextInt(9);
            double cycle = between(random, 0.5, 1.5);
            double patience = cycle * between(random, 1.2, 5);

            Pacing pacing = judged(
                    random,
                    Waiting.cycles(permits, cycle, patience, random.nextDouble()),
                    between(random, 0.001, 0.02));

            assertThat(pacing)
                    .as("%d per %f, patience %f", permits, cycle, patience)
                    .isInstanceOf(Pacing.CycleWait.class);
            Pacing.CycleWait found = (Pacing.CycleWait) pacing;
            assertThat(found.permits()).isEqualTo(permits);
            assertThat(found.cycleSeconds().orElseThrow()).isCloseTo(cycle, NEAR);
        });
    }

    @Test
    void measures_delays_that_grow() {
        Trials.seeded(TRIALS, random -> {
            int free = 1 + random.nextInt(12);
            double step = between(random, 0.05, 0.3);
            double cap = step * between(random, 4, 9);

            Pacing.Progressive found =
                    (Pacing.Progressive) judged(random, Waiting.growing(free, step, cap), between(random, 0.001, 0.04));

            assertThat(found.free()).isEqualTo(free);
            assertThat(found.stepSeconds()).isCloseTo(step, NEAR);
            assertThat(found.capSeconds().orElseThrow()).isCloseTo(cap, NEAR);
        });
    }

    @Test
    void calls_a_constant_delay_one_that_grows_once() {
        Trials.seeded(TRIALS, random -> {
            int free = 1 + random.nextInt(8);
            double delay = between(random, 0.3, 1);

            Pacing.Progressive found = (Pacing.Progressive)
                    judged(random, Waiting.growing(free, delay, delay), between(random, 0.001, 0.04));

            assertThat(found.stepSeconds()).isCloseTo(delay, NEAR);
            assertThat(found.capSeconds().orElseThrow()).isCloseTo(delay, NEAR);
        });
    }

    @Test
    void counts_what_may_be_under_way_at_once() {
        Trials.seeded(TRIALS, random -> {
            int permits = 1 + random.nextInt(14);

            Pacing found = judged(
                    random, Waiting.semaphore(permits, between(random, 0.08, 0.3)), between(random, 0.001, 0.04));

            assertThat(found)
                    .isInstanceOfSatisfying(
                            Pacing.ConcurrencyCap.class,
                            cap -> assertThat(cap.cap()).isEqualTo(permits));
        });
    }

    @Test
    void sees_no_delay_where_there_is_none() {
        Trials.seeded(TRIALS, random -> {
            Pacing found =
                    judged(random, Waiting.unlimited(random.nextBoolean() ? 0 : 0.15), between(random, 0.001, 0.04));

            assertThat(found).isEqualTo(new Pacing.NoneSeen(14, 16, false));
        });
    }

    @Test
    void mistakes_no_limit_on_the_rate_for_a_delay_or_a_cap() {
        Trials.seeded(2 * TRIALS, random -> {
            Waiting limiter = random.nextBoolean()
                    ? Waiting.bucket(5 + random.nextInt(50), between(random, 1, 40))
                    : Waiting.window(5 + random.nextInt(100), between(random, 0.5, 5));

            assertThat(judged(random, limiter, between(random, 0.001, 0.04)))
                    .isInstanceOfAny(Pacing.NoneSeen.class, Pacing.RateAtOnce.class);
        });
    }

    @Test
    void says_that_workers_may_be_the_reason() {
        Pacing several = judged(new Random(1), Waiting.workers(3, 0.15), 0.005);
        Pacing one = judged(new Random(1), Waiting.workers(1, 0.15), 0.005);

        assertThat(several).isInstanceOfSatisfying(Pacing.CycleWait.class, wait -> {
            assertThat(wait.permits()).isEqualTo(3);
            assertThat(wait.perhapsWork()).isTrue();
        });
        assertThat(one)
                .isInstanceOfSatisfying(
                        Pacing.Queue.class,
                        queue -> assertThat(queue.perhapsWork()).isTrue());
    }

    @Test
    void suspects_a_delay_after_a_burst() {
        Trials.seeded(TRIALS, random -> {
            assertThat(suspected(random, Waiting.queue(5, 3, 10, 0))).isTrue();
            assertThat(suspected(random, Waiting.growing(10, 0.1, 0.8))).isTrue();
            assertThat(suspected(random, Waiting.cycles(8, 1, 2, 0.3))).isTrue();
            assertThat(suspected(random, Waiting.unlimited(0))).isFalse();
            assertThat(suspected(random, Waiting.unlimited(0.15))).isFalse();
            assertThat(suspected(random, Waiting.window(20, 2))).isFalse();
        });
    }

    @Test
    void knows_a_growing_delay_by_the_burst_before_it() throws Exception {
        Session session = session(new Random(3), Waiting.growing(9, 0.1, 0.5), 0.01, Plan.usual(1));
        session.enter(Stage.EXPERIMENT);
        session.run(new Step(0, 30, 3, 1));

        new DelayTrial(session).run();

        Pacing.Progressive found =
                (Pacing.Progressive) DelayTrial.judge(session.journal(Map.of())).orElseThrow();
        assertThat(found.free()).isEqualTo(9);
        assertThat(found.capSeconds().orElseThrow()).isEqualTo(0.5, within(0.02));
        assertThat(DelayTrial.neverRefused(session.journal(Map.of()))).isTrue();
    }

    @Test
    void judges_again_what_it_stored_and_says_it_in_words() throws Exception {
        Session session = session(new Random(5), Waiting.queue(5, 1, 8, 0), 0.002, Plan.usual(1));
        new DelayTrial(session).run();
        Journal journal = session.journal(Map.of());

        Pacing found = DelayTrial.judge(journal).orElseThrow();

        assertThat(DelayTrial.judge(Journal.read(journal.lines()))).contains(found);
        assertThat(found.section().lines().get(0).content())
                .matches("queue: (5|[45]\\.\\d+)/s, 1 at once, 8 wait, more are refused");
        assertThat(found.section().json().at("/delay/kind").asText()).isEqualTo("QUEUE");
        assertThat(found.section().json().at("/delay/depth").asInt()).isEqualTo(8);
        assertThat(journal.entries()).hasSizeLessThanOrEqualTo(80);
    }

    @Test
    void judges_what_the_budget_allowed() throws Exception {
        Session session = session(
                new Random(5), Waiting.unlimited(0), 0.002, Plan.usual(1).within(40));

        new DelayTrial(session).run();

        Journal journal = session.journal(Map.of());
        assertThat(journal.stops().get(Stage.DELAY)).contains("40 requests");
        assertThat(DelayTrial.judge(journal)).contains(new Pacing.NoneSeen(14, 8, false));
        assertThat(DelayTrial.judge(session(new Random(5), Waiting.unlimited(0), 0.002, Plan.usual(1))
                        .journal(Map.of())))
                .as("not tried")
                .isEmpty();
    }

    @Test
    void stops_when_the_target_goes_down() throws Exception {
        VirtualTarget target = new VirtualTarget(START, nanos -> true, 0.002, 0.0002, 1).failingAfter(10);
        Session session = new Session(target, Plan.usual(1));

        new DelayTrial(session).run();

        Journal journal = session.journal(Map.of());
        assertThat(journal.stops().get(Stage.DELAY)).contains("the target failed 3 of the last 13");
        assertThat(DelayTrial.judge(journal)).contains(new Pacing.NoneSeen(10, 0, false));
    }

    private static boolean suspected(Random random, Waiting server) throws Exception {
        Session session = session(random, server, between(random, 0.001, 0.04), Plan.usual(1));
        session.enter(Stage.EXPERIMENT);
        session.run(new Step(0, 60, 3, 1));
        return DelayTrial.suspects(session.journal(Map.of()));
    }

    private static Pacing judged(Random random, Waiting server, double roundTrip) {
        Session session = session(random, server, roundTrip, Plan.usual(1));
        try {
            new DelayTrial(session).run();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(session.journal(Map.of()).stops()).isEmpty();
        return DelayTrial.judge(session.journal(Map.of())).orElseThrow();
    }

    private static Session session(Random random, Waiting server, double roundTrip, Plan plan) {
        return new Session(new WaitingTarget(server, roundTrip, between(random, 0.0002, 0.003), random), plan);
    }

    private static double between(Random random, double low, double high) {
        return low + (high - low) * random.nextDouble();
    }
}
