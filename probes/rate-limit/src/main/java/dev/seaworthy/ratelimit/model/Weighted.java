package dev.seaworthy.ratelimit.model;

/**
 * Counts this window and the last one, the latter weighted with what is left of it in the sliding interval.
 *
 * @param quota at least {@link #SMALLEST_QUOTA}
 * @param window seconds, above 0
 * @param phase where the grid lies, seconds; without meaning when anchored
 * @param anchored whether the first request opens the grid, anew after two idle windows
 * @param countsRefused whether refused requests count as well
 */
public record Weighted(int quota, double window, double phase, boolean anchored, boolean countsRefused)
        implements Limiter {
    /** Below it, the tolerance for how implementations round would agree with any outcome. */
    public static final int SMALLEST_QUOTA = 3;

    /** Implementations round differently; outcomes within one request of the estimate agree with all of them. */
    private static final double ROUNDING = 0.05;

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

        @Override
        public boolean admits(double t) {
            double weight = weight(t);
            return weight + counted(t) < limiter.quota - (weight > 0 ? 0.5 : 0);
        }

        @Override
        public boolean mayAdmit(double t, double e) {
            double weight = weight(t + e);
            return weight + counted(t + e) < limiter.quota + (weight > 0 ? ROUNDING : 0);
        }

        @Override
        public boolean mayRefuse(double t, double e) {
            double weight = weight(t - e);
            return weight + counted(t - e) > limiter.quota - 1 - (weight > 0 ? ROUNDING : 0);
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
