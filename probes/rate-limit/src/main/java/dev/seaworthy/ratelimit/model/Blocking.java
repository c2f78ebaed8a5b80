package dev.seaworthy.ratelimit.model;

/**
 * A window that its first request opens; the first refusal blocks for a time of its own.
 *
 * @param quota at least 1
 * @param window seconds, above 0; shows only below the limit
 * @param block seconds, above 0
 * @param extended whether every refused request begins the block again
 */
public record Blocking(int quota, double window, double block, boolean extended) implements WindowLimiter {
    @Override
    public LimiterClass kind() {
        return extended ? LimiterClass.BANX : LimiterClass.BAN;
    }

    @Override
    public double recovery() {
        return Math.max(window, block);
    }

    @Override
    public double pace() {
        return block;
    }

    @Override
    public LimiterState start() {
        return new State(this);
    }

    private static final class State implements LimiterState {
        private final Blocking limiter;
        private double expiry = Double.NEGATIVE_INFINITY;
        private double blockedUntil = Double.NEGATIVE_INFINITY;
        private boolean blocked;
        private int count;

        State(Blocking limiter) {
            this.limiter = limiter;
        }

        @Override
        public boolean admits(double t) {
            return blocked ? t >= blockedUntil : count < limiter.quota || t >= expiry;
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            if (!admitted) {
                if (!blocked || limiter.extended || t - e >= blockedUntil) {
                    blocked = true;
                    blockedUntil = t + limiter.block;
                }
                return;
            }
            if (blocked || t >= expiry || count >= limiter.quota) {
                blocked = false;
                expiry = t + limiter.window;
                count = 0;
            }
            count++;
        }

        @Override
        public LimiterState copy() {
            State copy = new State(limiter);
            copy.expiry = expiry;
            copy.blockedUntil = blockedUntil;
            copy.blocked = blocked;
            copy.count = count;
            return copy;
        }
    }
}
