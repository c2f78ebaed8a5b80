package dev.seaworthy.recording;

import java.time.Instant;
import java.util.Map;

/**
 * A line of {@code events.ndjson}.
 *
 * @param at UTC
 * @param kind what happened, e.g. {@code phase}
 * @param facts named values in the order in which they were written
 */
public record RecordedEvent(Instant at, String kind, Map<String, Object> facts) {}
