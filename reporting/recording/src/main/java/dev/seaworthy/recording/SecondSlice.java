package dev.seaworthy.recording;

import dev.seaworthy.kernel.Outcome;
import java.time.Instant;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one operation did in one second of the wall clock, over all injectors.
 *
 * @param second a whole second, UTC; an interval belongs to the second in which its middle lies
 * @param count how many turns ended, whatever their outcome
 * @param outcomes how many ended how; absent means none
 * @param response response times of successes, in nanoseconds; to be read only
 * @param service their service times, likewise
 * @param lag injector lag of all turns, likewise
 */
public record SecondSlice(
        String operation,
        String phase,
        Instant second,
        long count,
        Map<Outcome, Long> outcomes,
        Histogram response,
        Histogram service,
        Histogram lag) {}
