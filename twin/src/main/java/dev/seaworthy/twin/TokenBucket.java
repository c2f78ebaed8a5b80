package dev.seaworthy.twin;

/** A token bucket: full at first, refilled evenly, never above its capacity. Thread-safe. */
final class TokenBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final int capacity;
    private final double tokensPerNano;
    private double tokens;
    private long lastNanos;

    TokenBucket(int capacity, double tokensPerSecond, long nowNanos) {
        this.capacity = capacity;
        this.tokensPerNano = tokensPerSecond / NANOS_PER_SECOND;
        this.tokens = capacity;
        this.lastNanos = nowNanos;
    }

    /** Takes one token if there is one. */
    Grant take(long nowNanos) {
        return take(nowNanos, 0);
    }

    /** Takes one token if there seems to be one, by a count that has not heard of the last {@code unseen} takes. */
    synchronized Grant take(long nowNanos, int unseen) {
        long elapsed = Math.max(0, nowNanos - lastNanos);
        tokens = Math.min(capacity, tokens + elapsed * tokensPerNano);
        lastNanos += elapsed;
        if (tokens + unseen >= 1) {
            tokens -= 1;
            return new Grant(true, (int) Math.max(0, tokens), 0);
        }
        return new Grant(false, 0, (long) Math.ceil((1 - tokens) / tokensPerNano));
    }

    /**
     * What came of one attempt.
     *
     * @param remaining whole tokens that are left
     * @param waitNanos until the next token, when there was none
     */
    record Grant(boolean granted, int remaining, long waitNanos) {}
}
