package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.readiness.Report.CrossCheckRow;
import dev.seaworthy.readiness.Report.Gate;
import dev.seaworthy.readiness.Report.GateStatus;
import dev.seaworthy.readiness.Report.Journey;
import dev.seaworthy.readiness.Report.ObjectiveRow;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunManifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The conditions that veto, in the order in which a reader wants to know of them. */
final class Gates {
    private final Policy policy;
    private final List<Gate> gates = new ArrayList<>();

    private Gates(Policy policy) {
        this.policy = policy;
    }

    /** All gates; none is left out because it holds. */
    static List<Gate> of(Facts facts, Policy policy) {
        Gates gates = new Gates(policy);
        gates.refutations(facts.checks());
        gates.journeys(facts.journeys());
        gates.objectives(facts.objectives());
        gates.leaks(facts.leakAudit());
        gates.mustProve(facts);
        gates.errors(facts.checks());
        gates.load(facts.operations());
        gates.agreement(facts.crossChecks());
        gates.recording(facts.run());
        return List.copyOf(gates.gates);
    }

    /** What gates look at. */
    record Facts(
            RecordedRun run,
            Report.LeakAuditRow leakAudit,
            List<CheckRow> checks,
            List<OperationRow> operations,
            List<ObjectiveRow> objectives,
            List<Journey> journeys,
            List<CrossCheckRow> crossChecks) {}

    private void refutations(List<CheckRow> checks) {
        Tally tally = new Tally(GateStatus.VETOED);
        for (CheckRow check : gravestFirst(checks)) {
            if (CheckRows.is(check, Verdict.FAIL) && policy.blocks(CheckRows.severity(check))) {
                tally.add(
                        check.id(),
                        "Refuted, " + check.severity().toLowerCase(Locale.ROOT) + ": " + check.id() + ": "
                                + check.reason());
            }
        }
        add("no-blocking-refutation", "No claim of a severity that blocks is refuted", tally);
    }

    private static List<CheckRow> gravestFirst(List<CheckRow> checks) {
        return checks.stream().sorted(Comparator.comparing(CheckRows::severity)).toList();
    }

    private void journeys(List<Journey> journeys) {
        Tally tally = new Tally(GateStatus.VETOED);
        for (Journey journey : journeys) {
            Report.Step broken = journey.firstBreak();
            if (broken != null) {
                tally.add(
                        journey.name(),
                        "Journey \"" + journey.name() + "\" breaks at " + broken.id() + ": " + broken.reason());
            } else if (journey.status().equals(Journeys.UNPROVEN)) {
                tally.doubt(journey.name(), "Journey \"" + journey.name() + "\" is not proven: " + firstDoubt(journey));
            }
        }
        add("journeys-whole", "Every step of every journey works", tally);
    }

    private static String firstDoubt(Journey journey) {
        return journey.steps().stream()
                .filter(step -> step.status().equals(Journeys.UNPROVEN))
                .findFirst()
                .map(step -> step.id() + ": " + step.reason())
                .orElse("it has no steps");
    }

    private void objectives(List<ObjectiveRow> objectives) {
        Tally tally = new Tally(GateStatus.VETOED);
        for (ObjectiveRow row : objectives) {
            String where = row.phase() == null ? "" : " in " + row.phase();
            String text = row.operation() + where + ", " + row.target() + ": " + row.reason();
            if (row.verdict().equals(Verdict.FAIL.name())) {
                tally.add(row.id(), "Objective missed: " + text);
            } else if (!row.verdict().equals(Verdict.PASS.name())) {
                tally.doubt(row.id(), "Objective not proven: " + text);
            }
        }
        add("objectives-met", "Every objective is met with its whole interval", tally);
    }

    private void leaks(Report.LeakAuditRow audit) {
        Tally tally = new Tally(GateStatus.VETOED);
        for (Report.LeakRow hit : audit.leaks()) {
            tally.add(hit.file(), "A secret (" + hit.label() + ") was written to " + hit.file());
        }
        if (!audit.performed()) {
            tally.doubt("leak-audit", "Nobody searched the artefacts for secrets");
        }
        add("no-secret-written", "No secret of the run is in any artefact", tally);
    }

    private void mustProve(Facts facts) {
        List<CheckRow> checks = facts.checks();
        Tally tally = new Tally(GateStatus.UNPROVEN);
        for (CheckRow check : checks) {
            boolean critical = CheckRows.severity(check) == Severity.CRITICAL;
            boolean hygiene = CheckRows.severity(check).compareTo(Severity.LOW) >= 0;
            boolean required = critical || policy.mustProve(check.area()) && !hygiene;
            boolean open = CheckRows.is(check, Verdict.UNPROVEN)
                    || CheckRows.is(check, Verdict.SKIPPED)
                            && (critical
                                    ? !CheckRows.leftOut(check)
                                    : !check.execution().equals("DONE"));
            if (open && required) {
                tally.add(check.id(), "Must be proven and is not: " + check.id() + ": " + check.reason());
            }
        }
        boolean load = facts.run().manifest().kind().equals(RunManifest.LOAD);
        if (load && facts.objectives().isEmpty()) {
            tally.add("objectives", "No objective was planned, so nothing was to be proven");
        } else if (!load && checks.isEmpty()) {
            tally.add("checks", "No check was planned, and load alone does not show that an environment is ready");
        }
        undecidedAreas(checks)
                .forEach((area, open) -> tally.add(
                        open.id(),
                        "Nothing of the area " + area + " is decided, e.g. " + open.id() + ": " + open.reason()));
        add(
                "must-prove",
                "Every critical claim, and every claim above low of an area that must be proven, is proven",
                tally);
    }

    /** Areas that were tried and of which nothing is known, each with its first open claim of a severity that blocks. */
    private static Map<String, CheckRow> undecidedAreas(List<CheckRow> checks) {
        Map<String, CheckRow> areas = new LinkedHashMap<>();
        for (CheckRow check : checks) {
            if (CheckRows.is(check, Verdict.UNPROVEN)
                    && CheckRows.severity(check) == Severity.HIGH
                    && checks.stream().noneMatch(other -> other.area().equals(check.area()) && isDecided(other))) {
                areas.putIfAbsent(check.area(), check);
            }
        }
        return areas;
    }

    private static boolean isDecided(CheckRow check) {
        return CheckRows.is(check, Verdict.PASS) || CheckRows.is(check, Verdict.FAIL);
    }

    private void errors(List<CheckRow> checks) {
        Tally tally = new Tally(GateStatus.UNPROVEN);
        for (CheckRow check : checks) {
            if (CheckRows.is(check, Verdict.ERROR)) {
                tally.add(check.id(), "Fault on our side in " + check.id() + ": " + check.reason());
            }
        }
        add("no-harness-error", "No check ended in a fault of the harness", tally);
    }

    private void load(List<OperationRow> operations) {
        Tally tally = new Tally(GateStatus.UNPROVEN);
        double leastShare = policy.value(Policy.ACHIEVED_SHARE);
        double greatestOurs = policy.value(Policy.INSTRUMENT_SHARE);
        for (OperationRow row : operations) {
            if (row.model().equals(Load.WARM_UP)) {
                continue;
            }
            String where = row.name() + " in " + row.phase();
            Double offered = row.offeredRate();
            if (offered != null && row.achievedRate() < offered * leastShare) {
                tally.add(
                        where,
                        where + " achieved " + (row.achievedIsLeast() ? "at least " : "")
                                + Figures.rate(row.achievedRate()) + " of " + Figures.rate(offered)
                                + " offered, below " + Figures.share(leastShare)
                                + (row.achievedIsLeast()
                                        ? ": the injector was saturated, so that nobody knows what the target takes"
                                        : row.errors() == 0
                                                ? " without an error: the load that was promised was not made"
                                                : ", with " + Figures.many(row.errors(), "error", "errors")));
            } else if (row.model().equals("closed") && row.count() == 0) {
                tally.add(where, where + " ended no turn");
            }
            if (row.instrument() > greatestOurs * row.count()) {
                tally.add(
                        where,
                        where + ": " + Figures.count(row.instrument()) + " of " + Figures.count(row.count())
                                + " turns were spoiled or held back on our side");
            }
        }
        add("load-delivered", "The offered load was made", tally);
    }

    private void agreement(List<CrossCheckRow> crossChecks) {
        Tally tally = new Tally(GateStatus.UNPROVEN);
        for (CrossCheckRow row : crossChecks) {
            if (!row.agrees()) {
                tally.add(
                        row.operation(),
                        "Two instruments disagree on " + row.figure() + " of " + row.operation() + ": "
                                + Figures.figure(row.figure(), row.ours()) + " by ours, "
                                + Figures.figure(row.figure(), row.theirs()) + " by the other, tolerance "
                                + Figures.figure(row.figure(), row.tolerance()));
            }
        }
        add("instruments-agree", "An independent instrument measured the same", tally);
    }

    private void recording(RecordedRun run) {
        Tally tally = new Tally(GateStatus.UNPROVEN);
        switch (run.ending()) {
            case COMPLETE -> {}
            case INTERRUPTED -> tally.add("run", "Incomplete: the run was interrupted before its end");
            case UNSEALED ->
                tally.add("run", "Incomplete: the run was never sealed; it was killed, or is still running");
        }
        run.damages()
                .forEach(damage -> tally.add(
                        damage.file(),
                        "Incomplete: " + damage.file() + " is damaged at byte " + damage.offset() + " ("
                                + Figures.many(damage.bytes(), "byte", "bytes") + "): " + damage.what()));
        run.injectors().stream()
                .filter(injector -> !injector.sealed())
                .forEach(injector -> tally.add(
                        "injector " + injector.number(),
                        "Incomplete: injector " + injector.number() + " did not seal its journal"));
        add("recording-complete", "The recording is complete and undamaged", tally);
    }

    private void add(String id, String sentence, Tally tally) {
        gates.add(new Gate(id, sentence, tally.status, List.copyOf(tally.reasons), List.copyOf(tally.about)));
    }

    /** Collects what speaks against one gate; the graver status wins, and its reasons come first. */
    private static final class Tally {
        private final GateStatus whenBroken;
        private final List<String> reasons = new ArrayList<>();
        private final List<String> about = new ArrayList<>();
        private GateStatus status = GateStatus.HELD;
        private int grave;

        Tally(GateStatus whenBroken) {
            this.whenBroken = whenBroken;
        }

        void add(String subject, String reason) {
            status = whenBroken;
            reasons.add(grave, reason);
            about.add(grave, subject);
            grave++;
        }

        void doubt(String subject, String reason) {
            status = status == GateStatus.HELD ? GateStatus.UNPROVEN : status;
            reasons.add(reason);
            about.add(subject);
        }
    }
}
