package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.readiness.Report.GateStatus;
import dev.seaworthy.readiness.Report.Issue;
import dev.seaworthy.readiness.Report.ObjectiveRow;
import dev.seaworthy.readiness.Report.Recommendation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One list, by rule. P0: something that vetoes. P1: another refuted claim, or something that must be proven and is not.
 * P2: the rest that is unproven.
 */
final class Recommendations {
    private final Commands commands;
    private final List<Recommendation> all = new ArrayList<>();

    private Recommendations(Commands commands) {
        this.commands = commands;
    }

    static List<Recommendation> of(
            List<Issue> issues,
            List<CheckRow> checks,
            List<ObjectiveRow> objectives,
            List<Report.Gate> gates,
            Commands commands) {
        Recommendations list = new Recommendations(commands);
        issues.forEach(list::mend);
        objectives.forEach(list::meet);
        gates.forEach(list::clear);
        checks.forEach(list::prove);
        list.all.sort(Comparator.comparing(Recommendation::priority));
        return List.copyOf(list.all);
    }

    private void mend(Issue issue) {
        String cause = issue.inference();
        add(
                issue.priority(),
                "Mend " + issue.checks().get(0) + (issue.checks().size() > 1 ? " and what fails with it" : ""),
                issue.observation() + (cause == null ? "" : ". Probable cause: " + cause),
                issue.rerun(),
                issue.checks());
    }

    private void meet(ObjectiveRow row) {
        if (row.verdict().equals(Verdict.PASS.name())) {
            return;
        }
        boolean missed = row.verdict().equals(Verdict.FAIL.name());
        add(
                missed ? "P0" : "P1",
                (missed ? "Meet" : "Measure enough to decide") + " the objective on " + row.operation() + ": "
                        + row.target(),
                row.reason(),
                commands.run(),
                List.of(row.id()));
    }

    private void clear(Report.Gate gate) {
        if (gate.status() == GateStatus.HELD) {
            return;
        }
        String action = switch (gate.id()) {
            case "no-secret-written" ->
                gate.status() == GateStatus.VETOED
                        ? "Revoke the secret that was written, and delete the artefact"
                        : "Run again to the end, so that the artefacts are searched for secrets";
            case "load-delivered" -> "Give the injector more room, or offer a load that it can make";
            case "instruments-agree" -> "Find out why two instruments disagree before trusting either";
            case "recording-complete" -> "Run again to the end";
            default -> "";
        };
        if (!action.isEmpty()) {
            String priority = gate.status() == GateStatus.VETOED ? "P0" : "P1";
            add(priority, action, gate.reasons().get(0), commands.run(), gate.about());
        }
    }

    private void prove(CheckRow check) {
        boolean critical = CheckRows.severity(check) == Severity.CRITICAL;
        switch (Verdict.valueOf(check.verdict())) {
            case PASS, FAIL -> {}
            case UNPROVEN, SKIPPED ->
                add(
                        critical ? "P1" : "P2",
                        (CheckRows.leftOutByContract(check)
                                        ? "Describe in the contract what it takes to prove "
                                        : "Prove ")
                                + check.id(),
                        check.reason(),
                        check.rerun(),
                        List.of(check.id()));
            case ERROR ->
                add(
                        "P1",
                        "Mend our side, then run " + check.id() + " again",
                        check.reason(),
                        check.rerun(),
                        List.of(check.id()));
        }
    }

    private void add(String priority, String action, String why, String verify, List<String> about) {
        String horizon = switch (priority) {
            case "P0" -> "before shipping";
            case "P1" -> "within a week";
            default -> "within a sprint";
        };
        all.add(new Recommendation(priority, horizon, action, why, verify, List.copyOf(about)));
    }
}
