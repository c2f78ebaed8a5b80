package dev.seaworthy.ratelimit.delay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latencies that stay at a base for the first few, and are all the same beyond.
 *
 * @param free how many stay at the base
 * @param delay of the others, seconds
 * @param residual sum of squares
 */
record Flat(int free, double delay, double residual) {
    /** The best one, or null for too few latencies; parameters as of {@link Ramp#of}. */
    static @Nullable Flat of(double[] latencies, double[] bases) {
        Flat best = null;
        for (int free = 0; free < latencies.length; free++) {
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < latencies.length; i++) {
                rows.add(new double[] {1, i < free ? 0 : 1});
            }
            for (int i = 0; i < bases.length; i++) {
                rows.add(new double[] {1, 0});
            }
            LeastSquares fit = LeastSquares.of(rows, Series.joined(latencies, bases));
            if (best == null || fit.residual() < best.residual) {
                best = new Flat(free, fit.coefficients()[1], fit.residual());
            }
        }
        return best;
    }
}
