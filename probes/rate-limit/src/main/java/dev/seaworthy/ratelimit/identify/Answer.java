package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.wire.Headers;

/**
 * What came back for one request.
 *
 * @param sentNanos monotonic, just before the last byte was written on an open connection
 * @param doneNanos monotonic, when the answer's header was complete
 * @param status of the answer; 0 where none came
 * @param headers those that speak of the limit
 */
public record Answer(long sentNanos, long doneNanos, Outcome outcome, int status, Headers headers) {
    /** What the limiter did with the request. */
    public enum Outcome {
        /** Let through. */
        ADMITTED,
        /** Refused by the limiter. */
        REFUSED,
        /** Neither: the target failed in another way. */
        FAILED
    }

    /** Whether it was let through. */
    public boolean admitted() {
        return outcome == Outcome.ADMITTED;
    }

    /** Whether the limiter refused it. */
    public boolean refused() {
        return outcome == Outcome.REFUSED;
    }
}
