package dev.seaworthy.recording;

import dev.seaworthy.kernel.Outcome;
import java.time.Instant;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one operation did in one phase, over all injectors and intervals. Histograms hold nanoseconds and are to be read
 * only; see {@link dev.seaworthy.kernel.OperationInterval} for what each of them counts.
 *
 * @param count how many turns ended, whatever their outcome
 * @param outcomes how many ended how; absent means none
 * @param firstStart start of the earliest interval
 * @param lastEnd end of the latest interval
 * @param overflow values that were above the histograms' range
 */
public record OperationTotals(
        String operation,
        String phase,
        long count,
        Map<Outcome, Long> outcomes,
        Histogram response,
        Histogram service,
        Histogram failed,
        Histogram lag,
        Histogram blocked,
        Instant firstStart,
        Instant lastEnd,
        long overflow) {

    /** How many ended with this outcome. */
    public long count(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** How many did not end well. */
    public long errors() {
        return count - count(Outcome.OK);
    }
}
