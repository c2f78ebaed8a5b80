package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.LoadPhase.Shape;
import dev.seaworthy.kernel.Escort;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Schedule;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.kernel.VirtualUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The convoy is confined to its loop, for which this test's thread stands. */
class ConvoyTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private final StandingClock time = new StandingClock();
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final VirtualUser user = new VirtualUser(3);

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    @Test
    void each_escort_has_its_share_of_the_turns_to_within_one_whatever_the_shares_are() {
        Random random = new Random(5);
        for (int trial = 0; trial < 100; trial++) {
            List<TestEscort> escorts = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                escorts.add(new TestEscort("test.escort-" + i, 0.001 + 0.999 * random.nextDouble()));
            }
            int turns = 1 + random.nextInt(5000);

            Convoy convoy = new Convoy(session(escorts), loop);
            convoy.begin(escorted(new Shape.Open(1000)));
            for (int i = 0; i < turns; i++) {
                convoy.sentOff(user, time.nanos());
            }

            for (TestEscort escort : escorts) {
                assertThat((double) escort.ridden().size())
                        .as("trial %d, share %f of %d", trial, escort.share(), turns)
                        .isBetween(turns * escort.share() - 1.001, turns * escort.share() + 1.001);
            }
        }
    }

    @Test
    void escorts_of_one_share_do_not_all_ride_with_the_same_turn() {
        List<TestEscort> escorts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            escorts.add(new TestEscort("test.escort-" + i, 0.01));
        }
        Convoy convoy = new Convoy(session(escorts), loop);
        convoy.begin(escorted(new Shape.Open(1000)));

        List<Long> riders = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            long before = rides(escorts);
            convoy.sentOff(user, time.nanos());
            riders.add(rides(escorts) - before);
        }

        assertThat(rides(escorts)).isEqualTo(50);
        assertThat(riders).allMatch(count -> count <= 1);
    }

    @Test
    void an_escort_starts_when_the_turn_was_meant_to_and_hears_in_which_step_that_is() {
        TestEscort escort = new TestEscort("test.escort", 1);
        long start = time.nanos();
        Convoy convoy = new Convoy(session(List.of(escort)), loop);
        convoy.begin(escorted(new Shape.Ramp(20, 200)));
        // Late, as in a stall: what counts is when the turn was meant to start.
        time.advance(Duration.ofSeconds(9));

        convoy.sentOff(user, start + 100_000_000L);
        convoy.sentOff(user, start + 8_100_000_000L);

        assertThat(escort.ridden())
                .extracting(ridden -> ridden.turn().intendedNanos() - start)
                .containsExactly(100_000_000L, 8_100_000_000L);
        assertThat(escort.ridden()).extracting(ridden -> ridden.step().part()).containsExactly(1, 5);
    }

    @Test
    void nobody_rides_with_the_instruments_own_load() {
        TestEscort escort = new TestEscort("test.escort", 1);
        Convoy convoy = new Convoy(session(List.of(escort)), loop);
        convoy.begin(Shift.open(Schedule.constant(10), time.nanos(), TEN.toNanos()));

        convoy.sentOff(user, time.nanos());

        assertThat(escort.ridden()).isEmpty();
    }

    @Test
    void a_shift_is_not_done_before_its_escorts_are_back() {
        List<Turn> open = new ArrayList<>();
        TestEscort escort = new TestEscort("test.escort", 1, open::add);
        Convoy convoy = new Convoy(session(List.of(escort)), loop);
        Shift shift = escorted(new Shape.Open(0.1));
        convoy.begin(shift);
        shift.depart();
        convoy.sentOff(user, time.nanos());
        shift.returned();
        time.advance(TEN);

        assertThat(shift.isDone(time.nanos())).isFalse();
        TestEscort.end(open.get(0), Outcome.OK);
        assertThat(shift.isDone(time.nanos())).isTrue();
    }

    @Test
    void its_turns_are_in_books_of_their_own() {
        TestEscort escort = new TestEscort(
                "test.escort",
                0.5,
                turn -> TestEscort.end(turn, turn.user().number() == 3 ? Outcome.OK : Outcome.WRONG_ANSWER));
        LoadSession session = session(List.of(escort));
        Convoy convoy = new Convoy(session, loop);
        convoy.begin(escorted(new Shape.Open(10)));
        for (int i = 0; i < 10; i++) {
            convoy.sentOff(i < 4 ? user : new VirtualUser(4), time.nanos());
        }

        OperationTally tally = session.tally("test.escort");
        assertThat(tally.begun()).isEqualTo(5);
        assertThat(tally.succeeded()).isEqualTo(2);
        assertThat(tally.failed()).isEqualTo(3);
        assertThat(session.isEscort("test.escort")).isTrue();
        assertThat(session.loadTallies()).isEmpty();
        assertThat(session.inFlight()).isZero();
    }

    @Test
    void a_fault_of_an_escort_is_recorded_as_the_instruments_and_does_not_reach_the_load() {
        TestEscort escort = new TestEscort("test.escort", 1, turn -> {
            throw new IllegalStateException("on purpose");
        });
        LoadSession session = session(List.of(escort));
        Convoy convoy = new Convoy(session, loop);
        Shift shift = escorted(new Shape.Open(10));
        convoy.begin(shift);

        convoy.sentOff(user, time.nanos());

        assertThat(session.tally("test.escort").failed()).isEqualTo(1);
        assertThat(session.tailings()).containsEntry("faults", 1L);
    }

    @Test
    void what_ends_after_its_shift_is_told_as_too_late() {
        List<Turn> open = new ArrayList<>();
        LoadSession session = session(List.of(new TestEscort("test.escort", 1, open::add)));
        Convoy convoy = new Convoy(session, loop);
        convoy.begin(escorted(new Shape.Open(10)));
        convoy.sentOff(user, time.nanos());

        convoy.end();
        TestEscort.end(open.get(0), Outcome.OK);

        assertThat(session.tailings()).containsEntry("endedTooLate", 1L);
        assertThat(session.tally("test.escort").inFlight()).isEqualTo(1);
    }

    private static long rides(List<TestEscort> escorts) {
        return escorts.stream().mapToLong(escort -> escort.ridden().size()).sum();
    }

    private Shift escorted(Shape shape) {
        LoadPhase phase = new LoadPhase("phase", List.of("test.one"), shape, TEN);
        return Shift.open(
                        shape instanceof Shape.Open open ? Schedule.constant(open.perSecond()) : Schedule.constant(10),
                        time.nanos(),
                        TEN.toNanos())
                .escortedThrough(LoadSteps.of(phase));
    }

    private LoadSession session(List<? extends Escort> escorts) {
        LoadPlan plan = new LoadPlan(
                List.of(),
                OperationCatalog.of(List.of(TestOperation.immediate("test.one"))),
                new LoadPlan.Limits(Duration.ofSeconds(1), 10, 1000),
                0,
                LoadPlan.Engine.standard(),
                List.copyOf(escorts),
                null);
        return new LoadSession(new LoadContextOpener.Opened(plan, new MemorySink(), () -> {}), time);
    }

    /** Stands until it is moved; begins shortly before the overflow, as the monotonic clock may. */
    private static final class StandingClock implements TimeSource {
        private long nanos = Long.MAX_VALUE - 1_000_000_000L;

        void advance(Duration by) {
            nanos += by.toNanos();
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public Instant wallClock() {
            return Instant.EPOCH;
        }
    }
}
