package dev.seaworthy.auth.login;

import java.util.Arrays;

/**
 * Mann and Whitney's test of whether one sample tends to be greater than another, with the normal approximation and its
 * correction for ties; good from about 20 values on each side. Pure.
 *
 * @param superiority the share of pairs in which the first sample's value is greater, ties counting half: the effect size,
 *     0.5 for no effect
 * @param p two-sided; how often chance alone does as much
 */
record RankTest(double superiority, double p) {
    /** Tests two samples, neither empty. */
    static RankTest of(long[] first, long[] second) {
        int n = first.length;
        int m = second.length;
        long[] all = new long[n + m];
        System.arraycopy(first, 0, all, 0, n);
        System.arraycopy(second, 0, all, n, m);
        Arrays.sort(all);
        double rankSum = 0;
        for (long value : first) {
            rankSum += (below(all, value) + 1 + below(all, value + 1)) / 2.0;
        }
        double u = rankSum - n * (n + 1.0) / 2;
        double ties = 0;
        for (int i = 0; i < all.length; ) {
            int end = below(all, all[i] + 1);
            double same = end - i;
            ties += same * same * same - same;
            i = end;
        }
        double total = n + m;
        double variance = n * (double) m / 12 * (total + 1 - ties / (total * (total - 1)));
        double distance = Math.max(0, Math.abs(u - n * (double) m / 2) - 0.5);
        double z = variance == 0 ? 0 : distance / Math.sqrt(variance);
        return new RankTest(u / (n * (double) m), 2 * upperTail(z));
    }

    /** How many of the sorted values are below this one. */
    private static int below(long[] sorted, long value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Of the normal distribution; Abramowitz and Stegun 26.2.17, wrong by less than 7.5e-8. */
    private static double upperTail(double z) {
        double t = 1 / (1 + 0.2316419 * z);
        double series =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * series;
    }
}
