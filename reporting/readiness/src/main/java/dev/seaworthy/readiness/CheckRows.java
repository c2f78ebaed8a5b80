package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Execution;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.recording.FindingRow;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunManifest.PlannedCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exactly one row per planned check, or no report. */
final class CheckRows {
    private CheckRows() {}

    /**
     * The rows, in plan order.
     *
     * @throws DoesNotReconcile if findings and plan contradict each other
     */
    static List<CheckRow> of(RecordedRun run, Commands commands) {
        Map<String, FindingRow> findings = new LinkedHashMap<>();
        for (FindingRow finding : run.findings()) {
            if (findings.put(finding.check(), finding) != null) {
                throw new DoesNotReconcile(
                        "check " + finding.check() + " has more than one finding: the recording of run "
                                + run.manifest().id() + " was altered, or two runs were mixed");
            }
        }
        Map<String, CheckRow> rows = new LinkedHashMap<>();
        for (PlannedCheck planned : run.manifest().checks()) {
            CheckRow row = row(planned, findings.remove(planned.id()), run, commands);
            if (rows.put(planned.id(), row) != null) {
                throw new DoesNotReconcile("check " + planned.id() + " was planned twice");
            }
        }
        if (!findings.isEmpty()) {
            throw new DoesNotReconcile(
                    "there are findings on checks that were never planned: " + String.join(", ", findings.keySet()));
        }
        return List.copyOf(rows.values());
    }

    /**
     * The sums.
     *
     * @throws DoesNotReconcile unless planned = done + skipped + errors
     */
    static Report.Reconciliation reconcile(int planned, List<CheckRow> rows) {
        int done = 0;
        int skipped = 0;
        int errors = 0;
        for (CheckRow row : rows) {
            switch (Verdict.valueOf(row.verdict())) {
                case PASS, FAIL, UNPROVEN -> done++;
                case SKIPPED -> skipped++;
                case ERROR -> errors++;
            }
        }
        String sum = planned + " planned = " + done + " done + " + skipped + " skipped + " + errors + " errors";
        if (planned != done + skipped + errors) {
            throw new DoesNotReconcile("the report does not add up: " + sum + " is false");
        }
        return new Report.Reconciliation(planned, done, skipped, errors, sum);
    }

    static Severity severity(CheckRow row) {
        return Severity.valueOf(row.severity());
    }

    static boolean is(CheckRow row, Verdict verdict) {
        return row.verdict().equals(verdict.name());
    }

    /** Whether nobody asked for it here: listed as unproven, and in nobody's way. */
    static boolean leftOut(CheckRow row) {
        return leftOutByContract(row)
                || is(row, Verdict.SKIPPED)
                        && (row.reason().startsWith("does not apply")
                                || row.reason().startsWith("not asked for"));
    }

    /** Left out because the contract does not describe what it would need. */
    static boolean leftOutByContract(CheckRow row) {
        return is(row, Verdict.SKIPPED) && row.reason().startsWith("not in the contract");
    }

    private static CheckRow row(
            PlannedCheck planned, @Nullable FindingRow finding, RecordedRun run, Commands commands) {
        requireSeverity(planned);
        Judged judged = judged(finding, run);
        return new CheckRow(
                planned.id(),
                planned.area(),
                planned.sentence(),
                planned.severity(),
                planned.source(),
                (finding == null ? Execution.NOT_RUN : finding.execution()).name(),
                judged.verdict().name(),
                finding == null || judged.verdict() == finding.verdict()
                        ? null
                        : finding.verdict().name(),
                Exchanges.brief(judged.reason()),
                finding == null ? Map.of() : Exchanges.brief(Limits.others(finding.facts())),
                finding == null ? List.of() : finding.evidence(),
                finding == null ? null : finding.startedAt().toString(),
                finding == null ? null : finding.tookSeconds(),
                new Report.Card(
                        planned.sends(),
                        planned.expects(),
                        planned.proves(),
                        planned.falsifier(),
                        planned.byHand(),
                        planned.safety()),
                commands.check(List.of(planned.id())));
    }

    private static void requireSeverity(PlannedCheck planned) {
        for (Severity severity : Severity.values()) {
            if (severity.name().equals(planned.severity())) {
                return;
            }
        }
        throw new DoesNotReconcile(
                "check " + planned.id() + " was planned with the unknown severity '" + planned.severity() + "'");
    }

    /** The verdict on record, unless what it rests on is gone. */
    private static Judged judged(@Nullable FindingRow finding, RecordedRun run) {
        if (finding == null) {
            return new Judged(Verdict.SKIPPED, "the run ended before this check began");
        }
        if (!finding.verdict().needsEvidence()) {
            return new Judged(finding.verdict(), finding.reason());
        }
        List<String> lost = new ArrayList<>(finding.evidence());
        lost.removeAll(run.evidence().keySet());
        int kept = finding.evidence().size() - lost.size();
        if (kept == 0) {
            return new Judged(
                    Verdict.UNPROVEN,
                    "recorded as " + finding.verdict() + ", but none of its exchanges is on record: "
                            + finding.reason());
        }
        if (finding.verdict() == Verdict.PASS && !lost.isEmpty()) {
            return new Judged(
                    Verdict.UNPROVEN,
                    "recorded as PASS, but " + lost.size() + " of "
                            + finding.evidence().size() + " exchanges are lost: " + finding.reason());
        }
        if (finding.verdict() == Verdict.PASS && finding.execution() != Execution.DONE) {
            return new Judged(Verdict.UNPROVEN, "the run ended before this check did: " + finding.reason());
        }
        return new Judged(finding.verdict(), finding.reason());
    }

    private record Judged(Verdict verdict, String reason) {}
}
