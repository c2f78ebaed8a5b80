package dev.seaworthy.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What the instrument found out about itself before the load: the times that it sees where there is no target at all, and
 * how many requests a second it can begin on time. An event of kind {@link #KIND}; {@link #of} makes it again from the
 * intervals that were recorded.
 *
 * @param setup what was asked of the instrument
 * @param floor null if no request of the noise floor was answered
 * @param capacityPerSecond the highest rate that was held; null if none was, or none was probed
 * @param capacityReached whether a higher rate was tried and not held; otherwise the capacity is that or more
 * @param headroom planned rate over capacity: 1 leaves none; null where one of the two is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Calibration(
        Setup setup,
        @Nullable NoiseFloor floor,
        @Nullable Double capacityPerSecond,
        boolean capacityReached,
        @Nullable Double headroom) {
    /** The kind of event that carries one. */
    public static final String KIND = "calibration";

    /** The operation under which the instrument measures itself before the load. */
    public static final String OPERATION = "instrument.echo";

    /** The operation under which it measures itself during the load. */
    public static final String CANARY = "instrument.canary";

    /** The phase whose figures count for nothing. */
    public static final String WARM_UP = "calibration.warm-up";

    /** The phase of the noise floor. */
    public static final String FLOOR = "calibration.floor";

    /** An instrument that answers fewer than this share of what a step asks for has not held it. */
    private static final double HELD_SHARE = 0.95;

    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

    public Calibration {
        Objects.requireNonNull(setup, "setup");
    }

    /** Whether a phase belongs to the calibration, and not to the load. */
    public static boolean isPhase(String phase) {
        return phase.startsWith("calibration.");
    }

    /** The phase of a step of the capacity probe, counted from 1. */
    public static String capacityPhase(int step) {
        return "calibration.capacity." + step;
    }

    /** Judges what was recorded. A pure function; intervals of other operations and phases are passed over. */
    public static Calibration of(Setup setup, List<RecordedInterval> intervals) {
        List<OperationInterval> seconds = new ArrayList<>();
        List<Measured> steps = new ArrayList<>();
        setup.steps().forEach(step -> steps.add(new Measured()));
        for (RecordedInterval recorded : intervals) {
            if (recorded.interval().operation().equals(OPERATION)) {
                if (recorded.phase().equals(FLOOR)) {
                    seconds.add(recorded.interval());
                }
                for (int i = 0; i < steps.size(); i++) {
                    if (recorded.phase().equals(capacityPhase(i + 1))) {
                        steps.get(i).add(recorded.interval());
                    }
                }
            }
        }
        Measured floor = new Measured();
        quiet(seconds).forEach(floor::add);
        Measured whole = new Measured();
        seconds.forEach(whole::add);
        boolean probed = !setup.steps().isEmpty();
        Double capacity = probed && whole.held(setup.floor(), setup.lagBudgetSeconds())
                ? setup.floor().perSecond()
                : null;
        double highest = 0;
        for (int i = 0; i < steps.size(); i++) {
            Step step = setup.steps().get(i);
            highest = Math.max(highest, step.perSecond());
            if (steps.get(i).held(step, setup.lagBudgetSeconds())) {
                capacity = Math.max(capacity == null ? 0 : capacity, step.perSecond());
            }
        }
        boolean reached = probed && (capacity == null || highest > capacity);
        Double headroom =
                capacity == null || setup.plannedPerSecond() == 0 ? null : setup.plannedPerSecond() / capacity;
        return new Calibration(setup, floor.noise(), capacity, reached, headroom);
    }

    /**
     * The seconds of the noise floor that count: all but the third with the longest times. A machine that stands still for a
     * moment while the floor is measured would otherwise be taken for an instrument that is always as slow; such moments
     * during the load are the canary's to find.
     */
    public static List<OperationInterval> quiet(List<OperationInterval> floor) {
        List<OperationInterval> byTimes = new ArrayList<>(floor);
        byTimes.sort(Comparator.comparingLong(interval -> interval.response().getValueAtPercentile(99)));
        return List.copyOf(byTimes.subList(0, floor.size() - floor.size() / 3));
    }

    /**
     * What was asked of the instrument.
     *
     * @param plannedPerSecond the highest rate of the load to come; 0 if it has none, as with a closed shape
     * @param floor the rate of the noise floor, and how long
     * @param steps of the capacity probe, in order; a rate that was tried twice is there twice
     * @param lagBudgetSeconds what the 99th percentile of the lag may be in a step that was held
     * @param payloadBytes length of the echo's answers
     * @param stack how the echo was spoken to, e.g. {@code https h2}
     */
    public record Setup(
            double plannedPerSecond,
            Step floor,
            List<Step> steps,
            double lagBudgetSeconds,
            int payloadBytes,
            String stack) {
        public Setup {
            Objects.requireNonNull(floor, "floor");
            Objects.requireNonNull(stack, "stack");
            steps = List.copyOf(steps);
        }
    }

    /** A steady rate for a while. */
    public record Step(double perSecond, double seconds) {}

    /**
     * What the instrument adds to every latency.
     *
     * @param count answered requests
     * @param failed those that were not: faults of the instrument, as there was no target
     * @param lagP99Seconds injector lag in it
     * @param quantiles of the response time; of few requests the high ones are the longest that was seen, and no more
     */
    public record NoiseFloor(long count, long failed, double lagP99Seconds, List<Quantile> quantiles) {
        public NoiseFloor {
            quantiles = List.copyOf(quantiles);
        }

        /** The noise at the nearest quantile that is as high as {@code q} or higher; of the highest beyond that. */
        public double at(double q) {
            for (Quantile quantile : quantiles) {
                if (quantile.q() >= q) {
                    return quantile.seconds();
                }
            }
            return quantiles.isEmpty()
                    ? Double.NaN
                    : quantiles.get(quantiles.size() - 1).seconds();
        }
    }

    /** A quantile of the noise floor, 0 to 1. */
    public record Quantile(double q, double seconds) {}

    private static final class Measured {
        private final Histogram response = OperationInterval.histogram();
        private final Histogram lag = OperationInterval.histogram();
        private long ok;
        private long ended;

        void add(OperationInterval interval) {
            response.add(interval.response());
            lag.add(interval.lag());
            ok += interval.count(Outcome.OK);
            ended += interval.count();
        }

        boolean held(Step asked, double lagBudgetSeconds) {
            return ok > 0
                    && ok >= HELD_SHARE * Math.floor(asked.perSecond() * asked.seconds())
                    && lag.getValueAtPercentile(99) <= lagBudgetSeconds * 1e9;
        }

        @Nullable
        NoiseFloor noise() {
            if (response.getTotalCount() == 0) {
                return null;
            }
            List<Quantile> quantiles = new ArrayList<>();
            for (double q : QUANTILES) {
                quantiles.add(new Quantile(q, response.getValueAtPercentile(100 * q) / 1e9));
            }
            return new NoiseFloor(ok, ended - ok, lag.getValueAtPercentile(99) / 1e9, quantiles);
        }
    }
}
