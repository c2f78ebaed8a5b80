package dev.seaworthy.ratelimit.model;

/**
 * Two limits at once: admitted by both, or refused and charged to neither.
 *
 * @param fast the one that shows in a burst
 * @param slow the one behind it
 */
public record Both(Limiter fast, Limiter slow) implements TwoLimits {
    @Override
    public LimiterClass kind() {
        return LimiterClass.AND;
    }

    @Override
    public Limiter leading() {
        return fast;
    }

    @Override
    public Limiter following() {
        return slow;
    }

    @Override
    public double capacity() {
        return Math.min(fast.capacity(), slow.capacity());
    }

    @Override
    public LimiterState start() {
        return new State(fast.start(), slow.start());
    }

    private static final class State implements LimiterState {
        private final LimiterState fast;
        private final LimiterState slow;

        State(LimiterState fast, LimiterState slow) {
            this.fast = fast;
            this.slow = slow;
        }

        @Override
        public boolean admits(double t) {
            return fast.admits(t) && slow.admits(t);
        }

        @Override
        public boolean mayAdmit(double t, double e) {
            return fast.mayAdmit(t, e) && slow.mayAdmit(t, e);
        }

        @Override
        public boolean mayRefuse(double t, double e) {
            return fast.mayRefuse(t, e) || slow.mayRefuse(t, e);
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            if (admitted || !fast.admits(t)) {
                fast.observe(t, e, admitted);
            }
            if (admitted || !slow.admits(t)) {
                slow.observe(t, e, admitted);
            }
        }

        @Override
        public LimiterState copy() {
            return new State(fast.copy(), slow.copy());
        }
    }
}
