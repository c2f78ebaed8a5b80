package dev.seaworthy.ratelimit.model;

/**
 * Fixed window that its first request opens.
 *
 * @param quota at least 1
 * @param window seconds, above 0
 */
public record FixedFirst(int quota, double window) implements WindowLimiter {
    @Override
    public LimiterClass kind() {
        return LimiterClass.FWF;
    }

    @Override
    public LimiterState start() {
        return new State(quota, window);
    }

    private static final class State implements LimiterState {
        private final int quota;
        private final double window;
        private double expiry = Double.NEGATIVE_INFINITY;
        private int count;

        /** Until when a refusal may still be one of the window before: it was under way together with the opening. */
        private double echo = Double.NEGATIVE_INFINITY;

        State(int quota, double window) {
            this.quota = quota;
            this.window = window;
        }

        @Override
        public boolean admits(double t) {
            return count < quota || t >= expiry;
        }

        @Override
        public boolean mayRefuse(double t, double e) {
            return !admits(t - e) || t - e < echo;
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            if (!admitted) {
                count = t - e < echo ? count : quota;
            } else if (t >= expiry || count >= quota) {
                echo = count >= quota ? t : Double.NEGATIVE_INFINITY;
                expiry = t + window;
                count = 1;
            } else {
                count++;
            }
        }

        @Override
        public LimiterState copy() {
            State copy = new State(quota, window);
            copy.expiry = expiry;
            copy.count = count;
            copy.echo = echo;
            return copy;
        }
    }
}
