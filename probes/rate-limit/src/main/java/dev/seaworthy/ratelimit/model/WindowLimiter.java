package dev.seaworthy.ratelimit.model;

/** A limiter that counts requests in a window. */
public sealed interface WindowLimiter extends Limiter permits FixedGrid, FixedFirst, Blocking, SlidingLog, Weighted {
    /** Requests that it admits in a window; at least 1. */
    int quota();

    /** Seconds, above 0. */
    double window();

    @Override
    default double capacity() {
        return quota();
    }

    @Override
    default double recovery() {
        return window();
    }

    @Override
    default double pace() {
        return window();
    }
}
