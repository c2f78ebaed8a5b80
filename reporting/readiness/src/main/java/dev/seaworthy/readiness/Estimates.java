package dev.seaworthy.readiness;

import dev.seaworthy.recording.SecondSlice;
import dev.seaworthy.statistics.Percentile;
import dev.seaworthy.statistics.Percentiles;
import java.util.AbstractList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Percentiles as the report carries them: seconds, and null where nothing can be said. */
final class Estimates {
    /** What the report lists of every operation. */
    static final double[] TABLE = {0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999};

    private Estimates() {}

    static double seconds(long nanos) {
        return nanos / 1e9;
    }

    /**
     * One estimate per quantile, joined with what the instrument itself adds.
     *
     * @param perSecond as {@link Percentiles#of} wants it
     * @param noise of a quantile, in seconds
     */
    static List<Report.Percentile> of(
            Histogram merged, List<Histogram> perSecond, DoubleUnaryOperator noise, double... quantiles) {
        return Percentiles.of(merged, perSecond, quantiles).stream()
                .map(estimate ->
                        row(estimate.joinedWith(noise.applyAsDouble(estimate.quantile())), merged.getTotalCount()))
                .toList();
    }

    /** The table of times that are the instrument's own; of nothing, a table in which nothing is resolvable. */
    static List<Report.Percentile> table(Histogram own) {
        return of(own, List.of(), unused -> 0, TABLE);
    }

    /** One histogram of each second, made at each access as the seconds are. */
    static List<Histogram> each(List<SecondSlice> seconds, Function<SecondSlice, Histogram> which) {
        return new AbstractList<>() {
            @Override
            public Histogram get(int index) {
                return which.apply(seconds.get(index));
            }

            @Override
            public int size() {
                return seconds.size();
            }
        };
    }

    private static Report.Percentile row(Percentile percentile, long n) {
        return new Report.Percentile(
                percentile.quantile(),
                known(percentile.valueSeconds()),
                known(percentile.lowSeconds()),
                known(percentile.highSeconds()),
                percentile.resolvable(),
                Percentiles.neededFor(percentile.quantile()),
                n);
    }

    private static @Nullable Double known(double seconds) {
        return Double.isNaN(seconds) ? null : (Double) seconds;
    }
}
