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
    synchronized Grant take(long nowNanos) {
        long elapsed = Math.max(0, nowNanos - lastNanos);
        tokens = Math.min(capacity, tokens + elapsed * tokensPerNano);
        lastNanos += elapsed;
        if (tokens >= 1) {
            tokens -= 1;
            return new Grant(true, (int) tokens, 0);
        }
        return new Grant(false, 0, (long) Math.ceil((1 - tokens) / tokensPerNano));
    }

    /** What would come of an attempt; takes nothing. */
    synchronized Grant look(long nowNanos) {
        Grant grant = take(nowNanos);
        tokens += grant.granted() ? 1 : 0;
        return grant;
    }

    /**
     * What came of one attempt.
     *
     * @param remaining whole tokens that are left
     * @param waitNanos until the next token, when there was none
     */
    record Grant(boolean granted, int remaining, long waitNanos) {}
}
