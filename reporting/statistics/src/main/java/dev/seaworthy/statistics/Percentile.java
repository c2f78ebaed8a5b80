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

    /**
     * The same estimate by an instrument that itself adds up to {@code noiseFloorSeconds} at this quantile. It can only add,
     * so that the truth may lie lower by as much and no higher: {@code [max(0, low - N), high]}.
     *
     * @param noiseFloorSeconds 0 or more
     */
    public Percentile joinedWith(double noiseFloorSeconds) {
        if (!(noiseFloorSeconds >= 0)) {
            throw new IllegalArgumentException("a noise floor is 0 s or more, not " + noiseFloorSeconds);
        }
        return resolvable
                ? new Percentile(quantile, valueSeconds, Math.max(0, lowSeconds - noiseFloorSeconds), highSeconds, true)
                : this;
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
