package dev.seaworthy.statistics;

/**
 * One percentile of a distribution of times, with the interval that covers the true one with 95 % confidence. All times
 * are seconds.
 *
 * @param quantile above 0, below 1
 * @param valueSeconds the estimate; {@code NaN} if nothing was measured
 * @param lowSeconds lower bound; {@code NaN} unless resolvable
 * @param highSeconds upper bound; {@code NaN} unless resolvable
 * @param resolvable whether the sample is large enough to speak about this quantile
 */
public record Percentile(
        double quantile, double valueSeconds, double lowSeconds, double highSeconds, boolean resolvable) {

    /** Whether the true percentile lies at or below a threshold: shown, refuted, or neither. */
    public enum Decision {
        AT_MOST,
        ABOVE,
        OPEN
    }

    /** What the interval says of a threshold; {@code OPEN} when it contains it, or when there is no interval. */
    public Decision against(double thresholdSeconds) {
        if (!resolvable) {
            return Decision.OPEN;
        }
        if (highSeconds <= thresholdSeconds) {
            return Decision.AT_MOST;
        }
        return lowSeconds > thresholdSeconds ? Decision.ABOVE : Decision.OPEN;
    }
}
