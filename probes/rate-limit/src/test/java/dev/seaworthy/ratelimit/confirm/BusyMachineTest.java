package dev.seaworthy.ratelimit.confirm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Transport;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.ratelimit.session.VirtualTarget;
import dev.seaworthy.testkit.Trials;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** What is sent late because this machine was busy is nobody's fault but ours. */
class BusyMachineTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");

    @Test
    void takes_again_what_was_sent_too_late() throws Exception {
        int[] rests = {0};
        Journal journal = confirm(15, 4_000, false, () -> ++rests[0] == 1 ? 70 : 0);

        Confirmed confirmed = Confirmed.of(journal, declared(15, 4));
        assertThat(confirmed.result()).as(confirmed.text()).isEqualTo(Confirmed.Result.CONFIRMED);
        assertThat(confirmed.form()).isEqualTo(Confirmed.Form.FIXED_WINDOW);
        assertThat(journal.entries().stream().map(entry -> entry.round()).distinct())
                .hasSize(2);
    }

    @Test
    void proves_nothing_where_it_is_always_too_late() throws Exception {
        Journal journal = confirm(15, 1_000, false, () -> 600);

        Confirmed confirmed = Confirmed.of(journal, declared(15, 1));
        assertThat(confirmed.result()).as(confirmed.text()).isEqualTo(Confirmed.Result.UNPROVEN);
        assertThat(journal.stops().get(Stage.CONFIRM)).contains("this machine sent too late");
    }

    @Test
    void never_refutes_the_truth_however_late_it_is() {
        Trials.seeded(300, random -> {
            int quota = 2 + random.nextInt(40);
            int millis = 1_000 + random.nextInt(5_000);
            boolean sliding = random.nextBoolean();
            SplittableRandom late = new SplittableRandom(random.nextLong());
            double latest = millis * 0.7 * random.nextDouble();

            Journal journal = confirm(
                    quota, millis, sliding, () -> late.nextInt(3) > 0 ? 0 : (long) (latest * late.nextDouble()));

            Confirmed confirmed = Confirmed.of(journal, declared(quota, millis / 1e3));
            assertThat(confirmed.result()).as(confirmed.text()).isNotEqualTo(Confirmed.Result.REFUTED);
            assertThat(confirmed.form())
                    .isNotEqualTo(sliding ? Confirmed.Form.FIXED_WINDOW : Confirmed.Form.SLIDING_WINDOW);
        });
    }

    @Test
    void refutes_a_shorter_window_also_when_it_is_late() {
        Trials.seeded(100, random -> {
            SplittableRandom late = new SplittableRandom(random.nextLong());
            int quota = 3 + random.nextInt(40);

            Deciding limiter = Deciding.firstHitWindow(quota, 2_000);
            Declaration longer = declared(quota, 3);
            Journal journal = confirm(limiter, longer, () -> late.nextInt(80));

            assertThat(Confirmed.of(journal, longer).result()).isEqualTo(Confirmed.Result.REFUTED);
        });
    }

    private static Declaration declared(int quota, double seconds) {
        return new Declaration(new Allowance.Window(quota, seconds), 0, "config");
    }

    private static Journal confirm(int quota, int millis, boolean sliding, LongSupplier lateMillis) throws Exception {
        Deciding limiter = sliding ? Deciding.log(quota, millis, false) : Deciding.firstHitWindow(quota, millis);
        return confirm(limiter, declared(quota, millis / 1e3), lateMillis);
    }

    private static Journal confirm(Deciding limiter, Declaration declared, LongSupplier lateMillis) throws Exception {
        Transport target = new Oversleeping(new VirtualTarget(START, limiter, 0.002, 0.0001, 3), lateMillis);
        Session session = new Session(target, Plan.usual(3).lasting(Plan.LONGEST));
        session.enter(Stage.CONFIRM);
        session.step(Confirmation.BURST);
        new Confirmation(session, declared).run(session.volley(1).get(0));
        return session.journal(Map.of());
    }

    /** A transport whose silences last longer than they should. */
    private record Oversleeping(VirtualTarget target, LongSupplier lateMillis) implements Transport {
        @Override
        public List<Answer> volley(List<Variation> requests) {
            return target.volley(requests);
        }

        @Override
        public void rest(Duration silence) {
            target.rest(silence.plusMillis(lateMillis.getAsLong()));
        }

        @Override
        public TimeSource clock() {
            return target.clock();
        }
    }
}
