package dev.seaworthy.cli;

import dev.seaworthy.twin.Fault;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code seaworthy twin}: the embedded stand-in for staging, on its own. */
@Command(
        name = "twin",
        mixinStandardHelpOptions = true,
        description = "Starts the twin: a stand-in for staging, healthy unless faults are named. Ctrl-C stops it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  seaworthy twin                                   on port 7357, as config/environments/twin.yaml expects",
            "  seaworthy twin --port 0 --fault expired-accepted,limiter-unmounted",
            "  seaworthy twin --list                            every fault and its defect"
        })
final class TwinCommand implements Runnable {
    private final Console console;

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "7357",
            description = "Port on 127.0.0.1; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--fault", paramLabel = "NAME", split = ",", description = "Faults to switch on.")
    private List<String> faults = List.of();

    @Option(names = "--list", description = "Lists the faults and ends.")
    private boolean list;

    TwinCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        if (list) {
            for (Fault fault : Fault.values()) {
                console.result(String.format(Locale.ROOT, "%-24s %s", fault.id(), fault.defect()));
            }
            return;
        }
        if (port < 0 || port > 65_535) {
            throw new UsageComplaint("--port " + port + " is no port; give one from 1 to 65535, or 0 for any free one");
        }
        EmbeddedTwin embedded = EmbeddedTwin.start(port, faults);
        Runtime.getRuntime().addShutdownHook(new Thread(embedded::close, "twin"));
        console.line("The twin listens on " + embedded.twin().http() + (faults.isEmpty() ? "" : " with " + faults)
                + ". Ctrl-C stops it. In another shell:");
        embedded.secrets().forEach((name, value) -> console.result("export " + name + "='" + value + "'"));
        console.line("./seaworthy run config/environments/twin.yaml");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
