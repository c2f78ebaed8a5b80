package dev.seaworthy.cli;

import dev.seaworthy.twin.Fault;
import dev.seaworthy.twin.StallPlan;
import dev.seaworthy.twin.StallServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
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
            "  seaworthy twin --tls --fault tls-old-versions    over TLS, with an authority of its own to trust",
            "  seaworthy twin --port 7358 --stalls 100ms/10s    a server whose response times are known beforehand",
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

    @Option(
            names = "--stalls",
            paramLabel = "PLAN",
            description =
                    "Instead of the twin, a server that answers at once except in stalls: LENGTH/PERIOD, in the "
                            + "middle of each period, or LENGTH@OFFSET, once; several with commas. Time runs from the first request.")
    private @Nullable String stalls;

    @Option(
            names = "--tls",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = "twin-authority.pem",
            description = "Speaks TLS, and writes the certificate to trust to FILE. Default: ${FALLBACK-VALUE}.")
    private @Nullable Path tls;

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
        if (stalls != null) {
            stall(stalls);
            return;
        }
        EmbeddedTwin embedded = EmbeddedTwin.start(port, faults, tls != null);
        Runtime.getRuntime().addShutdownHook(new Thread(embedded::close, "twin"));
        console.line("The twin listens on " + embedded.twin().http() + (faults.isEmpty() ? "" : " with " + faults)
                + ". Ctrl-C stops it. In another shell:");
        if (tls != null) {
            trust(embedded, tls);
        }
        embedded.secrets().forEach((name, value) -> console.result("export " + name + "='" + value + "'"));
        console.line("./seaworthy run config/environments/twin.yaml");
        await();
    }

    private void trust(EmbeddedTwin embedded, Path file) {
        try {
            Files.writeString(file, embedded.twin().authority());
        } catch (IOException e) {
            throw new UsageComplaint("--tls " + file + " cannot be written: " + OneLine.of(e));
        }
        console.line("targets.trust: " + file + "; without TLS it listens on "
                + embedded.twin().plainHttp() + " and refuses to serve.");
    }

    private void stall(String text) {
        if (!faults.isEmpty()) {
            throw new UsageComplaint("--stalls is another server than the twin, and has no faults; leave out --fault");
        }
        try {
            StallServer server = StallServer.start(port, StallPlan.parse(text));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stalls"));
            console.result(server.http().toString());
            console.line("It stalls by " + StallPlan.parse(text) + ", from its first request on. Ctrl-C stops it.");
        } catch (IllegalArgumentException e) {
            throw new UsageComplaint("--stalls: " + e.getMessage());
        } catch (IOException e) {
            throw new UsageComplaint(OneLine.of(new UsageComplaint(String.valueOf(e.getMessage())))
                    + "; choose another with --port, or 0 for any free one");
        }
        await();
    }

    private static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
