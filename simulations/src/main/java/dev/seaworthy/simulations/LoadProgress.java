package dev.seaworthy.simulations;

import java.time.Duration;

/** Hears how load goes, once a second, on the thread that records; must not block. */
@FunctionalInterface
public interface LoadProgress {
    /** About a second has passed. */
    void tick(Tick tick);

    /**
     * One second of load.
     *
     * @param phase the phase that runs
     * @param elapsed since its start; longer than planned while turns in flight are awaited
     * @param planned how long it is to last
     * @param offered arrivals a second that the schedule asked for since the last tick; of a closed phase, those made
     * @param achieved turns a second that ended since the last tick
     * @param errors of these, turns that ended in anything but OK
     * @param p99Seconds of the response times of the OK ones; NaN when there were none
     */
    record Tick(
            String phase,
            Duration elapsed,
            Duration planned,
            double offered,
            double achieved,
            long errors,
            double p99Seconds) {}
}
