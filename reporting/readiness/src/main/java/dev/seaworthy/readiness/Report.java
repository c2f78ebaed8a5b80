package dev.seaworthy.readiness;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code report.json}, by {@code report-1.schema.json}; other formats are functions of it. Decimal seconds, rates per second, UTC.
 *
 * @param schemaVersion of this document; {@link #SCHEMA_VERSION}
 * @param run what was run, where and with what
 * @param readiness the verdict and what it rests on
 * @param areas one row per probe
 * @param checks one row per planned check, in plan order
 * @param operations one row per phase and operation
 * @param journeys what a user comes for
 * @param issues refuted claims, grouped by cause
 * @param rateLimits what was learned of each limiter
 * @param webSockets what was learned of sockets, or null where none was probed
 * @param injectors one row per load-making JVM
 * @param baseline comparison with a blessed run, or null
 * @param recommendations what to do, most urgent first
 * @param business worth of journeys by status
 * @param audit probes against null targets, or null
 * @param reconciliation planned against done
 * @param leakAudit the search for secrets in the artefacts
 * @param crossChecks our figures beside those of an independent instrument
 * @param evidence exchanges by id
 */
public record Report(
        int schemaVersion,
        Run run,
        Judgement readiness,
        List<Area> areas,
        List<CheckRow> checks,
        List<OperationRow> operations,
        List<Journey> journeys,
        List<Issue> issues,
        List<RateLimit> rateLimits,
        @Nullable WebSockets webSockets,
        List<Injector> injectors,
        @Nullable Object baseline,
        List<Recommendation> recommendations,
        List<Object> business,
        @Nullable Object audit,
        Reconciliation reconciliation,
        LeakAuditRow leakAudit,
        List<CrossCheckRow> crossChecks,
        Map<String, ExchangeRow> evidence) {

    /** The version that this code writes. */
    public static final int SCHEMA_VERSION = 1;

    /**
     * What was run.
     *
     * @param endedAt of the last record that is intact
     * @param policy every threshold that was used, defaults included
     * @param ending {@code COMPLETE}, {@code INTERRUPTED} or {@code UNSEALED}
     */
    public record Run(
            String id,
            String environment,
            String description,
            String startedAt,
            String endedAt,
            double seconds,
            String command,
            String contractSha256,
            long seed,
            String fingerprint,
            List<String> targets,
            Map<String, String> versions,
            Map<String, String> machine,
            Map<String, Double> policy,
            String ending,
            List<DamageRow> damages,
            List<Phase> phases) {}

    /** Something in the run directory that could not be read. */
    public record DamageRow(String file, long offset, long bytes, String what) {}

    /**
     * A planned phase of load.
     *
     * @param startSeconds of its first recorded interval, after the first record of the load; null if there is none
     */
    public record Phase(
            String name,
            List<String> operations,
            String model,
            @Nullable Double ratePerSecond,
            @Nullable Integer users,
            double seconds,
            @Nullable Double startSeconds) {}

    /** May it ship? */
    public enum Answer {
        /** Every gate holds. */
        READY,
        /** A gate vetoes: something that matters was refuted. */
        NOT_READY,
        /** Nothing that blocks was refuted, and not everything that must be proven was. */
        UNPROVEN
    }

    /**
     * The verdict.
     *
     * @param reasons one sentence each, the gravest first; for READY, what it rests on
     * @param proven claims of which the expected behaviour was seen
     * @param refuted claims of which a violation was seen
     * @param unproven all other claims; they stay in the denominator
     * @param claims the denominator
     * @param formula how the three add up
     */
    public record Judgement(
            Answer verdict,
            List<String> reasons,
            List<Gate> gates,
            List<ObjectiveRow> objectives,
            int proven,
            int refuted,
            int unproven,
            int claims,
            String formula) {}

    /** What a gate says. */
    public enum GateStatus {
        HELD,
        /** Shipping is vetoed. */
        VETOED,
        /** Nobody can tell. */
        UNPROVEN
    }

    /**
     * A condition that vetoes.
     *
     * @param sentence what must hold
     * @param reasons why it does not; empty when it holds
     * @param about ids of checks, operations or journeys that decided it
     */
    public record Gate(String id, String sentence, GateStatus status, List<String> reasons, List<String> about) {}

    /**
     * A part of a service level objective, judged in one phase.
     *
     * @param target in words, e.g. {@code p99 of response time at most 0.3 s}
     * @param unit of the four figures: {@code seconds} or {@code ratio}
     * @param value the estimate, or null without a sample
     * @param low lower end of the 95 % interval
     * @param high upper end
     * @param samples how many turns it rests on
     */
    public record ObjectiveRow(
            String id,
            String operation,
            @Nullable String phase,
            String target,
            String unit,
            double limit,
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high,
            long samples,
            String verdict,
            String reason) {}

    /** Share of claims of one probe. */
    public record Area(
            String id,
            String concern,
            String status,
            int claims,
            int proven,
            int refuted,
            int unproven,
            String formula) {}

    /**
     * One planned check.
     *
     * @param execution {@code DONE}, {@code INTERRUPTED} or {@code NOT_RUN}
     * @param verdict as judged; see {@link #recorded}
     * @param recorded the verdict on record where the judgement differs from it, or null
     */
    public record CheckRow(
            String id,
            String area,
            String sentence,
            String severity,
            String source,
            String execution,
            String verdict,
            @Nullable String recorded,
            String reason,
            Map<String, @Nullable Object> facts,
            List<String> evidence,
            @Nullable String startedAt,
            @Nullable Double tookSeconds,
            Card card,
            String rerun) {}

    /** How a check works. */
    public record Card(
            String sends,
            String expects,
            String proves,
            String falsifier,
            String byHand,
            @Nullable String safety) {}

    /**
     * A journey: all steps have to work.
     *
     * @param status {@code PROVEN}, {@code BROKEN} or {@code UNPROVEN}
     * @param firstBreak the first step that is refuted, or null
     * @param value what it is worth in the owner's words, or null
     */
    public record Journey(
            String name,
            String status,
            @Nullable Step firstBreak,
            List<Step> steps,
            @Nullable String value) {}

    /** A step of a journey: a check or an operation, with the same three statuses. */
    public record Step(String id, String sentence, String status, String reason) {}

    /**
     * Refuted checks that share a cause.
     *
     * @param observation what was seen
     * @param inference what probably causes it, or null
     * @param confidence in the inference, in the words or number that the check gave, or null
     * @param experiment what would decide, or null
     * @param clientsThatFail client stacks that fail because of it
     * @param clientsThatOpen client stacks that do not notice
     */
    public record Issue(
            String id,
            String title,
            String area,
            String severity,
            String priority,
            List<String> checks,
            String observation,
            @Nullable String inference,
            @Nullable String confidence,
            @Nullable String experiment,
            List<String> clientsThatFail,
            List<String> clientsThatOpen,
            List<String> evidence,
            String rerun) {}

    /** What to do. {@code verify} is a command that shows whether it is done. */
    public record Recommendation(
            String priority, String horizon, String action, String why, String verify, List<String> about) {}

    /** {@code planned = done + skipped + errors}; a report in which it is false does not exist. */
    public record Reconciliation(int planned, int done, int skipped, int errors, String formula) {}

    /**
     * The search for every secret of the run in everything that it wrote.
     *
     * @param performed whether it was done: the secrets are known only while the run lives
     * @param leaks where one was found; {@code label} stands for the secret and does not tell it
     */
    public record LeakAuditRow(boolean performed, int secrets, int files, List<LeakRow> leaks) {}

    /** A secret in a file. */
    public record LeakRow(String file, String label) {}

    /** One figure by two instruments. */
    public record CrossCheckRow(
            String operation, String figure, double ours, double theirs, double tolerance, boolean agrees) {}

    /**
     * What went over the wire, redacted where it was recorded.
     *
     * @param omittedCharacters how much of {@code sent} and {@code received} is left to {@code evidence/<id>.json}
     */
    public record ExchangeRow(
            String kind,
            String summary,
            String outcome,
            String detail,
            String startedAt,
            long connection,
            String local,
            String remote,
            @Nullable String tls,
            @Nullable Double responseSeconds,
            @Nullable Double firstByteSeconds,
            String sent,
            String received,
            long omittedCharacters) {}

    /** See {@link OperationRow}. Its interval is joined with the noise floor of the instrument. */
    public record Percentile(
            double q,
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high,
            boolean resolvable,
            long needs,
            long n) {}

    /**
     * What one operation did in one phase.
     *
     * @param count turns that ended, whatever their outcome
     * @param errors turns that ended in anything but OK and are the target's
     * @param instrument turns that our side did not send or spoiled; never charged to the target
     * @param scheduled turns that the schedule asked for, or null where it asked for none by this name
     * @param offeredRate asked for, or null for a closed model
     * @param achievedRate ended and charged to the target
     * @param achievedIsLeast whether the injector was saturated, so that the target may take more
     * @param outcomes by name, zero left out
     * @param percentiles of the response time of successes: intended start to end
     * @param servicePercentiles of their service time: written request to end
     * @param lag from the intended start to the beginning of work
     * @param blocked from there to the written request
     * @param shed turns that were given up unsent
     * @param errorSignatures the words of failures, the most frequent first
     * @param timeline in equal buckets
     * @param overflow turns longer than an hour, in no percentile
     */
    public record OperationRow(
            String name,
            String phase,
            String model,
            long count,
            long errors,
            long instrument,
            @Nullable Long scheduled,
            double seconds,
            @Nullable Double offeredRate,
            double achievedRate,
            boolean achievedIsLeast,
            @Nullable Double errorRatio,
            @Nullable Double errorRatioLow,
            @Nullable Double errorRatioHigh,
            Map<String, Long> outcomes,
            @Nullable Double meanSeconds,
            @Nullable Double maxSeconds,
            List<Percentile> percentiles,
            List<Percentile> servicePercentiles,
            Delay lag,
            Delay blocked,
            long shed,
            List<Signature> errorSignatures,
            List<Bucket> timeline,
            long overflow) {}

    /**
     * A stretch of a phase.
     *
     * @param atSeconds its start, after the first record of the load
     * @param p50 of the response time of successes, or null without one
     */
    public record Bucket(
            double atSeconds,
            double seconds,
            long count,
            long errors,
            @Nullable Double p50,
            @Nullable Double p99,
            @Nullable Double max) {}

    /**
     * A delay on our side of the wire, in seconds; null without a turn.
     *
     * @param over how many turns it held up for more than a millisecond
     */
    public record Delay(
            @Nullable Double p50,
            @Nullable Double p99,
            @Nullable Double max,
            long over) {}

    /** How many turns failed with these words. */
    public record Signature(String signature, long count) {}

    /**
     * Sockets: what the checks said, and how the operations on them did.
     *
     * @param opened or null where no check gave it; likewise the others
     * @param closedByCode how many closed with which code
     */
    public record WebSockets(
            @Nullable Long requested,
            @Nullable Long opened,
            @Nullable Long aliveAtEnd,
            Map<String, Long> closedByCode,
            List<String> checks,
            List<String> operations,
            Map<String, Map<String, @Nullable Object>> facts) {}
}
