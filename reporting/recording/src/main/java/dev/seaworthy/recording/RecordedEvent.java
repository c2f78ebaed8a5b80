package dev.seaworthy.recording;

import java.time.Instant;
import java.util.Map;

/**
 * A line of {@code events.ndjson} or {@code health.ndjson}.
 *
 * @param at UTC
 * @param kind what happened, e.g. {@code phase}; {@code health} for a health sample
 * @param facts named values in the order in which they were written
 */
public record RecordedEvent(Instant at, String kind, Map<String, Object> facts) {}
