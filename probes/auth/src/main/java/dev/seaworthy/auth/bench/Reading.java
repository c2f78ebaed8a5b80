package dev.seaworthy.auth.bench;

/** What one answer of a protected route says about the credential that was sent. */
public enum Reading {
    /** It was let in. */
    ACCEPTED,
    /** It was turned away for what it is: 401, 403, or what the contract names. */
    REFUSED,
    /** It was turned away for the load: 429, or 503 with Retry-After. Says nothing about the credential. */
    SHED,
    /** The target broke over it: 5xx. Not let in, and not refused either. */
    BROKEN,
    /** No complete answer. */
    UNANSWERED,
    /** A complete answer that is none of these. */
    UNCLEAR
}
