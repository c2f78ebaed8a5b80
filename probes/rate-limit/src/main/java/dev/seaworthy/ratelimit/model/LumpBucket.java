package dev.seaworthy.ratelimit.model;

/**
 * Bucket to which {@code lump} tokens are added at each {@code phase + k * interval}.
 *
 * @param burst the most tokens that it holds, more than {@code lump}
 * @param lump tokens, at least 2
 * @param interval seconds, above 0
 * @param phase seconds, 0 to {@code interval}
 */
public record LumpBucket(int burst, int lump, double interval, double phase) implements Limiter {
    @Override
    public LimiterClass kind() {
        return LimiterClass.TBL;
    }

    @Override
    public double capacity() {
        return burst;
    }

    @Override
    public double recovery() {
        return interval * Math.ceil((double) burst / lump);
    }

    @Override
    public double pace() {
        return interval;
    }

    @Override
    public LimiterState start() {
        return new State(this);
    }

    private static final class State implements LimiterState {
        private final LumpBucket limiter;
        private double tick = Double.NEGATIVE_INFINITY;
        private double tokens;

        State(LumpBucket limiter) {
            this.limiter = limiter;
            tokens = limiter.burst;
        }

        private double tickAt(double t) {
            return Math.floor((t - limiter.phase) / limiter.interval);
        }

        private double at(double now) {
            return now > tick ? Math.min(limiter.burst, tokens + limiter.lump * (now - tick)) : tokens;
        }

        @Override
        public boolean admits(double t) {
            return at(tickAt(t)) >= 1;
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            double now = tickAt(admitted ? t : t - e);
            tokens = at(now);
            tick = Math.max(tick, now);
            if (!admitted) {
                tokens = 0;
            } else if (tokens >= 1) {
                tokens--;
            } else {
                tick++;
                tokens = limiter.lump - 1;
            }
        }

        @Override
        public LimiterState copy() {
            State copy = new State(limiter);
            copy.tick = tick;
            copy.tokens = tokens;
            return copy;
        }
    }
}
