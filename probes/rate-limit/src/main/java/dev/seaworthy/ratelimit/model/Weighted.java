package dev.seaworthy.ratelimit.model;

/**
 * Counts this window and the last one, the latter weighted with what is left of it in the sliding interval.
 *
 * @param quota at least {@link #SMALLEST_QUOTA}
 * @param window seconds, above 0
 * @param phase where the grid lies, seconds; without meaning when anchored
 * @param anchored whether the first request opens the grid, anew after two idle windows
 * @param countsRefused whether refused requests count as well
 * @param rounding what it makes of the fraction that the last window weighs
 */
public record Weighted(
        int quota, double window, double phase, boolean anchored, boolean countsRefused, Rounding rounding)
        implements WindowLimiter {
    /** Of what the last window weighs, implementations drop the fraction, or keep it, or do something else. */
    public enum Rounding {
        /** Dropped: it admits while the sum is below the quota. */
        DROPPED,
        /** Kept: it admits while the sum, this request included, is at most the quota. */
        KEPT,
        /** Unknown: outcomes on which the two differ agree with it. */
        OPEN
    }

    /** Below it, the tolerance for how implementations round would agree with any outcome. */
    public static final int SMALLEST_QUOTA = 3;

    /** Where it is open how it rounds, outcomes this much beyond a request of the estimate still agree. */
    private static final double LEEWAY = 0.05;

    /** Sums of fractions are not exact. */
    private static final double EXACTLY = 1e-9;

    @Override
    public LimiterClass kind() {
        if (!anchored) {
            return LimiterClass.SWC;
        }
        return countsRefused ? LimiterClass.SWCAC : LimiterClass.SWCA;
    }

    @Override
    public double recovery() {
        return 2 * window;
    }

    @Override
    public double pace() {
        return window / quota;
    }

    @Override
    public LimiterState start() {
        return new State(this);
    }

    private static final class State implements LimiterState {
        private final Weighted limiter;
        private final double perWindow;

        /** Below these it admits, where the last window still weighs: surely, likely, perhaps. */
        private final double lowest;

        private final double likely;
        private final double highest;
        private double origin;
        private double index = Double.NEGATIVE_INFINITY;
        private double current;
        private double previous;

        State(Weighted limiter) {
            this.limiter = limiter;
            perWindow = 1 / limiter.window;
            origin = limiter.phase;
            boolean open = limiter.rounding == Rounding.OPEN;
            double exactly = limiter.rounding == Rounding.DROPPED ? limiter.quota : limiter.quota - 1 + EXACTLY;
            lowest = open ? limiter.quota - 1 - LEEWAY : exactly;
            likely = open ? limiter.quota - 0.5 : exactly;
            highest = open ? limiter.quota + LEEWAY : exactly;
        }

        /** How much the last window still weighs. */
        private double weight(double t) {
            double position = (t - origin) * perWindow;
            double now = Math.floor(position);
            double left = 1 - (position - now);
            if (now > index) {
                return now == index + 1 ? current * left : 0;
            }
            // An error in time may reach back before the boundary: there the last window weighs fully.
            return now < index ? previous : previous * left;
        }

        private double counted(double t) {
            return Math.floor((t - origin) * perWindow) > index ? 0 : current;
        }

        @Override
        public boolean admits(double t) {
            double weight = weight(t);
            return weight + counted(t) < (weight > 0 ? likely : limiter.quota);
        }

        @Override
        public boolean mayAdmit(double t, double e) {
            double weight = weight(t + e);
            return weight + counted(t + e) < (weight > 0 ? highest : limiter.quota);
        }

        @Override
        public boolean mayRefuse(double t, double e) {
            double weight = weight(t - e);
            return weight + counted(t - e) >= (weight > 0 ? lowest : limiter.quota);
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            double now = Math.floor((t - origin) * perWindow);
            if (limiter.anchored && now > index + 1) {
                origin = t;
                index = 0;
                current = 0;
                previous = 0;
            } else if (now > index) {
                previous = now == index + 1 ? current : 0;
                current = 0;
                index = now;
            }
            if (admitted || limiter.countsRefused) {
                current++;
            }
        }

        @Override
        public LimiterState copy() {
            State copy = new State(limiter);
            copy.origin = origin;
            copy.index = index;
            copy.current = current;
            copy.previous = previous;
            return copy;
        }
    }
}
