package dev.seaworthy.ratelimit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.testkit.Trials;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LimiterTest {
    private static final double EXACT = 0;

    private static final List<Limiter> ALL = List.of(
            new FixedGrid(5, 2, 0.5),
            new FixedFirst(5, 2),
            new Blocking(5, 2, 3, false),
            new Blocking(5, 2, 3, true),
            new SlidingLog(5, 2, false),
            new SlidingLog(5, 2, true),
            new Weighted(5, 2, 0.5, false, false, Weighted.Rounding.OPEN),
            new Weighted(5, 2, 0, true, false, Weighted.Rounding.OPEN),
            new Weighted(5, 2, 0, true, true, Weighted.Rounding.OPEN),
            new Bucket(5, 2, 5),
            new LumpBucket(5, 2, 1, 0.25),
            new FloorBucket(5, 2),
            new Both(new Bucket(5, 2, 5), new FixedFirst(9, 6)),
            new Either(new FixedFirst(2, 1), new FixedFirst(3, 5)));

    @Test
    void admits_its_capacity_at_once_after_a_rest_and_no_more() {
        for (Limiter limiter : ALL) {
            LimiterState state = limiter.start();
            assertThat(burst(state, 100)).as("%s from birth", limiter).isEqualTo((int) limiter.capacity());
            double rested = 100 + 2 * limiter.recovery() + 0.1;
            assertThat(burst(state, rested)).as("%s after a rest", limiter).isEqualTo((int) limiter.capacity());
        }
    }

    @Test
    void never_turns_stricter_while_nothing_is_sent() {
        Trials.seeded(300, random -> {
            Limiter limiter = ALL.get(random.nextInt(ALL.size()));
            LimiterState state = limiter.start();
            double t = wander(state, random);
            boolean before = false;
            for (int i = 0; i < 200; i++) {
                boolean now = state.admits(t + i * 0.05);
                assertThat(now || !before).as("%s at %s", limiter, t + i * 0.05).isTrue();
                before = now;
            }
        });
    }

    @Test
    void explains_what_it_decided_itself() {
        Trials.seeded(300, random -> {
            Limiter limiter = ALL.get(random.nextInt(ALL.size()));
            LimiterState deciding = limiter.start();
            LimiterState watching = limiter.start();
            double t = 100;
            for (int i = 0; i < 200; i++) {
                t += random.nextInt(10) == 0 ? 3 * random.nextDouble() : 0.05 * random.nextDouble();
                boolean admitted = deciding.decide(t);
                assertThat(watching.explains(t, 1e-9, admitted))
                        .as("%s at %s", limiter, t)
                        .isTrue();
                watching.observe(t, 1e-9, admitted);
            }
        });
    }

    @Test
    void goes_its_own_way_as_a_copy() {
        Trials.seeded(100, random -> {
            for (Limiter limiter : ALL) {
                LimiterState state = limiter.start();
                double t = wander(state, random);
                LimiterState copy = state.copy();
                int expected = burst(copy, t + 0.7);
                assertThat(burst(state, t + 0.7)).as(limiter.toString()).isEqualTo(expected);
                assertThat(state.copy().admits(t + 0.7)).isFalse();
            }
        });
    }

    @Test
    void returns_a_window_at_the_grid_or_after_its_first_request() {
        LimiterState grid = drained(new FixedGrid(3, 4, 1), 2.5);
        assertThat(grid.admits(4.99)).isFalse();
        assertThat(grid.admits(5.01)).isTrue();

        LimiterState first = drained(new FixedFirst(3, 4), 2.5);
        assertThat(first.admits(6.49)).isFalse();
        assertThat(first.admits(6.51)).isTrue();
    }

    @Test
    void returns_only_what_has_aged_out_of_a_log() {
        LimiterState log = new SlidingLog(4, 4, false).start();
        burst(log, 10, 2);
        burst(log, 12, 9);
        assertThat(burst(log, 14.01)).isEqualTo(2);
        assertThat(burst(log, 16.01)).isEqualTo(2);
    }

    @Test
    void stays_shut_under_polling_where_refusals_count() {
        for (Limiter limiter : List.of(new SlidingLog(3, 2, true), new Blocking(3, 2, 2, true))) {
            LimiterState state = drained(limiter, 10);
            for (double t = 10.1; t < 20; t += 0.3) {
                assertThat(state.decide(t)).as("%s at %s", limiter, t).isFalse();
            }
            assertThat(state.admits(22.5)).isTrue();
        }
    }

    @Test
    void ends_a_block_by_its_first_refusal() {
        LimiterState state = drained(new Blocking(3, 1, 5, false), 10);
        for (double t = 11; t < 14.9; t += 0.5) {
            assertThat(state.decide(t)).isFalse();
        }
        assertThat(state.admits(14.99)).isFalse();
        assertThat(burst(state, 15.01)).isEqualTo(3);
    }

    @Test
    void lets_the_last_window_weigh_less_and_less() {
        LimiterState counter = drained(new Weighted(10, 4, 0, false, false, Weighted.Rounding.OPEN), 3);
        assertThat(counter.admits(3.9)).isFalse();
        assertThat(burst(counter, 6)).isBetween(5, 6);
    }

    @Test
    void tells_a_counter_that_drops_the_fraction_from_one_that_keeps_it() {
        double quarter = 5;
        LimiterState dropping = drained(new Weighted(10, 4, 0, false, false, Weighted.Rounding.DROPPED), 3);
        LimiterState keeping = drained(new Weighted(10, 4, 0, false, false, Weighted.Rounding.KEPT), 3);
        LimiterState open = drained(new Weighted(10, 4, 0, false, false, Weighted.Rounding.OPEN), 3);
        for (LimiterState state : List.of(dropping, keeping, open)) {
            state.observe(quarter, EXACT, true);
            state.observe(quarter, EXACT, true);
        }

        assertThat(dropping.explains(quarter, EXACT, true))
                .as("7.5 and 2 are below 10")
                .isTrue();
        assertThat(dropping.explains(quarter, EXACT, false)).isFalse();
        assertThat(keeping.explains(quarter, EXACT, true))
                .as("7.5 and 3 are above 10")
                .isFalse();
        assertThat(keeping.explains(quarter, EXACT, false)).isTrue();
        assertThat(open.explains(quarter, EXACT, true)).isTrue();
        assertThat(open.explains(quarter, EXACT, false)).isTrue();
    }

    @Test
    void lets_a_refusal_under_way_with_the_comeback_have_come_first() {
        Map<Limiter, Double> comebacks =
                Map.of(new FixedGrid(3, 4, 0), 12.0, new FixedFirst(3, 4), 14.0, new LumpBucket(5, 2, 1, 0), 11.0);
        comebacks.forEach((limiter, comeback) -> {
            LimiterState state = drained(limiter, 10);
            double error = 0.01;
            state.observe(comeback + 0.001, error, true);

            assertThat(state.mayRefuse(comeback + 0.003, error))
                    .as("%s", limiter)
                    .isTrue();
            assertThat(state.mayRefuse(comeback + 0.5, error)).as("%s", limiter).isFalse();
            state.observe(comeback + 0.003, error, false);
            assertThat(state.admits(comeback + 0.5)).as("%s has more", limiter).isTrue();
        });
    }

    @Test
    void refills_evenly_in_lumps_or_rounded_down() {
        LimiterState even = drained(new Bucket(10, 4, 10), 10);
        assertThat(even.admits(10.24)).isFalse();
        assertThat(burst(even, 11)).isEqualTo(4);

        LimiterState lumps = drained(new LumpBucket(10, 4, 1, 0.5), 10);
        assertThat(lumps.admits(10.49)).isFalse();
        assertThat(burst(lumps, 10.51)).isEqualTo(4);

        LimiterState floored = drained(new FloorBucket(10, 4), 10);
        assertThat(floored.decide(10.45)).isTrue();
        assertThat(floored.admits(10.65))
                .as("the fraction left at 10.45 is lost")
                .isFalse();
        assertThat(floored.admits(10.71)).isTrue();
    }

    @Test
    void begins_cold_where_it_is_told_to() {
        LimiterState cold = new Bucket(6, 2, 1).start();
        assertThat(burst(cold, 10)).isEqualTo(1);
        assertThat(burst(cold, 20)).isEqualTo(6);
    }

    @Test
    void charges_both_or_neither_and_helps_out_in_turn() {
        LimiterState both = new Both(new FixedFirst(3, 1), new FixedFirst(5, 10)).start();
        assertThat(burst(both, 10)).isEqualTo(3);
        assertThat(burst(both, 11.1)).isEqualTo(2);
        assertThat(burst(both, 12.2)).isZero();
        assertThat(burst(both, 20.1)).isEqualTo(3);

        LimiterState either = new Either(new FixedFirst(2, 1), new FixedFirst(3, 5)).start();
        assertThat(burst(either, 10)).isEqualTo(5);
        assertThat(burst(either, 11.1)).isEqualTo(2);
        assertThat(burst(either, 15.1)).isEqualTo(5);
    }

    @Test
    void follows_what_was_observed_against_its_own_opinion() {
        for (Limiter limiter : ALL) {
            LimiterState state = drained(limiter, 100);
            state.observe(100.01, EXACT, true);
            state.observe(100.02, EXACT, false);
            assertThat(state.admits(100.03)).as(limiter.toString()).isFalse();
        }
    }

    @Test
    void leaves_open_on_which_side_of_a_boundary_an_admission_fell() {
        LimiterState grid = new FixedGrid(3, 4, 0).start();
        grid.observe(7.999, 0.01, true);
        grid.observe(8.02, 0.01, true);
        grid.observe(8.03, 0.01, true);
        assertThat(grid.mayRefuse(8.04, 0.01)).isTrue();
        assertThat(grid.mayAdmit(8.04, 0.01)).isTrue();
        grid.observe(8.04, 0.01, true);
        assertThat(grid.mayAdmit(8.05, 0.01)).isFalse();
    }

    private static LimiterState drained(Limiter limiter, double t) {
        LimiterState state = limiter.start();
        assertThat(burst(state, t)).isEqualTo((int) limiter.capacity());
        return state;
    }

    private static double wander(LimiterState state, Random random) {
        double t = 100;
        for (int i = 0; i < 60; i++) {
            t += random.nextInt(8) == 0 ? 2 * random.nextDouble() : 0.03 * random.nextDouble();
            state.decide(t);
        }
        return t;
    }

    private static int burst(LimiterState state, double t) {
        return burst(state, t, 60);
    }

    private static int burst(LimiterState state, double t, int most) {
        int admitted = 0;
        for (int i = 0; i < most && state.decide(t); i++) {
            admitted++;
        }
        return admitted;
    }
}
