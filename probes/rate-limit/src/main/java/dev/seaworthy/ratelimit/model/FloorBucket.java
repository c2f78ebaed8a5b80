package dev.seaworthy.ratelimit.model;

/**
 * Bucket that adds only whole tokens, and forgets the fraction at each admission.
 *
 * @param burst the most tokens that it holds, at least 1
 * @param rate tokens a second, above 0
 */
public record FloorBucket(int burst, double rate) implements Limiter {
    @Override
    public LimiterClass kind() {
        return LimiterClass.TBF;
    }

    @Override
    public double capacity() {
        return burst;
    }

    @Override
    public double recovery() {
        return (burst + 1) / rate;
    }

    @Override
    public double pace() {
        return 1 / rate;
    }

    @Override
    public LimiterState start() {
        return new State(this);
    }

    /** Whether a token was whole at an admission is uncertain within the error of time: kept from below and above. */
    private static final class State implements LimiterState {
        private final FloorBucket limiter;
        private double surely;
        private double likely;
        private double perhaps;
        private double last = Double.NaN;

        State(FloorBucket limiter) {
            this.limiter = limiter;
            surely = limiter.burst;
            likely = limiter.burst;
            perhaps = limiter.burst;
        }

        private double at(double tokens, double seconds) {
            if (!(seconds > 0)) {
                return tokens;
            }
            return Math.min(limiter.burst, tokens + Math.floor(limiter.rate * seconds + 1e-9));
        }

        @Override
        public boolean admits(double t) {
            return at(likely, t - last) >= 1;
        }

        @Override
        public boolean mayAdmit(double t, double e) {
            return at(perhaps, t - last + e) >= 1;
        }

        @Override
        public boolean mayRefuse(double t, double e) {
            return at(surely, t - last - e) < 1;
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            if (admitted) {
                surely = Math.max(0, at(surely, t - last - e) - 1);
                likely = Math.max(0, at(likely, t - last) - 1);
                perhaps = Math.max(0, at(perhaps, t - last + e) - 1);
                last = t;
                return;
            }
            surely = 0;
            likely = 0;
            perhaps = 0;
            if (at(0, t - last) >= 1) {
                last = t - 0.999 / limiter.rate;
            }
        }

        @Override
        public LimiterState copy() {
            State copy = new State(limiter);
            copy.surely = surely;
            copy.likely = likely;
            copy.perhaps = perhaps;
            copy.last = last;
            return copy;
        }
    }
}
