package dev.seaworthy.cli;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.wire.NativeParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code seaworthy doctor}: what this machine can do, and whether the instrument tells the truth on it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Tells the limits of this machine that bear on a load and what they allow, and puts the instrument to the test:",
            "a server stalls by a script, the true percentiles are computed, and what is reported has to contain them.",
            "Beside them stands what a loop reports that starts its clock when it sends. Everything stays on 127.0.0.1."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  seaworthy doctor",
            "  seaworthy doctor --full --json | jq .verdict",
            "",
            "Exit codes: 0 held, 1 the instrument missed the truth, 2 this machine is too busy to tell, 3 error of the harness."
        })
final class DoctorCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--quick", description = "Under a minute; the default.")
    private boolean quick;

    @Option(names = "--full", description = "A minute for each script of stalls.")
    private boolean full;

    @Option(names = "--json", description = "Puts the result as JSON, alone, on standard output.")
    private boolean json;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (quick && full) {
            throw new UsageComplaint("give --quick or --full, not both");
        }
        DoctorReport report = examine(full ? KnownTruth.Programme.full() : KnownTruth.Programme.quick());
        if (json) {
            console.result(report.json());
        } else {
            report.lines().forEach(console::result);
        }
        return report.exitCode();
    }

    private DoctorReport examine(KnownTruth.Programme programme) throws IOException, InterruptedException {
        TimeSource time = TimeSource.system();
        console.status("doctor  the limits of this machine");
        List<MachineLimits.Limit> limits = MachineLimits.of(Path.of("/"), time);
        Path scratch = Files.createTempDirectory("seaworthy-doctor");
        try {
            return DoctorReport.of(
                    limits, NativeParts.ofThisProcess(), new KnownTruth(time, console, scratch).run(programme));
        } finally {
            delete(scratch);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
