package dev.seaworthy.ratelimit.delay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Latencies in groups: the first at a base, the second at any distance from it, all further ones at the same distance from
 * each other. All have one size, but for the last, and for the first, which may meet a cycle that is used up, in part or whole, or two of them.
 *
 * @param size of a group, at least 2
 * @param distance between groups, seconds
 * @param residual sum of squares
 */
record Stairs(int size, double distance, double residual) {
    /** The best one of three groups and more, or null where there are too few latencies; parameters as of {@link Ramp#of}. */
    static @Nullable Stairs of(double[] latencies, double[] bases) {
        double[] values = Series.joined(latencies, bases);
        Stairs best = null;
        for (int first = 0; first < latencies.length; first++) {
            for (int size = Math.max(2, (first + 1) / 2); size < latencies.length - first; size++) {
                List<double[]> rows = new ArrayList<>();
                for (int i = 0; i < latencies.length; i++) {
                    boolean waited = i >= first;
                    rows.add(new double[] {1, waited ? 1 : 0, waited ? (i - first) / size : 0});
                }
                for (int i = 0; i < bases.length; i++) {
                    rows.add(new double[] {1, 0, 0});
                }
                LeastSquares fit = LeastSquares.of(rows, values);
                if (best == null || fit.residual() < best.residual) {
                    best = new Stairs(size, fit.coefficients()[2], fit.residual());
                }
            }
        }
        return best;
    }
}
