package dev.seaworthy.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ProportionTest {
    @Test
    void agrees_with_published_clopper_pearson_bounds() {
        assertInterval(0, 10, 0, 0.308497);
        assertInterval(1, 10, 0.002529, 0.445016);
        assertInterval(5, 10, 0.187086, 0.812914);
        assertInterval(10, 10, 0.691503, 1);
    }

    @Test
    void a_bound_makes_the_observation_a_tail_event() {
        // The definition itself, summed term by term rather than through the beta function.
        for (long n : new long[] {1, 7, 40}) {
            for (long k = 0; k <= n; k++) {
                Proportion interval = Proportion.interval(k, n);
                if (k < n) {
                    assertThat(sum(0, k, n, interval.high())).isCloseTo(0.025, within(1e-9));
                }
                if (k > 0) {
                    assertThat(sum(k, n, n, interval.low())).isCloseTo(0.025, within(1e-9));
                }
            }
        }
    }

    @Test
    void covers_at_least_as_often_as_it_says() {
        Random random = new Random(5);
        for (double truth : new double[] {0.005, 0.1, 0.5, 0.97}) {
            int covered = 0;
            for (int trial = 0; trial < 300; trial++) {
                long hits = 0;
                for (int i = 0; i < 120; i++) {
                    hits += random.nextDouble() < truth ? 1 : 0;
                }
                Proportion interval = Proportion.interval(hits, 120);
                covered += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
            }
            assertThat(covered).as("p = %s", truth).isBetween(278, 300);
        }
    }

    @Test
    void stays_exact_for_many_trials() {
        Proportion interval = Proportion.interval(5_000, 1_000_000);
        // Normal approximation, good to a few parts in a thousand of the half width here.
        double half = 1.959964 * Math.sqrt(0.005 * 0.995 / 1e6);
        assertThat(interval.low()).isCloseTo(0.005 - half, within(half * 0.02));
        assertThat(interval.high()).isCloseTo(0.005 + half, within(half * 0.02));
    }

    @Test
    void refuses_what_is_no_proportion() {
        for (long[] pair : new long[][] {{0, 0}, {-1, 5}, {6, 5}}) {
            assertThatThrownBy(() -> Proportion.interval(pair[0], pair[1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void none_of_n_is_below_three_in_n() {
        assertThat(RuleOfThree.upperBound(0)).isEqualTo(1);
        assertThat(RuleOfThree.upperBound(1)).isCloseTo(0.95, within(1e-12));
        assertThat(RuleOfThree.upperBound(100)).isCloseTo(0.029513, within(1e-6));
        for (long n = 1; n < 100_000; n *= 3) {
            double bound = RuleOfThree.upperBound(n);
            assertThat(bound).isLessThan(3.0 / n);
            assertThat(Math.pow(1 - bound, (double) n)).isCloseTo(0.05, within(1e-9));
        }
        assertThatThrownBy(() -> RuleOfThree.upperBound(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertInterval(long k, long n, double low, double high) {
        Proportion interval = Proportion.interval(k, n);
        assertThat(interval.value()).isEqualTo((double) k / n);
        assertThat(interval.low()).isCloseTo(low, within(2e-6));
        assertThat(interval.high()).isCloseTo(high, within(2e-6));
    }

    private static double sum(long from, long to, long n, double p) {
        double sum = 0;
        for (long k = from; k <= to; k++) {
            double term = 1;
            for (long i = 1; i <= k; i++) {
                term *= (double) (n - k + i) / i;
            }
            sum += term * Math.pow(p, (double) k) * Math.pow(1 - p, (double) (n - k));
        }
        return sum;
    }
}
