package dev.seaworthy.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PercentilesTest {
    private static final double MEDIAN_SECONDS = 0.020;
    private static final double SIGMA = 0.35;
    /** Standard normal quantiles of 0.5 and 0.95. */
    private static final double[] NORMAL = {0, 1.6448536269514722};

    private static final double[] QUANTILES = {0.5, 0.95};

    @Test
    void an_empty_histogram_gives_no_number() {
        Percentile percentile = Percentiles.of(histogram(), List.of(), 0.5).get(0);
        assertThat(percentile.valueSeconds()).isNaN();
        assertThat(percentile.lowSeconds()).isNaN();
        assertThat(percentile.highSeconds()).isNaN();
        assertThat(percentile.resolvable()).isFalse();
        assertThat(percentile.against(1)).isEqualTo(Percentile.Decision.OPEN);
    }

    @Test
    void a_quantile_needs_ten_values_beyond_it() {
        assertThat(Percentiles.neededFor(0.5)).isEqualTo(20);
        assertThat(Percentiles.neededFor(0.95)).isEqualTo(200);
        assertThat(Percentiles.neededFor(0.99)).isEqualTo(1000);
        assertThat(Percentiles.neededFor(0.999)).isEqualTo(10_000);
        assertThat(Percentiles.neededFor(0.05)).isEqualTo(200);
        Histogram histogram = histogram();
        for (int i = 0; i < 999; i++) {
            histogram.recordValue(1_000_000L + i);
        }
        Percentile unresolved = Percentiles.of(histogram, List.of(), 0.99).get(0);
        assertThat(unresolved.resolvable()).isFalse();
        assertThat(unresolved.highSeconds()).isNaN();
        assertThat(unresolved.valueSeconds()).isCloseTo(0.001, Percentage.withPercentage(1));
        histogram.recordValue(1_000_000L);
        assertThat(Percentiles.of(histogram, List.of(), 0.99).get(0).resolvable())
                .isTrue();
    }

    @Test
    void values_and_binomial_ranks_of_a_known_sample() {
        Histogram histogram = histogram();
        for (int i = 1; i <= 100; i++) {
            histogram.recordValue(i);
        }
        Percentile median = Percentiles.of(histogram, List.of(), 0.5).get(0);
        assertThat(median.valueSeconds()).isEqualTo(50e-9);
        // The tabulated 95 % ranks for the median of 100 are 40 and 61.
        assertThat(median.lowSeconds()).isEqualTo(40e-9);
        assertThat(median.highSeconds()).isEqualTo(61e-9);
        assertThat(median.against(61e-9)).isEqualTo(Percentile.Decision.AT_MOST);
        assertThat(median.against(60e-9)).isEqualTo(Percentile.Decision.OPEN);
        assertThat(median.against(39e-9)).isEqualTo(Percentile.Decision.ABOVE);
    }

    @Test
    void refuses_seconds_that_do_not_add_up_and_quantiles_that_are_none() {
        Histogram one = histogram();
        one.recordValue(5);
        assertThatThrownBy(() -> Percentiles.of(one, List.of(histogram()), 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the same recording");
        for (double none : new double[] {0, 1, -0.5, 95, Double.NaN}) {
            assertThatThrownBy(() -> Percentiles.of(one, List.of(), none)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void the_same_recording_gives_the_same_interval() {
        List<Histogram> seconds = run(new Random(1), new Load(150, 0.9, 0.06));
        assertThat(Percentiles.of(merged(seconds), seconds, QUANTILES))
                .isEqualTo(Percentiles.of(merged(seconds), seconds, QUANTILES));
    }

    @Test
    void covers_the_truth_when_requests_are_independent() {
        // 300 trials at 95 %: 285 expected, standard deviation 3.8.
        int[] covered = covered(300, new Load(150, 0, 0), true);
        assertThat(covered[0]).as("p50").isBetween(273, 297);
        assertThat(covered[1]).as("p95").isBetween(273, 297);
    }

    @Test
    void covers_the_truth_when_seconds_depend_on_each_other() {
        // A level that is forgotten within a batch: nominal 285, with room for what batches share at their seams.
        int[] covered = covered(300, new Load(150, 0.7, 0.06), true);
        assertThat(covered[0]).as("p50").isBetween(264, 297);
        assertThat(covered[1]).as("p95").isBetween(264, 297);
    }

    @Test
    void covers_little_less_when_the_level_outlasts_a_batch() {
        // Correlated over some 20 s with batches of 20 s; nominal 190.
        int[] covered = covered(200, new Load(300, 0.9, 0.06), true);
        assertThat(covered[0]).as("p50").isBetween(175, 199);
        assertThat(covered[1]).as("p95").isBetween(175, 199);
    }

    @Test
    void the_binomial_interval_alone_would_not_cover_it() {
        int[] covered = covered(150, new Load(150, 0.9, 0.06), false);
        assertThat(covered[0]).as("p50").isLessThan(90);
    }

    /** The figures of the class's Javadoc are this test's: 97, 131 and 130 of 300 against 231, 249 and 265. */
    @Test
    void short_runs_that_stall_are_covered_far_better_than_by_the_binomial_interval_alone() {
        double[] quantiles = {0.5, 0.9, 0.99};
        StallingLoad load = new StallingLoad(new Random(20261127));
        Histogram truths = new Histogram(10_000, 10_000_000_000L, 3);
        for (int i = 0; i < 100; i++) {
            load.run(200).forEach(truths::add);
        }
        int trials = 300;
        int[] binomial = new int[3];
        int[] ours = new int[3];
        for (int trial = 0; trial < trials; trial++) {
            List<Histogram> seconds = load.run(30);
            Histogram merged = merged(seconds);
            List<Percentile> alone = Percentiles.of(merged, List.of(), quantiles);
            List<Percentile> split = Percentiles.of(merged, seconds, quantiles);
            for (int i = 0; i < quantiles.length; i++) {
                double truth = truths.getValueAtPercentile(100 * quantiles[i]) / 1e9;
                binomial[i] += covers(alone.get(i), truth) ? 1 : 0;
                ours[i] += covers(split.get(i), truth) ? 1 : 0;
                assertThat(split.get(i).lowSeconds())
                        .isLessThanOrEqualTo(alone.get(i).lowSeconds());
                assertThat(split.get(i).highSeconds())
                        .isGreaterThanOrEqualTo(alone.get(i).highSeconds());
            }
        }
        assertThat(binomial[0]).as("binomial p50").isBetween(60, 120);
        assertThat(binomial[1]).as("binomial p90").isBetween(95, 155);
        assertThat(binomial[2]).as("binomial p99").isBetween(95, 155);
        assertThat(ours[0]).as("p50").isGreaterThan(200);
        assertThat(ours[1]).as("p90").isGreaterThan(215);
        assertThat(ours[2]).as("p99").isGreaterThan(240);
    }

    @Test
    void a_run_below_ten_seconds_has_the_binomial_interval() {
        List<Histogram> seconds = run(new Random(2), new Load(9, 0.9, 0.06));
        assertThat(Percentiles.of(merged(seconds), seconds, QUANTILES))
                .isEqualTo(Percentiles.of(merged(seconds), List.of(), QUANTILES));
    }

    @Test
    void the_noise_floor_lowers_the_lower_bound_and_nothing_else() {
        Percentile percentile = new Percentile(0.99, 0.010, 0.008, 0.013, true);
        assertThat(percentile.joinedWith(0.003)).isEqualTo(new Percentile(0.99, 0.010, 0.005, 0.013, true));
        assertThat(percentile.joinedWith(1).lowSeconds()).isZero();
        assertThat(percentile.joinedWith(0)).isEqualTo(percentile);
        Percentile unresolved = new Percentile(0.99, 0.010, Double.NaN, Double.NaN, false);
        assertThat(unresolved.joinedWith(0.003)).isEqualTo(unresolved);
        assertThatThrownBy(() -> percentile.joinedWith(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> percentile.joinedWith(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static boolean covers(Percentile percentile, double truth) {
        return percentile.lowSeconds() <= truth && truth <= percentile.highSeconds();
    }

    /** How long, how strongly a second's level depends on the last, and how far levels spread. */
    private record Load(int seconds, double phi, double levelSd) {}

    private static int[] covered(int trials, Load load, boolean split) {
        Random random = new Random(20261123);
        double sigma = Math.sqrt(SIGMA * SIGMA + load.levelSd() * load.levelSd());
        int[] covered = new int[QUANTILES.length];
        for (int trial = 0; trial < trials; trial++) {
            List<Histogram> seconds = run(random, load);
            List<Percentile> percentiles = Percentiles.of(merged(seconds), split ? seconds : List.of(), QUANTILES);
            for (int i = 0; i < QUANTILES.length; i++) {
                double truth = MEDIAN_SECONDS * Math.exp(sigma * NORMAL[i]);
                Percentile percentile = percentiles.get(i);
                assertThat(percentile.lowSeconds()).isLessThanOrEqualTo(percentile.valueSeconds());
                if (percentile.lowSeconds() <= truth && truth <= percentile.highSeconds()) {
                    covered[i]++;
                }
            }
        }
        return covered;
    }

    /** Seconds of 40 log-normal requests each, whose level may wander.  */
    private static List<Histogram> run(Random random, Load load) {
        List<Histogram> seconds = new ArrayList<>();
        double level = random.nextGaussian() * load.levelSd();
        for (int second = 0; second < load.seconds(); second++) {
            Histogram histogram = coarse();
            for (int i = 0; i < 40; i++) {
                double time = MEDIAN_SECONDS * Math.exp(level + SIGMA * random.nextGaussian());
                histogram.recordValue(Math.round(time * 1e9));
            }
            seconds.add(histogram);
            level = load.phi() * level
                    + Math.sqrt(1 - load.phi() * load.phi()) * load.levelSd() * random.nextGaussian();
        }
        return seconds;
    }

    private static Histogram merged(List<Histogram> seconds) {
        Histogram merged = coarse();
        seconds.forEach(merged::add);
        return merged;
    }

    /** A shorter range than that of a recording, to be quick; steps of 16 microseconds around the median. */
    private static Histogram coarse() {
        return new Histogram(10_000, 10_000_000_000L, 3);
    }

    private static Histogram histogram() {
        return new Histogram(1, 3_600_000_000_000L, 3);
    }
}
