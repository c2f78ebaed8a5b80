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
        implements Limiter {
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
    public double capacity() {
        return quota;
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
        private double origin;
        private double index = Double.NEGATIVE_INFINITY;
        private double current;
        private double previous;

        State(Weighted limiter) {
            this.limiter = limiter;
            origin = limiter.phase;
        }

        /** How much the last window still weighs. */
        private double weight(double t) {
            double position = (t - origin) / limiter.window;
            double now = Math.floor(position);
            double left = 1 - (position - now);
            if (now > index) {
                return now == index + 1 ? current * left : 0;
            }
            // An error in time may reach back before the boundary: there the last window weighs fully.
            return now < index ? previous : previous * left;
        }

        private double counted(double t) {
            return Math.floor((t - origin) / limiter.window) > index ? 0 : current;
        }

        /** What is counted has to lie below this. */
        private double threshold(double weight, double whereOpen) {
            if (weight <= 0) {
                return limiter.quota;
            }
            return switch (limiter.rounding) {
                case DROPPED -> limiter.quota;
                case KEPT -> limiter.quota - 1 + EXACTLY;
                case OPEN -> limiter.quota + whereOpen;
            };
        }

        @Override
        public boolean admits(double t) {
            double weight = weight(t);
            return weight + counted(t) < threshold(weight, -0.5);
        }

        @Override
        public boolean mayAdmit(double t, double e) {
            double weight = weight(t + e);
            return weight + counted(t + e) < threshold(weight, LEEWAY);
        }

        @Override
        public boolean mayRefuse(double t, double e) {
            double weight = weight(t - e);
            return weight + counted(t - e) >= threshold(weight, -1 - LEEWAY);
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            double now = Math.floor((t - origin) / limiter.window);
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
