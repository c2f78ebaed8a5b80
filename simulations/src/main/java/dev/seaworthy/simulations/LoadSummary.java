package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.recording.Calibration;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What became of a load.
 *
 * @param calibration what the instrument found out about itself before, or null if it was not asked
 * @param phases those that were begun, in order
 * @param stopped whether somebody stopped it before its end
 */
public record LoadSummary(@Nullable Calibration calibration, List<Phase> phases, boolean stopped) {
    public LoadSummary {
        phases = List.copyOf(phases);
    }

    /**
     * One phase.
     *
     * @param seconds from its start to its last turn, or to the end of the grace
     * @param starved arrivals that were due while no user was free; they went late, or not at all
     */
    public record Phase(String name, double seconds, long starved, List<Operation> operations) {
        public Phase {
            operations = List.copyOf(operations);
        }
    }

    /**
     * One operation in one phase. What was scheduled either ended or is in flight: nothing is lost.
     *
     * @param scheduled turns that the schedule asked for; of a closed phase and of dependent steps, those begun; 0 for
     *     what was only measured on the way
     * @param outcomes turns by how they ended; never begun ones are {@link Outcome#NOT_SENT}
     * @param inFlight turns that had not ended when the grace was over
     * @param response response times of OK turns, nanoseconds
     * @param service service times of OK turns, nanoseconds
     * @param lag injector lag of all turns that were begun, nanoseconds
     * @param signatures what went wrong, and how often
     */
    public record Operation(
            String operation,
            long scheduled,
            Map<Outcome, Long> outcomes,
            long inFlight,
            Histogram response,
            Histogram service,
            Histogram lag,
            Map<String, Long> signatures) {
        public Operation {
            outcomes = Map.copyOf(outcomes);
            signatures = Map.copyOf(signatures);
        }

        /** Turns that ended, however. */
        public long completed() {
            return outcomes.values().stream().mapToLong(Long::longValue).sum();
        }

        public long count(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }
    }
}
