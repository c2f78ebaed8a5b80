package dev.seaworthy.cli;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.readiness.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The limits of this machine that bear on a load, and what each allows. What a machine does not tell is left out. */
final class MachineLimits {
    /** For the JVM, its libraries, the journal and the event loops. */
    private static final long OWN_DESCRIPTORS = 200;

    private static final long FEW_DESCRIPTORS = 10_000;
    private static final long FEW_PORTS = 20_000;
    private static final long SHORT_BACKLOG = 1_024;
    private static final int CLOCK_READINGS = 200_000;
    private static final double SLOW_CLOCK_NANOS = 500;
    /** TIME_WAIT lasts a minute on Linux. */
    private static final long TIME_WAIT_SECONDS = 60;

    private final Path root;
    private final TimeSource time;
    private final List<Limit> limits = new ArrayList<>();

    private MachineLimits(Path root, TimeSource time) {
        this.root = root;
        this.time = time;
    }

    /**
     * One limit.
     *
     * @param allows what follows from it for a load
     * @param change how to widen it
     * @param tight whether it is likely to be in the way
     */
    record Limit(String name, String value, String allows, String change, boolean tight) {}

    /**
     * Reads them.
     *
     * @param root of the file system with {@code proc} and {@code sys}: {@code /}
     */
    static List<Limit> of(Path root, TimeSource time) {
        MachineLimits machine = new MachineLimits(root, time);
        machine.descriptors();
        machine.ports();
        machine.reuse();
        machine.backlog();
        machine.processors();
        machine.load();
        machine.memory();
        machine.clock();
        return List.copyOf(machine.limits);
    }

    private void descriptors() {
        lines("proc/self/limits").stream()
                .filter(line -> line.startsWith("Max open files"))
                .findFirst()
                .ifPresent(line -> {
                    String[] words =
                            line.substring("Max open files".length()).strip().split("\\s+", -1);
                    // The JVM raises the soft limit to the hard one when it starts.
                    long hard = words[1].equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(words[1]);
                    long connections = Math.max(0, hard - OWN_DESCRIPTORS);
                    add(
                            "open files",
                            words[0] + " soft, " + words[1] + " hard",
                            hard == Long.MAX_VALUE
                                    ? "any number of connections"
                                    : "about " + Figures.count(connections) + " connections at once",
                            "ulimit -Hn 1048576, or LimitNOFILE= of the service",
                            connections < FEW_DESCRIPTORS);
                });
    }

    private void ports() {
        first("proc/sys/net/ipv4/ip_local_port_range").ifPresent(line -> {
            String[] ends = line.strip().split("\\s+", -1);
            long ports = Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1;
            add(
                    "local ports",
                    ends[0] + " to " + ends[1],
                    Figures.count(ports) + " connections at once to one address and port, from one source address; a "
                            + "closed one is taken for " + TIME_WAIT_SECONDS + " s, so "
                            + Figures.count(ports / TIME_WAIT_SECONDS) + " new ones a second without keep-alive",
                    "sysctl -w net.ipv4.ip_local_port_range=\"1024 65535\"",
                    ports < FEW_PORTS);
        });
    }

    private void reuse() {
        first("proc/sys/net/ipv4/tcp_tw_reuse").ifPresent(line -> {
            String value = line.strip();
            String allows = switch (value) {
                case "1" -> "ports in TIME_WAIT are used again for new connections";
                case "2" -> "ports in TIME_WAIT are used again on loopback only";
                default -> "no port is used again before its TIME_WAIT is over";
            };
            add("tcp_tw_reuse", value, allows, "sysctl -w net.ipv4.tcp_tw_reuse=1", value.equals("0"));
        });
    }

    private void backlog() {
        first("proc/sys/net/core/somaxconn").ifPresent(line -> {
            long most = Long.parseLong(line.strip());
            add(
                    "somaxconn",
                    Figures.count(most),
                    "a server on this machine keeps " + Figures.count(most)
                            + " connections that it has not accepted; more at once are turned away for a second",
                    "sysctl -w net.core.somaxconn=4096",
                    most < SHORT_BACKLOG);
        });
    }

    private void processors() {
        int processors = Runtime.getRuntime().availableProcessors();
        String quota = first("sys/fs/cgroup/cpu.max")
                .map(line -> line.strip().split("\\s+", -1))
                .filter(words -> words.length == 2 && !words[0].equals("max"))
                .map(words -> String.format(
                        Locale.ROOT,
                        ", quota %.2f processors",
                        Double.parseDouble(words[0]) / Double.parseDouble(words[1])))
                .orElse("");
        int loops = Math.max(1, processors - 1);
        add(
                "processors",
                processors + quota,
                loops
                        + (loops == 1 ? " event loop; " : " event loops; ")
                        + (quota.isEmpty()
                                ? "no quota stops them"
                                : "a quota stops everything for the rest of a period when it is used up"),
                "more processors, or no quota, for the injector",
                processors < 2 || !quota.isEmpty());
    }

    private void load() {
        first("proc/loadavg").ifPresent(line -> {
            double running = Double.parseDouble(line.strip().split(" ", -1)[0]);
            int processors = Runtime.getRuntime().availableProcessors();
            boolean busy = running > processors / 2.0;
            add(
                    "load average",
                    String.format(Locale.ROOT, "%.2f", running),
                    busy
                            ? "others want the processors: what is measured now holds for a busy machine"
                            : "the processors are free",
                    "stop what else runs here",
                    busy);
        });
    }

    private void memory() {
        long heap = Runtime.getRuntime().maxMemory() >> 20;
        String free = lines("proc/meminfo").stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .findFirst()
                .map(line -> ", " + Figures.count(Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                        + " MiB of the machine's are free")
                .orElse("");
        add(
                "heap",
                Figures.count(heap) + " MiB at most" + free,
                "what users, connections and a second of histograms may take together",
                "SEAWORTHY_JAVA_OPTS=-Xmx4g",
                heap < 512);
    }

    private void clock() {
        String source = first("sys/devices/system/clocksource/clocksource0/current_clocksource")
                .map(String::strip)
                .orElse("unknown source");
        double nanos = readingNanos();
        add(
                "clock",
                String.format(Locale.ROOT, "%s, %.0f ns a reading", source, nanos),
                "four readings a request take " + Figures.seconds(4 * nanos / 1e9) + " of processor time",
                "tsc as the kernel's clock source",
                nanos > SLOW_CLOCK_NANOS);
    }

    private double readingNanos() {
        long start = time.nanos();
        long last = start;
        for (int i = 0; i < CLOCK_READINGS; i++) {
            last = time.nanos();
        }
        return (double) (last - start) / CLOCK_READINGS;
    }

    private void add(String name, String value, String allows, String change, boolean tight) {
        limits.add(new Limit(name, value, allows, change, tight));
    }

    private Optional<String> first(String file) {
        return lines(file).stream().findFirst();
    }

    /** Empty where the machine has no such file, or does not show it. */
    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
