package dev.seaworthy.ratelimit.model;

/**
 * Token bucket with a continuous refill; the same as GCRA and as a leaky bucket that meters.
 *
 * @param burst the most tokens that it holds, at least 1
 * @param rate tokens a second, above 0
 * @param initial tokens at the first request, 1 to {@code burst}; less than that is a cold start
 */
public record Bucket(double burst, double rate, double initial) implements Limiter {
    @Override
    public LimiterClass kind() {
        return LimiterClass.TB;
    }

    @Override
    public double capacity() {
        return burst;
    }

    @Override
    public double recovery() {
        return burst / rate;
    }

    @Override
    public double pace() {
        return 1 / rate;
    }

    @Override
    public LimiterState start() {
        return new State(this);
    }

    private static final class State implements LimiterState {
        /** A sum of rounded fractions may fall short of a whole token by this much. */
        private static final double WHOLE = 1 - 1e-9;

        private final Bucket limiter;
        private double tokens;
        private double last = Double.NaN;

        State(Bucket limiter) {
            this.limiter = limiter;
            tokens = limiter.initial;
        }

        private double at(double t) {
            double grown = tokens + (Double.isNaN(last) ? 0 : limiter.rate * (t - last));
            return grown > limiter.burst ? limiter.burst : grown;
        }

        @Override
        public boolean admits(double t) {
            return at(t) >= WHOLE;
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            double now = at(t);
            tokens = admitted ? Math.max(0, now - 1) : Math.min(now, 0.999);
            last = t;
        }

        @Override
        public LimiterState copy() {
            State copy = new State(limiter);
            copy.tokens = tokens;
            copy.last = last;
            return copy;
        }
    }
}
