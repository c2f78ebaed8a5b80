package dev.seaworthy.statistics;

import java.util.function.DoublePredicate;

/**
 * A share of n independent trials, with its exact 95 % interval (Clopper and Pearson, 1934): it covers the true share at
 * least as often as it says, also at 0 and at n.
 *
 * @param value k/n
 * @param low lower bound, 0 when k is 0
 * @param high upper bound, 1 when k is n
 */
public record Proportion(double value, double low, double high) {
    private static final double TAIL = 0.025;

    /**
     * The interval for k of n.
     *
     * @throws IllegalArgumentException unless {@code 0 <= k <= n} and {@code n >= 1}: no trials, no share
     */
    public static Proportion interval(long k, long n) {
        if (n < 1 || k < 0 || k > n) {
            throw new IllegalArgumentException(k + " of " + n + " is no proportion");
        }
        // The lower bound makes k or more a 2.5 % event, the upper one k or fewer.
        double low = k == 0 ? 0 : solve(p -> 1 - Binomial.atMost(k - 1, n, p) >= TAIL);
        double high = k == n ? 1 : solve(p -> Binomial.atMost(k, n, p) <= TAIL);
        return new Proportion((double) k / n, low, high);
    }

    /** Where a condition begins to hold that is false at 0 and true at 1. */
    private static double solve(DoublePredicate holds) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 200 && low < high; i++) {
            double middle = (low + high) / 2;
            if (middle == low || middle == high) {
                break;
            }
            if (holds.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }
}
