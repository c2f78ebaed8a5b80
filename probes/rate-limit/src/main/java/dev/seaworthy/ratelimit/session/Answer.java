package dev.seaworthy.ratelimit.session;

import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.wire.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What came back for one request.
 *
 * @param sentNanos monotonic, just before the last byte was written on an open connection
 * @param doneNanos monotonic, when the answer's header was complete; for silence, when waiting ended
 * @param outcome what the limiter did
 * @param sign by what that is seen
 * @param status of the answer, or the code with which a connection was closed; 0 where there is none
 * @param headers those that speak of the limit or of the time
 * @param bodyLength bytes of the body, as far as they were read
 * @param exchange the evidence; null in virtual time and when read from a journal
 */
public record Answer(
        long sentNanos,
        long doneNanos,
        Outcome outcome,
        Sign sign,
        int status,
        Headers headers,
        int bodyLength,
        @Nullable Exchange exchange) {
    /** With which a limiter refuses (RFC 6585 section 4). */
    public static final int TOO_MANY_REQUESTS = 429;

    /** What the limiter did with the request. */
    public enum Outcome {
        /** Let through. */
        ADMITTED,
        /** Refused by the limiter. */
        REFUSED,
        /** Neither: the target failed in another way. */
        FAILED,
        /** Not sent, or failed by a fault of ours; never charged to the target. */
        OURS
    }

    /** By what an outcome is seen. */
    public enum Sign {
        /** The status of an answer. */
        STATUS,
        /** The body of an answer, whatever its status. */
        BODY,
        /** The connection was not opened, or ended without an answer. */
        CONNECTION,
        /** A message that says so. */
        MESSAGE,
        /** The peer closed the WebSocket. */
        CLOSE,
        /** No reply in time. */
        SILENCE
    }

    /** An answer known by its status, without a body. */
    public static Answer status(long sentNanos, long doneNanos, Outcome outcome, int status, Headers headers) {
        return new Answer(sentNanos, doneNanos, outcome, Sign.STATUS, status, headers, 0, null);
    }

    /** Whether it was let through. */
    public boolean admitted() {
        return outcome == Outcome.ADMITTED;
    }

    /** Whether the limiter refused it. */
    public boolean refused() {
        return outcome == Outcome.REFUSED;
    }

    /** Whether it is the standard refusal. */
    public boolean standardRefusal() {
        return refused() && sign == Sign.STATUS && status == TOO_MANY_REQUESTS;
    }

    /** Whether a refusal can be nothing else: RFC 6585 section 4, or what the caller said refusals look like. */
    public boolean unmistakable() {
        return standardRefusal() || (refused() && sign != Sign.STATUS && sign != Sign.CONNECTION);
    }

    /** From sending to the answer, seconds. */
    public double latency() {
        return (doneNanos - sentNanos) / 1e9;
    }

    /** What came, in words for a reason. */
    public String text() {
        return switch (sign) {
            case STATUS -> status == 0 ? "no answer" : "status " + status;
            case BODY -> "status " + status + " with a body that refuses";
            case CONNECTION -> "no connection";
            case MESSAGE -> "a message that refuses";
            case CLOSE -> "close code " + status;
            case SILENCE -> "silence";
        };
    }
}
