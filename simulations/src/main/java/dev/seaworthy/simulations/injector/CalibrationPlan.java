package dev.seaworthy.simulations.injector;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.Calibration.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is asked of the instrument before the load: a while flat out, which is thrown away, a while at the planned rate, and
 * then short steps of higher and higher rates until one is not held. Immutable.
 *
 * @param plannedPerSecond the highest rate of the load to come; 0 if it has none, as with a closed shape
 * @param floorPerSecond rate of the noise floor, above 0
 * @param warmUp how long it runs before it counts
 * @param floor how long it counts
 * @param step how long each step of the capacity probe is
 * @param rates of the capacity probe, rising
 * @param attempts steps at most; a step that was not held is tried once more, as one hiccup must not decide
 * @param lagBudgetSeconds what the 99th percentile of the lag may be in a step that is held
 */
public record CalibrationPlan(
        double plannedPerSecond,
        double floorPerSecond,
        Duration warmUp,
        Duration floor,
        Duration step,
        List<Double> rates,
        int attempts,
        double lagBudgetSeconds) {
    /** Above this the noise is asked of the capacity probe, which is shorter. */
    private static final double HIGHEST_FLOOR = 2_000;

    private static final double USUAL_FLOOR = 100;

    /** A step of fewer requests would be judged by one of them. */
    private static final double FEWEST_PER_SECOND = 400;

    /** To be refused at 0.8 of the capacity, warned at 0.6, and at ease from there on. */
    private static final double[] FACTORS = {1 / 0.8, 1 / 0.6, 2.5, 4};

    private static final double GROWTH = 1.5;

    private static final int MOST_STEPS = 6;

    /** Flat out, so that what is measured afterwards is compiled code. */
    private static final int WARM_USERS = 8;

    private static final Duration WARM_UP = Duration.ofMillis(1500);

    public CalibrationPlan {
        rates = List.copyOf(rates);
        if (!(floorPerSecond > 0) || !(plannedPerSecond >= 0)) {
            throw new IllegalArgumentException(
                    "cannot calibrate at " + floorPerSecond + " a second for a plan of " + plannedPerSecond);
        }
    }

    /** Seven seconds before a load: what headroom there is for it. A closed load has no rate to have headroom for. */
    public static CalibrationPlan before(double plannedPerSecond, double lagBudgetSeconds) {
        double base = Math.max(plannedPerSecond, FEWEST_PER_SECOND);
        List<Double> rates = new ArrayList<>();
        if (plannedPerSecond > 0) {
            for (double factor : FACTORS) {
                rates.add(factor * base);
            }
        }
        return new CalibrationPlan(
                plannedPerSecond,
                floorPerSecond(plannedPerSecond),
                WARM_UP,
                Duration.ofMillis(3000),
                Duration.ofMillis(400),
                rates,
                rates.isEmpty() ? 0 : MOST_STEPS,
                lagBudgetSeconds);
    }

    /**
     * For who wants to know what this machine can do: as above, but up to {@code ceilingPerSecond}.
     *
     * @param ceilingPerSecond what is not exceeded
     */
    public static CalibrationPlan upTo(double ceilingPerSecond, double lagBudgetSeconds) {
        List<Double> rates = new ArrayList<>();
        for (double rate = FEWEST_PER_SECOND; rate <= ceilingPerSecond; rate *= GROWTH) {
            rates.add(rate);
        }
        return new CalibrationPlan(
                0,
                USUAL_FLOOR,
                WARM_UP,
                Duration.ofSeconds(4),
                Duration.ofMillis(500),
                rates,
                2 * rates.size(),
                lagBudgetSeconds);
    }

    /** How long it takes at most, without the time in which what is late is waited for. */
    public Duration atMost() {
        return warmUp.plus(floor).plus(step.multipliedBy(attempts));
    }

    /** The highest rate that it can ask for. */
    public double highestPerSecond() {
        return rates.stream().reduce(floorPerSecond, Math::max);
    }

    List<LoadPhase> openingPhases() {
        LoadPhase.Shape flatOut = new LoadPhase.Shape.Closed(WARM_USERS);
        return List.of(
                new LoadPhase(Calibration.WARM_UP, List.of(Calibration.OPERATION), flatOut, warmUp),
                phase(Calibration.FLOOR, floorPerSecond, floor));
    }

    /**
     * A step of the capacity probe.
     *
     * @param number counted from 1
     */
    LoadPhase stepPhase(int number, double perSecond) {
        return phase(Calibration.capacityPhase(number), perSecond, step);
    }

    Step floorStep() {
        return new Step(floorPerSecond, seconds(floor));
    }

    Step step(double perSecond) {
        return new Step(perSecond, seconds(step));
    }

    private static double floorPerSecond(double planned) {
        // Users of a closed shape keep the loops awake; an idle loop's way back from sleep is not their noise.
        return planned == 0 ? HIGHEST_FLOOR : Math.min(planned, HIGHEST_FLOOR);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static LoadPhase phase(String name, double perSecond, Duration duration) {
        return new LoadPhase(name, List.of(Calibration.OPERATION), new LoadPhase.Shape.Open(perSecond), duration);
    }
}
