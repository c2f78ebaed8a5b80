package dev.seaworthy.ratelimit.model;

import java.util.Arrays;

/**
 * At most {@code quota} in any interval of {@code window}.
 *
 * @param quota at least 1
 * @param window seconds, above 0
 * @param countsRefused whether refused requests count as well
 */
public record SlidingLog(int quota, double window, boolean countsRefused) implements WindowLimiter {
    @Override
    public LimiterClass kind() {
        return countsRefused ? LimiterClass.SLC : LimiterClass.SL;
    }

    @Override
    public LimiterState start() {
        return new State(this, new double[quota]);
    }

    /** Only the last {@code quota} counted times matter; they are kept in a ring. */
    private static final class State implements LimiterState {
        private final SlidingLog limiter;
        private final double[] ring;
        private int next;

        State(SlidingLog limiter, double[] ring) {
            this.limiter = limiter;
            this.ring = ring;
            Arrays.fill(ring, Double.NEGATIVE_INFINITY);
        }

        private State(State other) {
            limiter = other.limiter;
            ring = other.ring.clone();
            next = other.next;
        }

        @Override
        public boolean admits(double t) {
            return ring[next] <= t - limiter.window;
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            if (admitted || limiter.countsRefused) {
                ring[next] = t;
                next = next + 1 == ring.length ? 0 : next + 1;
            }
        }

        @Override
        public LimiterState copy() {
            return new State(this);
        }
    }
}
