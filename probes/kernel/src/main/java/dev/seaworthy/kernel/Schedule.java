package dev.seaworthy.kernel;

import java.time.Duration;

/**
 * When arrivals are meant to happen: clock-free, and the same for the same arguments at every call. Implementations are
 * thread-safe.
 */
@FunctionalInterface
public interface Schedule {
    /** The offset of an arrival that a schedule does not have. */
    long NEVER = Long.MAX_VALUE;

    /**
     * The intended start of an arrival.
     *
     * @param index counts arrivals from 0
     * @return nanoseconds after the schedule's start; does not decrease with {@code index}; {@link #NEVER} after the last
     */
    long offsetNanos(long index);

    /** Arrivals evenly spaced along a curve, the first one at its start. */
    static Schedule even(RateCurve curve) {
        return index -> Math.round(curve.secondsAt((double) index) * 1e9);
    }

    /**
     * Arrivals at random with the rate of a curve: a Poisson process, and the same one for the same seed.
     *
     * <p>Independent users who do not know of each other arrive like this; evenly spaced arrivals flatter a target that
     * queues.
     */
    static Schedule poisson(RateCurve curve, long seed) {
        UnitPoisson points = new UnitPoisson(seed);
        return index -> Math.round(curve.secondsAt(points.at(index)) * 1e9);
    }

    /**
     * Arrivals at given instants.
     *
     * @param offsetsNanos nanoseconds after the start, 0 or more, not decreasing
     */
    static Schedule replay(long... offsetsNanos) {
        long[] offsets = offsetsNanos.clone();
        long before = 0;
        for (long offset : offsets) {
            if (offset < before) {
                throw new IllegalArgumentException(
                        "arrivals must not go back in time: " + offset + " ns after " + before + " ns");
            }
            before = offset;
        }
        return index -> index < offsets.length ? offsets[(int) index] : NEVER;
    }

    /** Evenly spaced at a steady rate; see {@link RateCurve#constant}. */
    static Schedule constant(double perSecond) {
        return even(RateCurve.constant(perSecond));
    }

    /** Evenly spaced along a ramp; see {@link RateCurve#ramp}. */
    static Schedule ramp(double from, double to, Duration over) {
        return even(RateCurve.ramp(from, to, over));
    }
}
