package dev.seaworthy.cli;

import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.readiness.Report;
import dev.seaworthy.recording.RunManifest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** From a command line to a run: opens the environment, shows the plan, asks where it must, runs, and tells the result. */
final class Launch {
    private final Console console;
    private final RunOptions options;
    private final String command;

    Launch(Console console, RunOptions options, String command) {
        this.console = console;
        this.options = options;
        this.command = command;
    }

    /**
     * Runs what {@code planner} makes of the environment.
     *
     * @param contract closed before this returns
     * @return the exit code
     */
    int run(ContractSource contract, Function<OpenEnvironment, RunPlan> planner) {
        try (contract) {
            return begin(contract, planner);
        }
    }

    private int begin(ContractSource source, Function<OpenEnvironment, RunPlan> planner) {
        ProbeCatalog catalog = ProbeCatalog.onClassPath();
        Set<String> only = options.only(catalog);
        SafetyClass allowed = options.safety();
        Map<String, Double> policy = Policies.of(options.policy());
        RunIdentity identity = RunIdentity.draw(TimeSource.system(), options.seed());
        try (OpenEnvironment open = OpenEnvironment.open(source, catalog, only, identity)) {
            RunPlan chosen = planner.apply(open);
            RunPlan plan = options.uncalibrated() ? chosen.uncalibrated() : chosen;
            String planned = open.reach().vault().redact(plan.text(open));
            if (options.plan()) {
                console.result(planned + "\n\neach check\n" + Footprints.table(plan.checks(), allowed));
                return ExitCode.READY;
            }
            console.line(planned);
            console.line("");
            Path stopFile = open.environment().rails().stopFile();
            if (stopFile != null && Files.exists(stopFile)) {
                console.line("seaworthy: refused: the stop file " + stopFile + " is there; remove it to begin");
                return ExitCode.REFUSED;
            }
            if (!agreed(open)) {
                return ExitCode.REFUSED;
            }
            String again = "./seaworthy " + command + source.asArgument() + " --seed " + identity.seed();
            RunManifest manifest = Manifests.of(open, plan, identity, again, policy);
            return run(ReadinessRun.begin(open, plan, manifest, options, console));
        }
    }

    private int run(ReadinessRun run) {
        try {
            Report report = run.run();
            Reports.tell(report, run.directory(), options.json(), console);
            if (run.stopped()) {
                return ExitCode.REFUSED;
            }
            if (run.interrupted()) {
                return ExitCode.INTERRUPTED;
            }
            return run.directory().manifest().kind().equals(RunManifest.RATE_LIMIT)
                    ? LimitAnswers.exitCode(report)
                    : dev.seaworthy.readiness.ExitCode.of(report);
        } finally {
            run.finished();
        }
    }

    /** On this machine nobody is asked; elsewhere a person says yes, or {@code --yes} did. */
    private boolean agreed(OpenEnvironment open) {
        if (Locality.isHere(open.environment()) || options.yes()) {
            return true;
        }
        if (!Boolean.getBoolean("seaworthy.terminal")) {
            console.line("seaworthy: refused: the targets are not on this machine; read the plan above and add --yes");
            return false;
        }
        console.line("The targets are not on this machine. Send this plan? [y/N]");
        try {
            String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            boolean yes =
                    answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
            if (!yes) {
                console.line("seaworthy: refused: nothing was sent");
            }
            return yes;
        } catch (IOException e) {
            console.line("seaworthy: refused: no answer could be read (" + OneLine.of(e) + "); add --yes");
            return false;
        }
    }
}
