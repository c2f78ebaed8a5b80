package dev.seaworthy.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code run.json}: what the run set out to do, written before its first request. A report needs nothing else to know
 * what is missing. Durations are seconds, rates are per second.
 *
 * @param schemaVersion of this document; 1
 * @param id the run directory's name
 * @param environment the contract's name
 * @param description the contract's description
 * @param startedAt UTC
 * @param contractSha256 of the contract's bytes
 * @param seed of every choice at random
 * @param command how to run it again, without secrets
 * @param versions of the harness and its engines, e.g. {@code seaworthy}, {@code gatling}, {@code netty}
 * @param machine of the injector: processors, memory, operating system, Java
 * @param fingerprint of environment, contract and machine class; only runs that share it may be compared
 * @param targets the URIs that are probed
 * @param areas the concern of each probe by its id, in report order
 * @param checks every planned check
 * @param phases every planned phase of load, in order
 * @param objectives what was promised
 * @param journeys what a user comes for
 * @param policy thresholds by name, fixed before the run
 * @param kind what the run is to answer: {@link #READINESS} unless it says {@link #LOAD} or {@link #RATE_LIMIT}
 * @param addresses of each host that may be talked to, as resolved when the run began; null in recordings of old
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunManifest(
        int schemaVersion,
        String id,
        String environment,
        String description,
        Instant startedAt,
        String contractSha256,
        long seed,
        String command,
        Map<String, String> versions,
        Map<String, String> machine,
        String fingerprint,
        List<String> targets,
        Map<String, String> areas,
        List<PlannedCheck> checks,
        List<PlannedPhase> phases,
        List<PlannedObjective> objectives,
        List<PlannedJourney> journeys,
        Map<String, Double> policy,
        String kind,
        @Nullable Map<String, List<String>> addresses) {
    /** Is the environment ready? Load alone does not show it. */
    public static final String READINESS = "readiness";
    /** What is the limiter, and does it do what it says? */
    public static final String RATE_LIMIT = "rate-limit";
    /** Does the environment hold its objectives under load? Asked without checks. */
    public static final String LOAD = "load";

    @SuppressWarnings("ConstantValue") // run.json of old does not say
    public RunManifest {
        kind = kind == null ? READINESS : kind;
    }

    /**
     * A check that was planned, with its card.
     *
     * @param area the probe's id
     * @param severity name of {@link dev.seaworthy.kernel.Severity}
     * @param safety code of {@link dev.seaworthy.kernel.SafetyClass}; null in recordings of old
     */
    public record PlannedCheck(
            String id,
            String area,
            String sentence,
            String severity,
            String source,
            String sends,
            String expects,
            String proves,
            String falsifier,
            String byHand,
            @Nullable String safety) {}

    /**
     * A phase of load that was planned.
     *
     * @param operations the operations that it loads
     * @param model {@code open}, {@code ramp} or {@code closed}; {@code warm-up} for load that is not judged
     * @param ratePerSecond offered by each operation's population at the end of the phase; null for a closed model
     * @param users of each population; null for an open model
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PlannedPhase(
            String name,
            List<String> operations,
            String model,
            @Nullable Double ratePerSecond,
            @Nullable Integer users,
            double seconds) {}

    /** A service level objective; see the contract. Without a phase it is judged in every phase that loads the operation. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PlannedObjective(
            String operation,
            @Nullable String phase,
            @Nullable Double quantile,
            @Nullable Double atMostSeconds,
            @Nullable Double errorRatio) {}

    /** A journey: ids of checks, or names of operations, in order. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PlannedJourney(
            String name, List<String> steps, @Nullable String value) {}
}
