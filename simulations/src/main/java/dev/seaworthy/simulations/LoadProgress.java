package dev.seaworthy.simulations;

import java.time.Duration;
import java.util.Map;

/** Hears how load goes, once a second, on the thread that records; must not block. */
@FunctionalInterface
public interface LoadProgress {
    /** About a second has passed. */
    void tick(Tick tick);

    /**
     * One second of load. Times are of the response times of the turns that ended OK in it, in seconds; {@code NaN} when
     * there were none.
     *
     * @param phase the phase that runs
     * @param elapsed since its start; longer than planned while turns in flight are awaited
     * @param planned how long it is to last
     * @param offered arrivals a second that the schedule asked for since the last tick; of a closed phase, those made
     * @param achieved turns a second that ended since the last tick
     * @param inFlight turns that have begun and not ended
     * @param errors turns that ended in anything but OK since the last tick
     * @param signatures what went wrong in these, and how often
     */
    record Tick(
            String phase,
            Duration elapsed,
            Duration planned,
            double offered,
            double achieved,
            long inFlight,
            long errors,
            Map<String, Long> signatures,
            double p50Seconds,
            double p95Seconds,
            double p99Seconds) {
        public Tick {
            signatures = Map.copyOf(signatures);
        }
    }
}
