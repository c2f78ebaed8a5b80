package dev.seaworthy.ratelimit.websocket;

import java.util.Optional;

/**
 * Whom a limit on messages holds for, and what happens beyond it.
 *
 * @param admitted so many were let through before the first was refused, or in all
 * @param scope whom it holds for
 * @param overLimit {@code ERROR}, {@code CLOSE_} and a code, {@code SILENCE}, {@code DELAY}; empty where nothing was seen
 * @param freshQuotaAfterReconnect whether a new connection has a new quota, so that only the churn of connections is limited;
 *     empty where it was not tried
 */
public record MessageLimit(int admitted, Scope scope, String overLimit, Optional<Boolean> freshQuotaAfterReconnect) {
    /** Whom it holds for. */
    public enum Scope {
        /** Each connection by itself. */
        CONNECTION,
        /** All connections of one caller. */
        TOKEN,
        /** All callers together, or all from one address. */
        ALL,
        /** All connections of a caller; there was no other caller to tell more. */
        TOKEN_OR_ALL,
        /** Not known. */
        UNKNOWN
    }
}
