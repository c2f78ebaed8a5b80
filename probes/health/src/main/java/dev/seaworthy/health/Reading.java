package dev.seaworthy.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.seaworthy.wire.HttpAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reading of the readiness document.
 *
 * @param document what it held; missing when it is not JSON
 */
record Reading(HttpAnswer answer, JsonNode document, HealthSettings settings) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Reading of(HttpAnswer answer, HealthSettings settings) {
        return new Reading(answer, parsed(answer), settings);
    }

    boolean answered() {
        return answer.outcome().answered();
    }

    /** Whether the target turned us away for the load, which says nothing about its health. */
    boolean shed() {
        return answer.status() == 429;
    }

    /** The value at a pointer of the document, as text; empty if it is not there. */
    Optional<String> text(@Nullable String pointer) {
        return pointer == null ? Optional.empty() : text(document, pointer);
    }

    /** The dependencies that the document reports, in its order. */
    List<Dependency> dependencies() {
        List<Dependency> all = new ArrayList<>();
        if (settings.dependencies() != null) {
            document.at(settings.dependencies())
                    .properties()
                    .forEach(entry -> all.add(new Dependency(entry.getKey(), entry.getValue(), settings)));
        }
        return all;
    }

    /** What was answered, for a reason. */
    String said() {
        return answered() ? "status " + answer.status() : answer.outcome() + ": " + answer.detail();
    }

    private static Optional<String> text(JsonNode node, String pointer) {
        JsonNode value = node.at(pointer);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    private static JsonNode parsed(HttpAnswer answer) {
        try {
            JsonNode node = JSON.readTree(answer.body());
            return node == null ? MissingNode.getInstance() : node;
        } catch (IOException e) {
            // Not JSON: every pointer is then missing, and the checks say which one they did not find.
            return MissingNode.getInstance();
        }
    }

    /** What the document says about one dependency. */
    record Dependency(String name, JsonNode state, HealthSettings settings) {
        Optional<String> status() {
            return text(state, settings.dependencyStatus() == null ? "" : settings.dependencyStatus());
        }

        boolean isHealthy() {
            return status().filter(settings.healthyValues()::contains).isPresent();
        }

        /** The latency that the target reports, in milliseconds. */
        Optional<Double> latencyMillis() {
            if (settings.dependencyLatency() == null) {
                return Optional.empty();
            }
            JsonNode value = state.at(settings.dependencyLatency());
            return value.isNumber() ? Optional.of(value.doubleValue()) : Optional.empty();
        }

        Optional<String> checkedAt() {
            return settings.dependencyCheckedAt() == null
                    ? Optional.empty()
                    : text(state, settings.dependencyCheckedAt());
        }
    }
}
