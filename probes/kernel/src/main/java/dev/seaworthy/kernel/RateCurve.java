package dev.seaworthy.kernel;

import java.time.Duration;

/**
 * How a rate of arrivals goes over time, as the inverse of its integral. Pure and immutable. Evenly spaced arrivals are
 * its values at 0, 1, 2, ...; its values at the points of a Poisson process of rate one are a Poisson process with this
 * rate (time rescaling).
 */
@FunctionalInterface
public interface RateCurve {
    /**
     * When so many arrivals have come.
     *
     * @param arrivals 0 or more, whole or not
     * @return seconds after the start; does not decrease with {@code arrivals}
     */
    double secondsAt(double arrivals);

    /**
     * A steady rate.
     *
     * @param perSecond arrivals a second, above 0
     */
    static RateCurve constant(double perSecond) {
        requirePositive(perSecond);
        return arrivals -> arrivals / perSecond;
    }

    /**
     * A rate that changes linearly and then stays.
     *
     * <p>The number of arrivals until {@code t} is the integral {@code from*t + (to-from)*t*t/(2*over)}; the instant of
     * arrival {@code n} is the positive root of that quadratic set equal to {@code n}, in the form that does not lose
     * digits when the slope is small.
     *
     * @param from arrivals a second at the start, 0 or more
     * @param to arrivals a second at the end, above 0
     * @param over how long the change takes, above zero
     */
    static RateCurve ramp(double from, double to, Duration over) {
        requirePositive(to);
        requireNotNegative(from);
        double seconds = seconds(over);
        requirePositive(seconds);
        double inRamp = (from + to) / 2 * seconds;
        double slope = (to - from) / seconds;
        return arrivals -> {
            if (arrivals >= inRamp) {
                return seconds + (arrivals - inRamp) / to;
            }
            return arrivals == 0 ? 0 : 2 * arrivals / (from + Math.sqrt(from * from + 2 * slope * arrivals));
        };
    }

    /**
     * A steady rate with one stretch of another, usually much higher one.
     *
     * @param base arrivals a second outside the spike, above 0
     * @param peak arrivals a second within it, above 0
     * @param at when it begins, 0 or more
     * @param lasting how long it lasts, above zero
     */
    static RateCurve spike(double base, double peak, Duration at, Duration lasting) {
        requirePositive(base);
        requirePositive(peak);
        double begin = seconds(at);
        requireNotNegative(begin);
        double length = seconds(lasting);
        requirePositive(length);
        double before = base * begin;
        double until = before + peak * length;
        return arrivals -> {
            if (arrivals < before) {
                return arrivals / base;
            }
            return arrivals < until ? begin + (arrivals - before) / peak : begin + length + (arrivals - until) / base;
        };
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static void requirePositive(double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("needs a number above 0, not " + value);
        }
    }

    private static void requireNotNegative(double value) {
        if (!(value >= 0)) {
            throw new IllegalArgumentException("needs a number of 0 or more, not " + value);
        }
    }
}
