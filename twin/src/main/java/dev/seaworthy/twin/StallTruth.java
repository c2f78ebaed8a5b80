package dev.seaworthy.twin;

import java.time.Duration;
import java.util.Arrays;

/**
 * The response times that a server with scripted stalls must show to arrivals at a steady rate: computed from the script
 * and the schedule alone, never measured. A request that arrives during a stall takes until the stall's end, any other
 * takes no time. Immutable.
 */
public final class StallTruth {
    private final long[] sorted;

    private StallTruth(long[] sorted) {
        this.sorted = sorted;
    }

    /**
     * The truth for arrivals at {@code 0, 1/perSecond, 2/perSecond, ...} that come before {@code window} is over.
     *
     * @param perSecond above 0; together with {@code window} at most a hundred million arrivals
     * @param offset of the first arrival after the start of the plan
     */
    public static StallTruth of(StallPlan plan, double perSecond, Duration window, Duration offset) {
        int arrivals = Math.toIntExact((long) Math.ceil(perSecond * window.toNanos() / 1e9 - 1e-6));
        if (arrivals < 1 || arrivals > 100_000_000) {
            throw new IllegalArgumentException("cannot compute the truth of " + arrivals + " arrivals");
        }
        long[] responses = new long[arrivals];
        for (int i = 0; i < arrivals; i++) {
            long at = offset.toNanos() + Math.round(i / perSecond * 1e9);
            responses[i] = plan.releaseNanos(at) - at;
        }
        Arrays.sort(responses);
        return new StallTruth(responses);
    }

    /** How many arrivals there are. */
    public int arrivals() {
        return sorted.length;
    }

    /**
     * The least response time, in seconds, that a share of {@code quantile} of all arrivals does not exceed.
     *
     * @param quantile above 0, at most 1
     */
    public double seconds(double quantile) {
        int rank = (int) Math.ceil(quantile * sorted.length - 1e-9);
        return sorted[Math.max(1, Math.min(rank, sorted.length)) - 1] / 1e9;
    }
}
