package dev.seaworthy.statistics;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Percentiles with error bars for one run.
 *
 * <p>Requests of one run are not independent: a pause makes hundreds slow at once, and an interval that ignores that is
 * several times too narrow. Therefore batch means with Woodruff's inversion, the variant for one run: the seconds are cut
 * into {@link #BATCHES} consecutive batches of as equal length as can be; the spread of the batches' counts at or below
 * the estimate gives the standard error of the cumulative share,
 * {@code se = sqrt(nb/(nb-1) * sum((X_b - mean X)^2)) / N} with {@code X_b = n_b(<= q) - F(q) * n_b}; and the bounds are
 * the values at the shares {@code p -+ t(0.975, nb-1) * se}. No randomness: the same answer every time.
 *
 * <p>With fewer than {@link #BATCHES} batches of {@link #BATCH_SECONDS} seconds the binomial order-statistic interval
 * stands in, which assumes independence and is too narrow for a target that stalls.
 *
 * <p>Batches must outlast what ties seconds together. In simulated runs the interval of nominally 95 % covered the true
 * median in 81 % of cases when batches of 10 s met a level correlated over some 20 s; longer runs have longer batches.
 *
 * <p>A quantile is resolvable from {@code ceil(10/(1-q))} values on, and likewise at the lower end: ten beyond it on
 * either side. Histograms hold nanoseconds.
 */
public final class Percentiles {
    /** How many batches a run is cut into. */
    public static final int BATCHES = 15;
    /** The least length of a batch: longer than the pauses that tie requests together. */
    public static final int BATCH_SECONDS = 10;

    /** Student's t with 14 degrees of freedom, 97.5 %. */
    private static final double T_975_14 = 2.144786687917804;

    private static final double NANOS = 1e9;

    private Percentiles() {}

    /**
     * The percentiles of a merged histogram.
     *
     * @param merged everything
     * @param perSecond the same values by second, in order; read in one pass. A second in which nothing ended may be
     *     absent. Empty if the split was lost, which leaves the binomial interval
     * @param quantiles each above 0 and below 1
     * @return one per quantile, in the same order
     * @throws IllegalArgumentException if the seconds do not add up to the whole, or a quantile is none
     */
    public static List<Percentile> of(Histogram merged, List<Histogram> perSecond, double... quantiles) {
        for (double quantile : quantiles) {
            if (!(quantile > 0 && quantile < 1)) {
                throw new IllegalArgumentException("a quantile is above 0 and below 1, not " + quantile);
            }
        }
        long total = merged.getTotalCount();
        long[] values = new long[quantiles.length];
        for (int i = 0; i < quantiles.length; i++) {
            values[i] = total == 0 ? 0 : valueAt(merged, quantiles[i]);
        }
        Batches batches = total == 0 || perSecond.isEmpty() ? Batches.NONE : Batches.of(merged, perSecond, values);
        List<Percentile> percentiles = new ArrayList<>();
        for (int i = 0; i < quantiles.length; i++) {
            percentiles.add(percentile(merged, quantiles[i], values[i], batches, i));
        }
        return percentiles;
    }

    /** How many values it takes before a quantile can be spoken about. */
    public static long neededFor(double quantile) {
        double rarer = Math.min(quantile, 1 - quantile);
        // 1 - 0.99 is a little more than 0.01: without rounding, p99 would ask for 1,000 and p95 for 201.
        return (long) Math.ceil(Math.round(10 / rarer * 1e6) / 1e6);
    }

    private static Percentile percentile(Histogram merged, double quantile, long value, Batches batches, int which) {
        long total = merged.getTotalCount();
        if (total == 0) {
            return new Percentile(quantile, Double.NaN, Double.NaN, Double.NaN, false);
        }
        double seconds = value / NANOS;
        if (total < neededFor(quantile)) {
            return new Percentile(quantile, seconds, Double.NaN, Double.NaN, false);
        }
        long low;
        long high;
        if (batches.enough()) {
            double margin = T_975_14 * batches.standardErrors()[which];
            low = valueAt(merged, quantile - margin);
            high = valueAt(merged, quantile + margin);
        } else {
            low = valueAtRank(merged, OrderStatistics.lowRank(total, quantile));
            high = valueAtRank(merged, OrderStatistics.highRank(total, quantile));
        }
        return new Percentile(quantile, seconds, Math.min(low, value) / NANOS, Math.max(high, value) / NANOS, true);
    }

    private static long valueAt(Histogram histogram, double share) {
        double bounded = Math.max(0, Math.min(1, share));
        return valueAtRank(histogram, (long) Math.ceil(bounded * histogram.getTotalCount() - 1e-9));
    }

    private static long valueAtRank(Histogram histogram, long rank) {
        long bounded = Math.max(1, Math.min(rank, histogram.getTotalCount()));
        // Half a rank below: HdrHistogram rounds the percentile up to a rank, and must not round past this one.
        double percent = 100.0 * (bounded - 0.5) / histogram.getTotalCount();
        return histogram.getValueAtPercentile(percent);
    }

    /**
     * What the batches say.
     *
     * @param enough whether there were enough, and long enough ones
     * @param standardErrors of the cumulative share at each value
     */
    private record Batches(boolean enough, double[] standardErrors) {
        static final Batches NONE = new Batches(false, new double[0]);

        static Batches of(Histogram merged, List<Histogram> perSecond, long[] values) {
            int seconds = perSecond.size();
            double[][] below = new double[values.length][BATCHES];
            double[] counts = new double[BATCHES];
            int second = 0;
            double total = 0;
            for (Histogram histogram : perSecond) {
                int batch = (int) ((long) second * BATCHES / seconds);
                counts[batch] += histogram.getTotalCount();
                total += histogram.getTotalCount();
                for (int i = 0; i < values.length && histogram.getTotalCount() > 0; i++) {
                    below[i][batch] += histogram.getCountBetweenValues(0, values[i]);
                }
                second++;
            }
            if ((long) total != merged.getTotalCount()) {
                throw new IllegalArgumentException("the seconds hold " + (long) total + " values, the whole "
                        + merged.getTotalCount() + ": not the same recording");
            }
            double[] errors = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                errors[i] = standardError(below[i], counts, total);
            }
            return new Batches(seconds >= BATCHES * BATCH_SECONDS, errors);
        }

        private static double standardError(double[] below, double[] counts, double total) {
            double allBelow = 0;
            for (double count : below) {
                allBelow += count;
            }
            double share = allBelow / total;
            // The deviations sum to zero by construction, so that their mean is zero, too.
            double squares = 0;
            for (int b = 0; b < BATCHES; b++) {
                double deviation = below[b] - share * counts[b];
                squares += deviation * deviation;
            }
            return Math.sqrt(squares * BATCHES / (BATCHES - 1)) / total;
        }
    }
}
