package dev.seaworthy.ratelimit;

import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.wire.Headers;
import org.jspecify.annotations.Nullable;

/**
 * One request of a trial and what came of it.
 *
 * @param kind what the limiter did
 * @param status 0 when no answer was complete
 * @param headers of the answer
 * @param detail what went wrong, or empty
 * @param sentNanos when the request was handed over
 * @param doneNanos when its answer was complete, or it had failed
 * @param exchange the evidence; null only in virtual trials
 */
record Reply(
        Kind kind,
        int status,
        Headers headers,
        String detail,
        long sentNanos,
        long doneNanos,
        @Nullable Exchange exchange) {
    /** What the limiter did with a request. */
    enum Kind {
        /** The answer that the contract calls right. */
        ADMITTED,
        /** The declared refusal. */
        REFUSED,
        /** Anything else: neither let through nor refused as declared. */
        OTHER,
        /** Not sent, because the run's budget is spent. */
        NOT_SENT,
        /** A fault of ours. */
        INSTRUMENT
    }

    boolean admitted() {
        return kind == Kind.ADMITTED;
    }

    boolean refused() {
        return kind == Kind.REFUSED;
    }

    /** What came, in words for a reason. */
    String text() {
        return status == 0 ? detail : "status " + status;
    }
}
