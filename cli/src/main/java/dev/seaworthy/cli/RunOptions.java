package dev.seaworthy.cli;

import dev.seaworthy.kernel.SafetyClass;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that every command shares which probes something. */
final class RunOptions {
    @Option(
            names = "--fault",
            paramLabel = "NAME",
            split = ",",
            description = "Faults of the embedded twin; only without ENV. `seaworthy twin --list` shows them.")
    private List<String> faults = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs",
            description = "Where run directories go. Default: ${DEFAULT-VALUE}/.")
    private Path out = Path.of("runs");

    @Option(
            names = "--only",
            paramLabel = "AREA",
            split = ",",
            description = "Probes to use: health, auth, rate-limit, websocket, agents. Default: all.")
    private List<String> only = List.of();

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Thresholds to judge by; config/policies/default.yaml says what each one means.")
    private @Nullable Path policy;

    @Option(
            names = "--safety",
            paramLabel = "CLASS",
            defaultValue = "S2",
            description =
                    "How far checks may go: S0 only reads, S1 makes sessions of test users, S2 ends them, S3 may lock test"
                            + " accounts or raise alarms. What goes further is left out and said so. Default: ${DEFAULT-VALUE}.")
    private String safety = "S2";

    @Option(names = "--plan", description = "Prints what would be sent, and ends; nothing is sent.")
    private boolean plan;

    @Option(
            names = "--no-calibration",
            description =
                    "Leaves out the seconds before the load in which the instrument measures its noise floor and its "
                            + "headroom; its canary flies all the same.")
    private boolean uncalibrated;

    @Option(names = "--json", description = "Puts the result as JSON, alone, on standard output.")
    private boolean json;

    @Option(names = "--yes", description = "Starts without asking, also where the targets are not on this machine.")
    private boolean yes;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of every choice at random. Default: drawn.")
    private @Nullable Long seed;

    List<String> faults() {
        return faults;
    }

    Path out() {
        return out;
    }

    @Nullable
    Path policy() {
        return policy;
    }

    /** The highest class of checks that are run. */
    SafetyClass safety() {
        for (SafetyClass known : SafetyClass.values()) {
            if (known.code().equalsIgnoreCase(safety)) {
                return known;
            }
        }
        throw new UsageComplaint("--safety " + safety + ": there is no such class; there are "
                + Arrays.stream(SafetyClass.values()).map(SafetyClass::code).collect(Collectors.joining(", ")));
    }

    boolean plan() {
        return plan;
    }

    boolean uncalibrated() {
        return uncalibrated;
    }

    boolean json() {
        return json;
    }

    boolean yes() {
        return yes;
    }

    @Nullable
    Long seed() {
        return seed;
    }

    /** The areas asked for; each one exists. */
    Set<String> only(ProbeCatalog catalog) {
        for (String area : only) {
            if (!catalog.ids().contains(area)) {
                throw new UsageComplaint(
                        "--only " + area + ": there is no such area; there are " + String.join(", ", catalog.ids()));
            }
        }
        return new LinkedHashSet<>(only);
    }
}
