package dev.seaworthy.ratelimit.model;

/**
 * Two limits, the second of which is drawn on when the first refuses.
 *
 * @param first the one that is asked first
 * @param spare the one that helps out
 */
public record Either(Limiter first, Limiter spare) implements TwoLimits {
    @Override
    public LimiterClass kind() {
        return LimiterClass.OR;
    }

    @Override
    public Limiter leading() {
        return first;
    }

    @Override
    public Limiter following() {
        return spare;
    }

    @Override
    public double capacity() {
        return first.capacity() + spare.capacity();
    }

    @Override
    public LimiterState start() {
        return new State(first.start(), spare.start());
    }

    private static final class State implements LimiterState {
        private final LimiterState first;
        private final LimiterState spare;

        State(LimiterState first, LimiterState spare) {
            this.first = first;
            this.spare = spare;
        }

        @Override
        public boolean admits(double t) {
            return first.admits(t) || spare.admits(t);
        }

        @Override
        public boolean mayAdmit(double t, double e) {
            return first.mayAdmit(t, e) || spare.mayAdmit(t, e);
        }

        @Override
        public boolean mayRefuse(double t, double e) {
            return first.mayRefuse(t, e) && spare.mayRefuse(t, e);
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            if (!admitted) {
                first.observe(t, e, false);
                spare.observe(t, e, false);
            } else if (first.admits(t) || !spare.admits(t)) {
                first.observe(t, e, true);
            } else {
                spare.observe(t, e, true);
            }
        }

        @Override
        public LimiterState copy() {
            return new State(first.copy(), spare.copy());
        }
    }
}
