package dev.seaworthy.kernel;

/** How one exchange ended. The kinds are counted apart; only {@link #OK} contributes to the latency of successes. */
public enum Outcome {
    /** Complete, and as expected. */
    OK,
    /** Complete, and the target declined on purpose: 401, 403, 429, 503 with Retry-After, a policy close. */
    REJECTED,
    /** Complete, and not what was expected: another status, body or frame. */
    WRONG_ANSWER,
    /** No complete answer within the deadline. */
    TIMEOUT,
    /** The connection could not be opened: refused, unreachable, name not found. */
    REFUSED,
    /** The connection ended before the answer was complete. */
    RESET,
    /** TLS could not be agreed on, or the certificate did not verify. */
    TLS,
    /** The answer was not the protocol that was spoken. */
    PROTOCOL,
    /** Left unsent on purpose: budget spent, or the run was ending. */
    NOT_SENT,
    /** A fault of the injector or of our client; never charged to the target. */
    INSTRUMENT;

    /** Whether the target gave a complete answer. */
    public boolean answered() {
        return this == OK || this == REJECTED || this == WRONG_ANSWER;
    }
}
