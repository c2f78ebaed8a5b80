package dev.seaworthy.cli;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.readiness.Report;
import dev.seaworthy.recording.RunManifest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From a command line to a run: opens the environment, shows the plan, asks where it must, runs, and tells the result. */
final class Launch {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

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
     * @param file the contract, or null for the embedded twin
     * @return the exit code
     */
    int run(@Nullable Path file, Function<OpenEnvironment, RunPlan> planner) {
        ProbeCatalog catalog = ProbeCatalog.onClassPath();
        Set<String> only = options.only(catalog);
        Map<String, Double> policy = Policies.of(options.policy());
        RunIdentity identity = RunIdentity.draw(TimeSource.system(), options.seed());
        try (ContractSource source = ContractSource.of(file, options.faults(), console);
                OpenEnvironment open = OpenEnvironment.open(source, catalog, only, identity)) {
            RunPlan plan = planner.apply(open);
            String planned = open.reach().vault().redact(plan.text(open));
            if (options.plan()) {
                console.result(planned);
                return ExitCode.READY;
            }
            console.line(planned);
            console.line("");
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
            return run.interrupted() ? ExitCode.INTERRUPTED : dev.seaworthy.readiness.ExitCode.of(report);
        } finally {
            run.finished();
        }
    }

    /** On this machine nobody is asked; elsewhere a person says yes, or {@code --yes} did. */
    private boolean agreed(OpenEnvironment open) {
        boolean local = open.environment().targets().all().stream()
                .map(URI::getHost)
                .allMatch(host -> host != null && THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT)));
        if (local || options.yes()) {
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
