package dev.seaworthy.recording;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Adds up. Adding integers is all that it does, so that the order cannot matter. */
final class Tally {
    private final Histogram response = OperationInterval.histogram();
    private final Histogram service = OperationInterval.histogram();
    private final Histogram failed = OperationInterval.histogram();
    private final Histogram lag = OperationInterval.histogram();
    private final Histogram blocked = OperationInterval.histogram();
    private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private Instant firstStart = Instant.MAX;
    private Instant lastEnd = Instant.MIN;
    private long overflow;

    void add(OperationInterval interval) {
        add(response, interval.response());
        add(service, interval.service());
        add(failed, interval.failed());
        add(lag, interval.lag());
        add(blocked, interval.blocked());
        interval.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Math::addExact));
        firstStart = interval.start().isBefore(firstStart) ? interval.start() : firstStart;
        lastEnd = interval.end().isAfter(lastEnd) ? interval.end() : lastEnd;
        overflow = Math.addExact(overflow, interval.overflow());
    }

    OperationTotals totals(String operation, String phase) {
        return new OperationTotals(
                operation,
                phase,
                sum(outcomes),
                Collections.unmodifiableMap(outcomes),
                response,
                service,
                failed,
                lag,
                blocked,
                firstStart,
                lastEnd,
                overflow);
    }

    static long sum(Map<Outcome, Long> outcomes) {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Adds a histogram to one of the same range. HdrHistogram would add any, and move values while it does.
     *
     * @throws CannotMerge if the ranges differ
     */
    static void add(Histogram total, Histogram more) {
        if (more.getLowestDiscernibleValue() != total.getLowestDiscernibleValue()
                || more.getHighestTrackableValue() != total.getHighestTrackableValue()
                || more.getNumberOfSignificantValueDigits() != total.getNumberOfSignificantValueDigits()) {
            throw new CannotMerge("histograms of different ranges cannot be added without moving values: "
                    + range(total) + " and " + range(more) + "; record both with the same version");
        }
        if (more.getTotalCount() > 0) {
            total.add(more);
        }
    }

    private static String range(Histogram histogram) {
        return histogram.getLowestDiscernibleValue() + ".." + histogram.getHighestTrackableValue() + " ns with "
                + histogram.getNumberOfSignificantValueDigits() + " digits";
    }
}
