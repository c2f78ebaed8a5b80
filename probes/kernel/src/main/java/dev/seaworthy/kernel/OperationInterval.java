package dev.seaworthy.kernel;

import java.time.Instant;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one operation did in one interval of one injector, keyed by completion.
 *
 * <p>All histograms share {@link #HIGHEST_NANOS} and {@link #DIGITS}, in nanoseconds, so that merging loses nothing.
 *
 * @param operation the operation's name
 * @param start when the interval began, wall clock
 * @param end when it ended
 * @param response response times of {@link Outcome#OK}
 * @param service service times of {@link Outcome#OK}
 * @param failed response times of every other outcome
 * @param lag injector lag of all
 * @param blocked blocked time of all that were written
 * @param outcomes how many ended how; absent means none
 * @param overflow values above {@link #HIGHEST_NANOS}: in {@code outcomes}, and in no histogram
 */
public record OperationInterval(
        String operation,
        Instant start,
        Instant end,
        Histogram response,
        Histogram service,
        Histogram failed,
        Histogram lag,
        Histogram blocked,
        Map<Outcome, Long> outcomes,
        long overflow) {
    /** The longest time that a histogram holds: one hour. */
    public static final long HIGHEST_NANOS = 3_600_000_000_000L;

    /** Significant decimal digits of every histogram. */
    public static final int DIGITS = 3;

    public OperationInterval {
        outcomes = Map.copyOf(outcomes);
    }

    /** An empty histogram of the common range. */
    public static Histogram histogram() {
        return new Histogram(1, HIGHEST_NANOS, DIGITS);
    }

    /** How many turns ended in this interval, whatever their outcome. */
    public long count() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many ended with this outcome. */
    public long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }
}
