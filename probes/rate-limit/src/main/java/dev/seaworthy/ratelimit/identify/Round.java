package dev.seaworthy.ratelimit.identify;

import java.util.List;

/**
 * Requests that were decided on together.
 *
 * @param validating whether they were predicted before they were sent, and only then fitted
 */
record Round(List<Entry> entries, boolean validating) {
    Round {
        entries = List.copyOf(entries);
    }
}
