package dev.seaworthy.health;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the health probe: {@code probes.health} of the contract. Pointers are JSON pointers (RFC 6901) into the
 * readiness document, or, where it says so, into one dependency's part of it.
 *
 * @param live the operation that tells liveness, or null
 * @param ready the operation that tells readiness, or null
 * @param status where the overall status is, or null if the status code alone tells
 * @param readyValues the words that mean ready
 * @param dependencies where the mapping from a dependency's name to its state is, or null
 * @param dependencyStatus where its status is, in the dependency; empty text for the value itself
 * @param dependencyLatency where its latency in milliseconds is, in the dependency; or null
 * @param dependencyCheckedAt where the time of its last examination is, in the dependency; or null
 * @param healthyValues the words that mean that a dependency is up
 * @param required dependencies without which the service is not ready
 * @param latencyLimit what a dependency's reported latency must stay below, or null
 * @param build where the build's id is, or null
 * @param startedAt where the time of the process's start is, or null
 * @param uptime where the seconds since the start are, or null
 * @param readingGap how long lies between two readings that must differ; 250 ms unless given
 */
public record HealthSettings(
        @Nullable String live,
        @Nullable String ready,
        @Nullable String status,
        List<String> readyValues,
        @Nullable String dependencies,
        @Nullable String dependencyStatus,
        @Nullable String dependencyLatency,
        @Nullable String dependencyCheckedAt,
        List<String> healthyValues,
        List<String> required,
        @Nullable Duration latencyLimit,
        @Nullable String build,
        @Nullable String startedAt,
        @Nullable String uptime,
        @Nullable Duration readingGap) {

    Duration gap() {
        return readingGap == null ? Duration.ofMillis(250) : readingGap;
    }
}
