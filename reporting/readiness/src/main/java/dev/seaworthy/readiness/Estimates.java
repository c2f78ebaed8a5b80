package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Report.Percentile;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Quantiles and ratios with their 95 % intervals, in seconds. */
final class Estimates {
    static final double[] TABLE = {0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999};
    private static final double Z = 1.959963984540054;
    private static final double TAIL = 0.025;

    private Estimates() {}

    static List<Percentile> table(Histogram histogram) {
        List<Percentile> all = new ArrayList<>();
        for (double q : TABLE) {
            all.add(percentile(histogram, q));
        }
        return List.copyOf(all);
    }

    /** The quantile, and the order statistics that enclose it in 95 of 100 samples. */
    static Percentile percentile(Histogram histogram, double q) {
        long n = histogram.getTotalCount();
        long needs = (long) Math.ceil(Math.log(TAIL) / Math.log(q));
        if (n == 0) {
            return new Percentile(q, null, null, null, false, needs);
        }
        boolean resolvable = n >= needs && n >= Math.ceil(Math.log(TAIL) / Math.log(1 - q));
        double middle = n * q;
        double half = Z * Math.sqrt(n * q * (1 - q));
        long lower = (long) Math.max(1, Math.floor(middle - half));
        long upper = (long) Math.ceil(middle + half) + 1;
        return new Percentile(
                q,
                seconds(histogram.getValueAtPercentile(q * 100)),
                seconds(atRank(histogram, lower)),
                resolvable ? (Double) seconds(atRank(histogram, Math.min(upper, n))) : null,
                resolvable,
                needs);
    }

    static double seconds(long nanos) {
        return nanos / 1e9;
    }

    /** Wilson's interval of a ratio: low, high. */
    static double[] ratio(long errors, long n) {
        double p = (double) errors / n;
        double z2 = Z * Z;
        double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z * Math.sqrt(p * (1 - p) / n + z2 / (4.0 * n * n)) / (1 + z2 / n);
        return new double[] {errors == 0 ? 0 : Math.max(0, middle - half), errors == n ? 1 : Math.min(1, middle + half)
        };
    }

    private static long atRank(Histogram histogram, long rank) {
        return histogram.getValueAtPercentile(100.0 * rank / histogram.getTotalCount());
    }
}
