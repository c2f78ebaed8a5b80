package dev.seaworthy.ratelimit.identify;

import java.util.List;

/** Requests that were decided on together. */
record Round(List<Entry> entries, Kind kind) {
    Round {
        entries = List.copyOf(entries);
    }

    /** What they were sent for. */
    enum Kind {
        /** To learn; fitted. */
        EXPERIMENT,
        /** Predicted before they were sent, and only then fitted. */
        VALIDATION,
        /** To test what headers promise; not fitted. */
        PROMISE
    }
}
