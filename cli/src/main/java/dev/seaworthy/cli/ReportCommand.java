package dev.seaworthy.cli;

import dev.seaworthy.readiness.Report;
import dev.seaworthy.recording.RunDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seaworthy report}: rebuilds what is derived from recordings. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Rebuilds the reports of runs from their recordings; also of a run that was killed.",
            "The exit code is that of the worst."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seaworthy report runs/20261123T091500Z-twin-3f9a",
            "  seaworthy report --json runs/20261123T091500Z-twin-3f9a | jq .readiness"
        })
final class ReportCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run directories.")
    private List<Path> runs = List.of();

    @Option(names = "--json", description = "Puts each report.json, alone, on standard output.")
    private boolean json;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        int worst = ExitCode.READY;
        for (Path run : runs) {
            RunDirectory directory = RunDirectory.open(run);
            Report report = Reports.rebuild(directory, console);
            Reports.tell(report, directory, json, console);
            int code = dev.seaworthy.readiness.ExitCode.of(report);
            worst = worst == ExitCode.NOT_READY || code == ExitCode.NOT_READY
                    ? ExitCode.NOT_READY
                    : Math.max(worst, code);
        }
        return worst;
    }
}
