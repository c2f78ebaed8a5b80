package dev.seaworthy.ratelimit.model;

/**
 * Fixed window on a grid: {@code quota} from each {@code phase + k * window} to the next.
 *
 * @param quota at least 1
 * @param window seconds, above 0
 * @param phase seconds, 0 to {@code window}
 */
public record FixedGrid(int quota, double window, double phase) implements WindowLimiter {
    @Override
    public LimiterClass kind() {
        return LimiterClass.FWA;
    }

    @Override
    public LimiterState start() {
        return new State(quota, window, phase);
    }

    /** An outcome at a boundary may belong to either side: the count is kept from below and from above. */
    private static final class State implements LimiterState {
        private final int quota;
        private final double window;
        private final double phase;
        private double index = Double.NEGATIVE_INFINITY;
        private int surely;
        private int perhaps;
        private int atTheEdge;
        private boolean spentBefore;

        State(int quota, double window, double phase) {
            this.quota = quota;
            this.window = window;
            this.phase = phase;
        }

        private double indexAt(double t) {
            return Math.floor((t - phase) / window);
        }

        @Override
        public boolean admits(double t) {
            return surely < quota || indexAt(t) > index;
        }

        @Override
        public boolean mayRefuse(double t, double e) {
            double now = indexAt(t - e);
            return now > index ? now == index + 1 && atTheEdge >= quota : perhaps >= quota || mayHaveComeBefore(t, e);
        }

        /** Of requests under way together at a boundary, this refusal may have come before it. */
        private boolean mayHaveComeBefore(double t, double e) {
            return spentBefore && indexAt(t - e) == index - 1 && indexAt(t + e) == index;
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            double now = indexAt(admitted ? t : t - e);
            if (now > index) {
                begin(now, now == index + 1 ? atTheEdge : 0);
            }
            if (!admitted) {
                if (perhaps >= quota || !mayHaveComeBefore(t, e)) {
                    surely = quota;
                    perhaps = quota;
                }
                return;
            }
            if (surely >= quota) {
                begin(index + 1, 0);
            }
            perhaps++;
            double sinceBoundary = t - phase - index * window;
            // Before the boundary of a window that began early, there is no older one left to belong to.
            if (sinceBoundary >= e || sinceBoundary < 0) {
                surely++;
            }
            if (window - sinceBoundary <= e) {
                atTheEdge++;
            }
        }

        private void begin(double index, int leftOver) {
            spentBefore = surely >= quota && index == this.index + 1;
            this.index = index;
            surely = 0;
            perhaps = leftOver;
            atTheEdge = 0;
        }

        @Override
        public LimiterState copy() {
            State copy = new State(quota, window, phase);
            copy.index = index;
            copy.surely = surely;
            copy.perhaps = perhaps;
            copy.atTheEdge = atTheEdge;
            copy.spentBefore = spentBefore;
            return copy;
        }
    }
}
