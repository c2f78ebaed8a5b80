package dev.seaworthy.ratelimit.websocket;

/**
 * How many connections a target lets be open or opened.
 *
 * @param opened so many were opened before one was refused, or in all
 * @param kind what is limited
 * @param scope whom the limit holds for
 * @param refusedWith how one too many is refused, e.g. {@code STATUS_429}, {@code CLOSE_1013}, {@code CONNECTION}; empty
 *     where none was
 */
public record ConnectionLimit(int opened, Kind kind, Scope scope, String refusedWith) {
    /** What is limited. */
    public enum Kind {
        /** How many are open at a time: where one is closed, one more can be opened. */
        CONCURRENT,
        /** How often one is opened: closing one does not help. */
        RATE,
        /** None was refused. */
        NONE_SEEN,
        /** One was refused, and the trial ended before it was known why. */
        UNKNOWN
    }

    /** Whom it holds for. */
    public enum Scope {
        /** Each caller's credential. */
        TOKEN,
        /** All callers together, or all from one address. */
        ALL,
        /** Not known: there was no other caller, or the limit did not hold long enough. */
        UNKNOWN
    }
}
