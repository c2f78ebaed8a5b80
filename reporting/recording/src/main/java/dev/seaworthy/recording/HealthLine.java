package dev.seaworthy.recording;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code health.ndjson}.
 *
 * @param sample null for a line as the first version wrote it: an event whose facts had no fixed names, and which says
 *     nothing that a verdict rests on
 */
record HealthLine(@Nullable HealthSample sample) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static HealthLine of(JsonNode line) throws JsonProcessingException {
        return new HealthLine(line.has("facts") ? null : Json.MAPPER.treeToValue(line, HealthSample.class));
    }
}
