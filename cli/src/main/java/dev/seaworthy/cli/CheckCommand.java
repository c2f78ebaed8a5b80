package dev.seaworthy.cli;

import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code seaworthy check}: checks only, all or some. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Runs checks only, without load: all, or those that are named.",
            "Without ENV it starts the twin, and probes that."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seaworthy check",
            "  seaworthy check config/environments/my-staging.yaml auth.logout.revokes ws.handshake",
            "  seaworthy check --fault logout-ignored auth.logout.revokes"
        })
final class CheckCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "0..*",
            paramLabel = "[ENV.yaml] [CHECK-ID...]",
            description = "The environment's contract, then the checks to run; `seaworthy explain` lists them.")
    private List<String> words = List.of();

    @Mixin
    private RunOptions options = new RunOptions();

    CheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<String> ids = new ArrayList<>(words);
        Path environment = !ids.isEmpty() && isFile(ids.get(0)) ? Path.of(ids.remove(0)) : null;
        List<String> known =
                ProbeCatalog.onClassPath().cards().stream().map(CheckCard::id).toList();
        for (String id : ids) {
            if (!known.contains(id)) {
                throw new UsageComplaint("there is no check \"" + id + "\""
                        + Nearest.hint(id, known)
                        + " (`seaworthy explain` lists all)");
            }
        }
        String name = "check" + (ids.isEmpty() ? "" : " " + String.join(" ", ids));
        return new Launch(console, options, name)
                .run(ContractSource.of(environment, options.faults(), console), open -> chosen(open, ids, environment));
    }

    private RunPlan chosen(OpenEnvironment open, List<String> ids, @Nullable Path environment) {
        RunPlan plan = RunPlan.checksOnly(open, ids);
        if (plan.checks().isEmpty()) {
            throw new UsageComplaint("nothing to check: " + (environment == null ? "the twin's contract" : environment)
                    + " has no block for the probe of " + String.join(", ", ids) + ", or --only leaves it out");
        }
        return plan;
    }

    /** Check ids have neither slashes nor this ending. */
    private static boolean isFile(String word) {
        return word.contains("/") || word.endsWith(".yaml") || word.endsWith(".yml") || Files.exists(Path.of(word));
    }
}
