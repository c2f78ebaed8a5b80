package dev.seaworthy.recording;

import dev.seaworthy.kernel.Exchange;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run as read from its directory: all that is intact, and all that is not.
 *
 * @param manifest what was planned
 * @param findings in the order in which they were written; at most one per check
 * @param evidence the exchanges by id; an id that a finding names and that is missing here is damage
 * @param injectors one entry per injector, by number
 * @param crossChecks what independent instruments measured
 * @param damages everything that could not be read; empty for an intact run
 * @param ending how the run ended
 */
public record RecordedRun(
        RunManifest manifest,
        List<FindingRow> findings,
        Map<String, Exchange> evidence,
        List<InjectorRecording> injectors,
        List<CrossCheck> crossChecks,
        List<Damage> damages,
        Ending ending) {

    /** How a run ended. */
    public enum Ending {
        /** Every part was done and sealed. */
        COMPLETE,
        /** Somebody stopped it, and it sealed what it had. */
        INTERRUPTED,
        /** It was not sealed: killed, or still running. */
        UNSEALED
    }

    /**
     * What one injector wrote.
     *
     * @param sealed whether it closed its journal itself
     * @param intervals in journal order; decoded at each access, so go through it once and keep figures, not intervals
     * @param scheduled how many turns of each operation the schedule asked for, by {@code phase/operation}
     * @param health how it fared, in journal order; empty for a recording of the first version
     * @param calibration what it found out about itself before the load; null if it did not look
     * @param signatures how many turns failed with which words, by {@code phase/operation}
     */
    public record InjectorRecording(
            int number,
            boolean sealed,
            List<RecordedInterval> intervals,
            Map<String, Long> scheduled,
            List<HealthSample> health,
            @Nullable Calibration calibration,
            Map<String, Map<String, Long>> signatures) {}

    /**
     * One figure that a second, independent instrument measured beside ours on the same load.
     *
     * @param operation which operation
     * @param figure what was measured, e.g. {@code count} or {@code p50Seconds}
     * @param ours by our recorder
     * @param theirs by the other instrument
     * @param tolerance the greatest difference that counts as agreement, in the figure's unit
     */
    public record CrossCheck(String operation, String figure, double ours, double theirs, double tolerance) {
        public boolean agrees() {
            return Math.abs(ours - theirs) <= tolerance;
        }
    }
}
