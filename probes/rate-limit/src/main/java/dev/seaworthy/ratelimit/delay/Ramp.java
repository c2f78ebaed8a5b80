package dev.seaworthy.ratelimit.delay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latencies that stay at a base for the first few and then grow by the same step.
 *
 * @param free how many stay at the base, at least 1
 * @param base seconds
 * @param step seconds
 * @param residual sum of squares
 */
record Ramp(int free, double base, double step, double residual) {
    /**
     * The best one, or null for too few latencies.
     *
     * @param latencies in the order in which they grow
     * @param bases latencies that are known to be at the base
     */
    static @Nullable Ramp of(double[] latencies, double[] bases) {
        Ramp best = null;
        for (int free = 1; free < latencies.length; free++) {
            List<double[]> rows = new ArrayList<>();
            for (int i = 0; i < latencies.length; i++) {
                rows.add(new double[] {1, Math.max(0, i - free + 1)});
            }
            for (int i = 0; i < bases.length; i++) {
                rows.add(new double[] {1, 0});
            }
            LeastSquares fit = LeastSquares.of(rows, Series.joined(latencies, bases));
            if (best == null || fit.residual() < best.residual) {
                best = new Ramp(free, fit.coefficients()[0], fit.coefficients()[1], fit.residual());
            }
        }
        return best;
    }
}
