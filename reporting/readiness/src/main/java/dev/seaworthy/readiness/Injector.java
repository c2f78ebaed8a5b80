package dev.seaworthy.readiness;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an injector wrote, how well it kept time, and what that is worth. Times are seconds; the figures of the target's
 * turns and those of the instrument's own echo are kept apart.
 *
 * @param turns of the target
 * @param instrument of these, spoiled or held back on our side
 * @param lagP50 of the time between the intended start of the target's turns and the beginning of work
 * @param verdict over all its seconds under load that is judged, and its headroom
 * @param reasons why it is not sound, one phrase each; empty if it is
 * @param phases the same by phase, in order of time
 * @param headroom what it was asked for of what it can do, or null where that was not probed
 * @param noiseFloor what it measured of its own echo before the load: no shorter time can be told from itself
 * @param canary what it measured of its own echo during the load
 * @param seconds its health, second by second; empty where nobody watched
 */
public record Injector(
        int number,
        boolean sealed,
        int intervals,
        long turns,
        long instrument,
        @Nullable Double lagP50,
        @Nullable Double lagP99,
        @Nullable Double lagMax,
        State verdict,
        List<String> reasons,
        List<Phase> phases,
        @Nullable Headroom headroom,
        List<Report.Percentile> noiseFloor,
        List<Report.Percentile> canary,
        List<Second> seconds) {

    /** How an injector fared, the graver the later. */
    public enum State {
        /** Nobody watched. */
        UNKNOWN,
        /** It had room, and its figures are the target's. */
        SOUND,
        /** It was burdened, and nothing shows that a figure moved. */
        STRAINED,
        /** It was the bottleneck: a fast answer stands, a slow one may be its own. */
        SATURATED
    }

    /**
     * A phase of load.
     *
     * @param sound seconds, likewise the other two
     * @param meanInFlight turns in flight as counted, or null without a sample
     * @param littleInFlight the same by Little's law: time spent in turns over time passed
     */
    public record Phase(
            String name,
            State verdict,
            long sound,
            long strained,
            long saturated,
            @Nullable Double meanInFlight,
            @Nullable Double littleInFlight,
            List<String> reasons) {}

    /**
     * What is asked of an injector, and what it could make of its own echo.
     *
     * @param plannedRate turns a second in the busiest phase; of a closed one, those that it made
     * @param probedRate the greatest rate that it held with its lag in budget
     * @param atLeast whether the probe ended before it found the limit
     * @param share planned over probed
     */
    public record Headroom(double plannedRate, double probedRate, boolean atLeast, double share) {}

    /**
     * About one second.
     *
     * @param t its beginning, after the first record of the load
     * @param reasons what was seen, by name; see {@link Symptom}
     * @param cpu share of all processors, of the busiest one in {@code busiestCpu}
     * @param throttled seconds that the control group was kept from running
     * @param gc seconds paused for garbage collection
     */
    public record Second(
            double t,
            String phase,
            State state,
            List<String> reasons,
            @Nullable Double lagP99,
            @Nullable Double blockedP99,
            @Nullable Double canaryP50,
            @Nullable Double canaryMax,
            double hiccupMax,
            double loopLagMax,
            @Nullable Double loopBusy,
            @Nullable Double cpu,
            @Nullable Double busiestCpu,
            @Nullable Double steal,
            @Nullable Double throttled,
            double gc,
            long inFlight,
            long planned,
            long sent,
            long late,
            long blocked,
            long shed) {}
}
