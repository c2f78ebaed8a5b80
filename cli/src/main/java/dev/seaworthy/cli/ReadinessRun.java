package dev.seaworthy.cli;

import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Moment;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.readiness.Report;
import dev.seaworthy.recording.FindingRow;
import dev.seaworthy.recording.Journal;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunDirectory;
import dev.seaworthy.recording.RunManifest;
import java.util.List;
import java.util.Map;

/** One run from its plan to its report: checks, load, cross-check, seal, leak audit, judgement. */
final class ReadinessRun {
    private static final String NO_LOAD = "there is no load in this run; `seaworthy run` has it";
    private static final String NO_ANSWER = "no check had an answer from the target, so there was no load";

    private final OpenEnvironment open;
    private final RunPlan plan;
    private final RunDirectory directory;
    private final Console console;
    private final Interruption interruption;
    private final SafetyClass allowed;

    private ReadinessRun(
            OpenEnvironment open,
            RunPlan plan,
            RunDirectory directory,
            Console console,
            Interruption interruption,
            SafetyClass allowed) {
        this.open = open;
        this.plan = plan;
        this.directory = directory;
        this.console = console;
        this.interruption = interruption;
        this.allowed = allowed;
    }

    /** Writes the manifest; nothing has been sent before. */
    static ReadinessRun begin(
            OpenEnvironment open, RunPlan plan, RunManifest manifest, RunOptions options, Console console) {
        RunDirectory directory =
                RunDirectory.create(options.out(), manifest, open.reach().vault());
        return new ReadinessRun(open, plan, directory, console, Interruption.ofProcess(console), options.safety());
    }

    RunDirectory directory() {
        return directory;
    }

    boolean interrupted() {
        return interruption.requested();
    }

    /** Everything is written: an interruption that comes now finds nothing to wait for. */
    void finished() {
        interruption.finished();
    }

    /** Whether a stop rule or the stop file ended it. */
    boolean stopped() {
        return open.reach().budget().halted().isPresent();
    }

    /** Runs all that was planned, and returns the report that was written. */
    Report run() {
        RequestBudget budget = open.reach().budget();
        budget.onHalt(why -> {
            console.line("seaworthy: stopped: " + why + "; what was recorded so far is kept");
            interruption.request();
        });
        try (StopFile unused = StopFile.watched(open.environment().rails().stopFile(), budget)) {
            return runWatched();
        }
    }

    private Report runWatched() {
        CheckRound round = new CheckRound(directory, open.reach(), console, interruption);
        for (Check check : plan.checks()) {
            if (!Footprints.isWithin(check, allowed)) {
                round.skip(List.of(check), Footprints.leftOut(check));
            }
        }
        List<Check> within = plan.checks().stream()
                .filter(check -> Footprints.isWithin(check, allowed))
                .toList();
        List<FindingRow> findings = round.run(at(Moment.AT_REST, within));
        List<Check> loaded = at(Moment.UNDER_LOAD, within);
        List<Check> afterwards = at(Moment.AFTER_LOAD, within);
        if (!plan.phases().isEmpty() && !interruption.requested()) {
            try (Journal journal = directory.injector(1)) {
                boolean loads = load(journal, findings, new LoadedChecks(round, loaded, plan.phases()));
                journal.seal();
                if (loads) {
                    var unused = round.run(afterwards);
                } else {
                    round.skip(afterwards, NO_ANSWER);
                }
            }
        } else if (!interruption.requested()) {
            round.skip(loaded, NO_LOAD);
            round.skip(afterwards, "not asked for: " + NO_LOAD);
        }
        directory.seal(interruption.requested() ? RecordedRun.Ending.INTERRUPTED : RecordedRun.Ending.COMPLETE);
        return Reports.finish(directory, open.reach().vault(), console);
    }

    private static List<Check> at(Moment moment, List<Check> checks) {
        return checks.stream().filter(check -> check.moment() == moment).toList();
    }

    /** False if the load was not begun. */
    private boolean load(Journal journal, List<FindingRow> findings, LoadedChecks loaded) {
        if (!answers(findings)) {
            journal.event("load-not-begun", Map.of("reason", "no check had an answer from the target"));
            console.line("load not begun: no check had an answer from the target");
            loaded.end(NO_ANSWER);
            return false;
        }
        LoadStage stage = new LoadStage(open, directory, console, interruption);
        stage.run(plan, journal, loaded);
        return true;
    }

    /** Whether the target answered anything at all; loading a dead address measures nothing. */
    private boolean answers(List<FindingRow> findings) {
        return plan.checks().isEmpty()
                || directory.read().evidence().values().stream()
                        .anyMatch(exchange -> exchange.outcome().answered())
                || findings.stream().allMatch(row -> row.evidence().isEmpty());
    }
}
