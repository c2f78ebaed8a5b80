package dev.seaworthy.ratelimit.identify;

import java.time.Instant;
import java.util.List;

/**
 * What an inquiry found, and all that it was drawn from.
 *
 * @param begun the wall clock at the first request
 * @param stopped why it ended before its time, or empty
 */
public record Identification(Plan plan, Instant begun, List<Round> rounds, Inference inference, String stopped) {
    public Identification {
        rounds = List.copyOf(rounds);
    }
}
