package dev.seaworthy.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code seaworthy run}: everything, and a report at the end. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the checks and the load of an environment, and writes the readiness report.",
            "Without ENV it starts the twin, a stand-in for staging, and probes that."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seaworthy run",
            "  seaworthy run --fault subprotocol-echo,ws-unauthenticated",
            "  seaworthy run --plan config/environments/my-staging.yaml",
            "  seaworthy run --only auth,websocket config/environments/my-staging.yaml"
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "ENV.yaml", description = "The environment's contract.")
    private @Nullable Path environment;

    @Mixin
    private RunOptions options = new RunOptions();

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        return new Launch(console, options, "run")
                .run(ContractSource.of(environment, options.faults(), console), RunPlan::all);
    }
}
