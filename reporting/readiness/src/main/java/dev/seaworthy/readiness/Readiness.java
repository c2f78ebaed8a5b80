package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.readiness.Report.Answer;
import dev.seaworthy.readiness.Report.Area;
import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.readiness.Report.CrossCheckRow;
import dev.seaworthy.readiness.Report.Gate;
import dev.seaworthy.readiness.Report.GateStatus;
import dev.seaworthy.readiness.Report.Issue;
import dev.seaworthy.readiness.Report.Journey;
import dev.seaworthy.readiness.Report.Judgement;
import dev.seaworthy.readiness.Report.ObjectiveRow;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.recording.FindingRow;
import dev.seaworthy.recording.LeakAuditResult;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunManifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Judges a run: gates before scores, and unproven stays in the denominator. */
public final class Readiness {
    private final RecordedRun run;
    private final Report.LeakAuditRow leakAudit;
    private final Policy policy;
    private final Commands commands;

    private Readiness(RecordedRun run, @Nullable LeakAuditResult audit) {
        this.run = run;
        this.leakAudit = leakAudit(audit);
        this.policy = Policy.of(run.manifest().policy());
        this.commands = new Commands(run.manifest().command());
    }

    /**
     * The report on a run. Pure: the same run and audit give the same report, byte for byte.
     *
     * @param audit what the search for secrets found, or null if nobody searched
     * @throws DoesNotReconcile if the recording contradicts its plan
     */
    public static Report judge(RecordedRun run, @Nullable LeakAuditResult audit) {
        return new Readiness(run, audit).report();
    }

    private static Report.LeakAuditRow leakAudit(@Nullable LeakAuditResult audit) {
        return audit == null
                ? new Report.LeakAuditRow(false, 0, 0, List.of())
                : new Report.LeakAuditRow(
                        true,
                        audit.secrets(),
                        audit.filesScanned(),
                        audit.leaks().stream()
                                .map(leak -> new Report.LeakRow(leak.file(), leak.label()))
                                .toList());
    }

    private Report report() {
        RunManifest manifest = run.manifest();
        List<CheckRow> checks = CheckRows.of(run, commands);
        Report.Reconciliation reconciliation =
                CheckRows.reconcile(manifest.checks().size(), checks);
        Instrument instrument = new Instrument(run, policy);
        Load load = new Load(run, instrument);
        List<OperationRow> operations = load.rows();
        List<CrossCheckRow> crossChecks = crossChecks();
        boolean agree = crossChecks.stream().allMatch(CrossCheckRow::agrees);
        List<ObjectiveRow> objectives =
                new Objectives(load, instrument, policy, agree).judge(manifest.objectives(), operations);
        Journeys judge = new Journeys(checks, operations, objectives, policy);
        List<Journey> journeys = manifest.journeys().stream().map(judge::judge).toList();
        List<Gate> gates = Gates.of(
                new Gates.Facts(run, leakAudit, checks, operations, objectives, journeys, crossChecks), policy);
        List<Issue> issues = Issues.of(checks, commands);
        return new Report(
                Report.SCHEMA_VERSION,
                runRow(load),
                judgement(checks, objectives, gates),
                areas(checks),
                checks,
                operations,
                journeys,
                issues,
                Limits.of(checks, run),
                Sockets.of(checks, operations),
                instrument.rows(load.start()),
                null,
                Recommendations.of(issues, checks, objectives, gates, commands),
                List.of(),
                null,
                reconciliation,
                leakAudit,
                crossChecks,
                Exchanges.of(run.evidence()));
    }

    private static Judgement judgement(List<CheckRow> checks, List<ObjectiveRow> objectives, List<Gate> gates) {
        Count count = new Count();
        checks.forEach(check -> count.add(check.verdict()));
        objectives.forEach(objective -> count.add(objective.verdict()));
        Answer answer = answer(gates);
        List<String> reasons = new ArrayList<>();
        for (GateStatus status : List.of(GateStatus.VETOED, GateStatus.UNPROVEN)) {
            gates.stream().filter(gate -> gate.status() == status).forEach(gate -> reasons.addAll(gate.reasons()));
        }
        if (answer == Answer.READY) {
            reasons.add("All " + gates.size() + " gates hold, with " + count.proven + " of "
                    + Figures.many(count.all(), "claim", "claims") + " proven"
                    + (count.refuted == 0 ? "" : ", " + count.refuted + " refuted below the severity that blocks")
                    + (count.unproven == 0 ? "" : ", " + count.unproven + " unproven that need not be proven"));
        }
        String formula = count.all() + " claims = " + checks.size() + " checks + " + objectives.size()
                + " parts of objectives; proven " + count.proven + " / " + count.all() + ", refuted " + count.refuted
                + " / " + count.all() + ", unproven " + count.unproven + " / " + count.all()
                + " (skipped, errors and not run included)";
        return new Judgement(
                answer, reasons, gates, objectives, count.proven, count.refuted, count.unproven, count.all(), formula);
    }

    private static Answer answer(List<Gate> gates) {
        if (gates.stream().anyMatch(gate -> gate.status() == GateStatus.VETOED)) {
            return Answer.NOT_READY;
        }
        return gates.stream().allMatch(gate -> gate.status() == GateStatus.HELD) ? Answer.READY : Answer.UNPROVEN;
    }

    private List<Area> areas(List<CheckRow> checks) {
        Map<String, Count> counts = new LinkedHashMap<>();
        run.manifest().areas().keySet().forEach(area -> counts.put(area, new Count()));
        for (CheckRow check : checks) {
            counts.computeIfAbsent(check.area(), unused -> new Count()).add(check.verdict());
        }
        List<Area> areas = new ArrayList<>();
        counts.forEach((id, count) -> areas.add(new Area(
                id,
                run.manifest().areas().getOrDefault(id, id),
                count.refuted > 0 ? "REFUTED" : count.unproven > 0 || count.all() == 0 ? "UNPROVEN" : "PROVEN",
                count.all(),
                count.proven,
                count.refuted,
                count.unproven,
                count.proven + " proven + " + count.refuted + " refuted + " + count.unproven + " unproven = "
                        + count.all())));
        return List.copyOf(areas);
    }

    private List<CrossCheckRow> crossChecks() {
        return run.crossChecks().stream()
                .map(row -> new CrossCheckRow(
                        row.operation(), row.figure(), row.ours(), row.theirs(), row.tolerance(), row.agrees()))
                .toList();
    }

    private Report.Run runRow(Load load) {
        RunManifest manifest = run.manifest();
        Instant end = manifest.startedAt();
        for (FindingRow finding : run.findings()) {
            Instant done = finding.startedAt().plusNanos(Math.round(finding.tookSeconds() * 1e9));
            end = done.isAfter(end) ? done : end;
        }
        Instant loadEnd = load.end();
        end = loadEnd != null && loadEnd.isAfter(end) ? loadEnd : end;
        return new Report.Run(
                manifest.id(),
                manifest.environment(),
                manifest.description(),
                manifest.startedAt().toString(),
                end.toString(),
                Duration.between(manifest.startedAt(), end).toNanos() / 1e9,
                manifest.command(),
                manifest.contractSha256(),
                manifest.seed(),
                manifest.fingerprint(),
                manifest.targets(),
                new TreeMap<>(manifest.versions()),
                new TreeMap<>(manifest.machine()),
                policy.values(),
                run.ending().name(),
                run.damages().stream()
                        .map(damage ->
                                new Report.DamageRow(damage.file(), damage.offset(), damage.bytes(), damage.what()))
                        .toList(),
                load.phaseRows());
    }

    private static final class Count {
        private int proven;
        private int refuted;
        private int unproven;

        void add(String verdict) {
            switch (Verdict.valueOf(verdict)) {
                case PASS -> proven++;
                case FAIL -> refuted++;
                case UNPROVEN, SKIPPED, ERROR -> unproven++;
            }
        }

        int all() {
            return proven + refuted + unproven;
        }
    }
}
