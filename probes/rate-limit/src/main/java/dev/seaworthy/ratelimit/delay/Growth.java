package dev.seaworthy.ratelimit.delay;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Latencies that stay at a base, grow by the same step, and may then stay at a level.
 *
 * @param free how many stay at the base
 * @param level the first that is at the level; the number of latencies where there is none
 * @param step seconds
 * @param cap of the delay, seconds
 * @param residual sum of squares
 */
record Growth(int free, int level, double step, OptionalDouble cap, double residual) {
    /** So many in a row make a level. */
    private static final int LEVEL = 3;

    /** The best one, or null for too few latencies. @param base a latency without delay, seconds */
    static @Nullable Growth of(double[] latencies, double base) {
        int size = latencies.length;
        double[] values = Series.joined(latencies, new double[] {base});
        Growth best = null;
        for (int free = 0; free < size; free++) {
            for (int level = free; level <= size; level++) {
                if (level > size - LEVEL && level < size) {
                    continue;
                }
                List<double[]> rows = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    boolean leveled = i >= level;
                    rows.add(new double[] {1, leveled ? 0 : Math.max(0, i - free + 1), leveled ? 1 : 0});
                }
                rows.add(new double[] {1, 0, 0});
                LeastSquares fit = LeastSquares.of(rows, values);
                if (best == null || fit.residual() < best.residual) {
                    double[] found = fit.coefficients();
                    OptionalDouble cap = level == size ? OptionalDouble.empty() : OptionalDouble.of(found[2]);
                    best = new Growth(free, level, found[1], cap, fit.residual());
                }
            }
        }
        return best;
    }

    int steps() {
        return level - free;
    }
}
