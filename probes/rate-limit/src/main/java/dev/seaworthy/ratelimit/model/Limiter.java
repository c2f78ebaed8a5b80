package dev.seaworthy.ratelimit.model;

/** A limiter: its class and its parameters. Immutable. Seconds, and tokens or requests a second. */
public sealed interface Limiter permits WindowLimiter, Bucket, LumpBucket, FloorBucket, TwoLimits {
    /** Which kind it is. */
    LimiterClass kind();

    /** The state before the first request. */
    LimiterState start();

    /** What it admits at once from a rested state; at least 1. */
    double capacity();

    /** After a silence of this many seconds it is rested, whatever was before. */
    double recovery();

    /** The shortest time in which a spent quota, or one token, comes back, seconds. */
    double pace();

    /** The recovery of its fastest part, seconds. */
    default double fastest() {
        return recovery();
    }
}
