package dev.seaworthy.kernel;

import java.time.Duration;

/** When arrivals are meant to happen: pure, clock-free, deterministic. Implementations are immutable and thread-safe. */
@FunctionalInterface
public interface Schedule {
    /**
     * The intended start of an arrival.
     *
     * @param index counts arrivals from 0
     * @return nanoseconds after the schedule's start; does not decrease with {@code index}
     */
    long offsetNanos(long index);

    /**
     * A steady rate.
     *
     * @param perSecond arrivals a second, above 0
     */
    static Schedule constant(double perSecond) {
        requirePositive(perSecond);
        return index -> Math.round(index * (1e9 / perSecond));
    }

    /**
     * A rate that changes linearly and then stays.
     *
     * <p>The number of arrivals until {@code t} is the integral {@code from*t + (to-from)*t*t/(2*over)}; the offset of
     * arrival {@code i} is the positive root of that quadratic set equal to {@code i}, in the form that does not lose
     * digits when the slope is small.
     *
     * @param from arrivals a second at the start, 0 or more
     * @param to arrivals a second at the end, above 0
     * @param over how long the change takes, above zero
     */
    static Schedule ramp(double from, double to, Duration over) {
        requirePositive(to);
        double seconds = over.toNanos() / 1e9;
        requirePositive(seconds);
        if (from < 0) {
            throw new IllegalArgumentException("a ramp cannot start at " + from + " arrivals a second");
        }
        double inRamp = (from + to) / 2 * seconds;
        double slope = (to - from) / seconds;
        return index -> {
            double at = index >= inRamp
                    ? seconds + (index - inRamp) / to
                    : index == 0 ? 0 : 2 * index / (from + Math.sqrt(from * from + 2 * slope * index));
            return Math.round(at * 1e9);
        };
    }

    private static void requirePositive(double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("needs a number above 0, not " + value);
        }
    }
}
