package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.recording.Books.Imbalance;
import dev.seaworthy.recording.Books.Law;
import dev.seaworthy.recording.HealthSample.Arrivals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BooksTest {
    private static final int TICKS = 1000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_books_of_an_honest_instrument_balance_whatever_the_target_does(long seed) {
        Books.Audit audit = Books.audit(simulated(seed, 30));

        assertThat(audit.imbalances()).isEmpty();
        assertThat(audit.checked()).isEqualTo(30);
    }

    @Test
    void one_lost_arrival_is_found() {
        List<HealthSample> samples = simulated(1, 10);
        samples.set(4, with(samples.get(4), Law.ARRIVALS));

        assertThat(Books.audit(samples).imbalances())
                .containsExactly(new Imbalance(samples.get(4).at(), "steady", Law.ARRIVALS, 1));
    }

    @Test
    void one_lost_turn_is_found() {
        List<HealthSample> samples = simulated(1, 10);
        samples.set(4, with(samples.get(4), Law.TURNS));

        assertThat(Books.audit(samples).imbalances())
                .containsExactly(new Imbalance(samples.get(4).at(), "steady", Law.TURNS, -1));
    }

    /** The fault of a clock that begins when a late request is sent at last, and leaves out how long it was in hand. */
    @Test
    void times_that_are_too_short_for_the_number_in_flight_are_found() {
        List<HealthSample> samples = new ArrayList<>();
        for (HealthSample sample : simulated(2, 30)) {
            samples.add(with(sample, Law.LITTLE));
        }

        assertThat(Books.audit(samples).imbalances()).isNotEmpty().allMatch(imbalance -> imbalance.law() == Law.LITTLE);
    }

    @Test
    void a_busy_time_that_nobody_was_in_flight_for_is_found() {
        HealthSample sample = sample("steady", 0, new Arrivals(100, 100, 0, 0, 0, 0, 100, 0, 0, 1, 10));

        assertThat(Books.audit(List.of(sample)).imbalances())
                .extracting(Imbalance::law)
                .containsExactly(Law.LITTLE);
    }

    @Test
    void each_phase_begins_with_empty_books() {
        HealthSample first = sample("one", 0, new Arrivals(10, 8, 0, 0, 0, 2, 5, 0, 3, 3, 1));
        HealthSample next = sample("two", 1, new Arrivals(10, 10, 0, 0, 0, 0, 10, 0, 0, 1, 1));

        assertThat(Books.audit(List.of(first, next)).imbalances()).isEmpty();
        assertThat(Books.audit(List.of(first, sample("one", 1, next.arrivals())))
                        .imbalances())
                .extracting(Imbalance::law, Imbalance::off)
                .contains(org.assertj.core.groups.Tuple.tuple(Law.ARRIVALS, 2.0))
                .contains(org.assertj.core.groups.Tuple.tuple(Law.TURNS, 3.0));
    }

    @Test
    void nothing_is_claimed_about_a_hole() {
        List<HealthSample> samples = simulated(3, 20);
        samples.remove(9);
        samples.remove(9);

        Books.Audit audit = Books.audit(samples);

        assertThat(audit.imbalances()).isEmpty();
        assertThat(audit.checked()).isEqualTo(17);
    }

    @Test
    void no_samples_balance_and_say_that_nothing_was_checked() {
        assertThat(Books.audit(List.of())).isEqualTo(new Books.Audit(0, List.of()));
    }

    private static HealthSample with(HealthSample sample, Law fault) {
        Arrivals a = sample.arrivals();
        return sample(
                sample.phase(),
                Samples.START.until(sample.at(), java.time.temporal.ChronoUnit.SECONDS) - 1,
                new Arrivals(
                        a.planned() + (fault == Law.ARRIVALS ? 1 : 0),
                        a.sent(),
                        a.late(),
                        a.blocked(),
                        a.shed(),
                        a.waiting(),
                        a.ok() + (fault == Law.TURNS ? 1 : 0),
                        a.failed(),
                        a.inFlight(),
                        a.meanInFlight(),
                        fault == Law.LITTLE ? a.busySeconds() / 2 : a.busySeconds()));
    }

    private static HealthSample sample(String phase, long second, Arrivals arrivals) {
        HealthSample like = Samples.health(phase, second);
        return new HealthSample(
                like.at(), phase, 1, arrivals, like.clocks(), like.canary(), like.process(), like.host());
    }

    /**
     * Users who wait for a free one, are given up on after a while, and whose answers come at random, with a stall of
     * three seconds in the middle, in steps of a millisecond. The number in flight is looked at in every fifth, as the
     * conductor does.
     */
    private static List<HealthSample> simulated(long seed, int seconds) {
        SplittableRandom random = new SplittableRandom(seed);
        Deque<Integer> waiting = new ArrayDeque<>();
        List<int[]> flying = new ArrayList<>();
        List<HealthSample> samples = new ArrayList<>();
        int users = random.nextInt(5, 60);
        int mean = random.nextInt(5, 400);
        for (int second = 0; second < seconds; second++) {
            long[] count = new long[5]; // planned, sent, shed, ok, failed
            double seen = 0;
            double busy = 0;
            for (int tick = 0; tick < TICKS; tick++) {
                int now = second * TICKS + tick;
                boolean stalled = second >= 10 && second < 13;
                for (int[] turn : List.copyOf(flying)) {
                    if (turn[1] <= now && !stalled) {
                        flying.remove(turn);
                        busy += (now - turn[0]) / 1e3;
                        count[random.nextInt(10) == 0 ? 4 : 3]++;
                    }
                }
                for (int due = random.nextInt(3); due > 0 && second < seconds - 1; due--) {
                    waiting.add(now);
                    count[0]++;
                }
                while (!waiting.isEmpty() && now - waiting.peek() > 500) {
                    waiting.poll();
                    count[2]++;
                }
                while (!waiting.isEmpty() && flying.size() < users) {
                    waiting.poll();
                    count[1]++;
                    flying.add(new int[] {now, now + 1 + random.nextInt(2 * mean)});
                }
                seen += tick % 5 == 0 ? flying.size() : 0;
            }
            Arrivals arrivals = new Arrivals(
                    count[0],
                    count[1],
                    0,
                    0,
                    count[2],
                    waiting.size(),
                    count[3],
                    count[4],
                    flying.size(),
                    seen / (TICKS / 5),
                    busy);
            samples.add(sample("steady", second, arrivals));
        }
        return samples;
    }
}
