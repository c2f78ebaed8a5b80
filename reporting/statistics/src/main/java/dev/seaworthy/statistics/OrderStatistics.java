package dev.seaworthy.statistics;

/** Which of n sorted, independent values bound a quantile with 95 % confidence; ranks count from 1. */
final class OrderStatistics {
    private static final double TAIL = 0.025;

    private OrderStatistics() {}

    /** The greatest rank whose value lies above the true quantile at most 2.5 % of the time; at least 1. */
    static long lowRank(long n, double quantile) {
        // P(value of rank r > quantile) = P(fewer than r values at or below it).
        long rank = firstAbove(n, quantile, TAIL);
        return Math.max(1, rank);
    }

    /** The least rank whose value lies below the true quantile at most 2.5 % of the time; at most n. */
    static long highRank(long n, double quantile) {
        // P(value of rank r < quantile) <= P(at least r values below it).
        long rank = firstAbove(n, quantile, 1 - TAIL) + 1;
        return Math.min(n, rank);
    }

    /** The least k with P(X &lt;= k) above {@code share}. */
    private static long firstAbove(long n, double quantile, double share) {
        long low = 0;
        long high = n;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (Binomial.atMost(middle, n, quantile) > share) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
