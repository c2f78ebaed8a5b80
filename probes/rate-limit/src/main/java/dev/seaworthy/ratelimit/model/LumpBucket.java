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

    /**
     * An outcome at a tick may belong to either side of it: one account takes it as early as it can have been, which
     * leaves most for later, the other as late as it can have been.
     */
    private static final class State implements LimiterState {
        private final LumpBucket limiter;
        private final double perInterval;
        private final Account early;
        private final Account late;

        State(LumpBucket limiter) {
            this(limiter, new Account(limiter, limiter.burst), new Account(limiter, limiter.burst));
        }

        private State(LumpBucket limiter, Account early, Account late) {
            this.limiter = limiter;
            perInterval = 1 / limiter.interval;
            this.early = early;
            this.late = late;
        }

        private double tickAt(double t) {
            return Math.floor((t - limiter.phase) * perInterval);
        }

        @Override
        public boolean admits(double t) {
            return early.at(tickAt(t)) >= 1;
        }

        @Override
        public boolean mayAdmit(double t, double e) {
            double tick = tickAt(t + e);
            return early.at(tick) >= 1 || late.at(tick) >= 1;
        }

        @Override
        public boolean mayRefuse(double t, double e) {
            double tick = tickAt(t - e);
            return early.at(tick) < 1 || late.at(tick) < 1 || late.wasEmptyBetween(tick, tickAt(t + e));
        }

        @Override
        public void observe(double t, double e, boolean admitted) {
            double from = tickAt(t - e);
            double to = tickAt(t + e);
            early.take(from, from, to, admitted);
            late.take(admitted ? to : from, from, to, admitted);
        }

        @Override
        public LimiterState copy() {
            return new State(limiter, early.copy(), late.copy());
        }
    }

    /** Tokens after a tick. */
    private static final class Account {
        private final LumpBucket limiter;
        private double tick = Double.NEGATIVE_INFINITY;
        private double tokens;
        private boolean emptyBefore;

        Account(LumpBucket limiter, double tokens) {
            this.limiter = limiter;
            this.tokens = tokens;
        }

        double at(double now) {
            return now > tick ? Math.min(limiter.burst, tokens + limiter.lump * (now - tick)) : tokens;
        }

        /** Whether a refusal may have come before the tick that brought tokens, with which it was under way. */
        boolean wasEmptyBetween(double from, double to) {
            return emptyBefore && from == tick - 1 && to == tick;
        }

        void take(double now, double from, double to, boolean admitted) {
            if (!admitted && tokens >= 1 && wasEmptyBetween(from, to)) {
                return;
            }
            double held = at(now);
            boolean ticked = now > tick;
            boolean empty = tokens < 1;
            tick = Math.max(tick, now);
            if (!admitted) {
                tokens = 0;
            } else if (held >= 1) {
                tokens = held - 1;
                emptyBefore = ticked ? empty : emptyBefore;
            } else {
                tick++;
                tokens = limiter.lump - 1.0;
                emptyBefore = true;
            }
        }

        Account copy() {
            Account copy = new Account(limiter, tokens);
            copy.tick = tick;
            copy.emptyBefore = emptyBefore;
            return copy;
        }
    }
}
