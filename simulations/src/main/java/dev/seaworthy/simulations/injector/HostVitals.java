package dev.seaworthy.simulations.injector;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.HealthSample;
import dev.seaworthy.simulations.injector.ProcText.CpuTimes;
import dev.seaworthy.simulations.injector.ProcText.Throttling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the machine suffers between one sample and the next. For one thread. */
final class HostVitals {
    private final Path proc;
    private final Path cgroups;
    private final TimeSource time;
    private Counters before;

    HostVitals(TimeSource time) {
        this(Path.of("/proc"), Path.of("/sys/fs/cgroup"), time);
    }

    HostVitals(Path proc, Path cgroups, TimeSource time) {
        this.proc = proc;
        this.cgroups = cgroups;
        this.time = time;
        this.before = counters();
    }

    /** What became of it since the last sample, or since this was made. */
    HealthSample.Host sample() {
        Counters now = counters();
        Counters last = before;
        before = now;
        Shares shares = Shares.between(last.cpus, now.cpus, parse(proc.resolve("self/status"), ProcText::allowedCpus));
        Double throttled = null;
        Long periods = null;
        if (now.throttling != null && last.throttling != null) {
            throttled = Math.max(0, now.throttling.seconds() - last.throttling.seconds());
            periods = Math.max(0, now.throttling.periods() - last.throttling.periods());
        }
        Long pressed = more(last.pressureMicros, now.pressureMicros);
        double micros = Math.max(1, now.nanos - last.nanos) / 1e3;
        return new HealthSample.Host(
                Runtime.getRuntime().availableProcessors(),
                shares == null ? null : shares.busy,
                shares == null ? null : shares.busiest,
                shares == null ? null : shares.stolen,
                throttled,
                periods,
                pressed == null ? null : Math.min(1, pressed / micros),
                tcpSockets(),
                more(last.retransmits, now.retransmits));
    }

    private @Nullable Long tcpSockets() {
        Long four = parse(proc.resolve("net/sockstat"), ProcText::tcpSockets);
        Long six = parse(proc.resolve("net/sockstat6"), ProcText::tcpSockets);
        return four == null ? six : six == null ? four : Long.valueOf(four + six);
    }

    private Counters counters() {
        return new Counters(
                time.nanos(),
                parse(proc.resolve("stat"), ProcText::cpuTimes),
                parse(proc.resolve("pressure/cpu"), ProcText::pressureMicros),
                throttling(),
                parse(proc.resolve("net/snmp"), ProcText::retransmits));
    }

    private @Nullable Throttling throttling() {
        String groups = text(proc.resolve("self/cgroup"));
        if (groups == null) {
            return null;
        }
        for (String file : ProcText.cpuStatFiles(groups)) {
            Throttling found = parse(cgroups + file, ProcText::throttling);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static <T> @Nullable T parse(String file, Function<String, @Nullable T> parser) {
        try {
            return parse(Path.of(file), parser);
        } catch (InvalidPathException e) { // the name of a control group can be anything
            return null;
        }
    }

    private static <T> @Nullable T parse(Path file, Function<String, @Nullable T> parser) {
        String text = text(file);
        return text == null ? null : parser.apply(text);
    }

    /** Null where there is no such file, as on other systems, or where it may not be read. */
    private static @Nullable String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return null;
        }
    }

    /** By how much a counter has grown; null if it is not known, or was set back. */
    private static @Nullable Long more(@Nullable Long last, @Nullable Long now) {
        return last == null || now == null || now < last ? null : Long.valueOf(now - last);
    }

    private record Counters(
            long nanos,
            @Nullable Map<Integer, CpuTimes> cpus,
            @Nullable Long pressureMicros,
            @Nullable Throttling throttling,
            @Nullable Long retransmits) {}

    private record Shares(double busy, double busiest, double stolen) {
        /** Null if nothing is known, or if less than a tick has passed. */
        static @Nullable Shares between(
                @Nullable Map<Integer, CpuTimes> last,
                @Nullable Map<Integer, CpuTimes> now,
                @Nullable Set<Integer> allowed) {
            if (last == null || now == null) {
                return null;
            }
            long total = 0;
            long busy = 0;
            long stolen = 0;
            double busiest = 0;
            for (Map.Entry<Integer, CpuTimes> cpu : now.entrySet()) {
                CpuTimes then = last.get(cpu.getKey());
                long passed = then == null ? 0 : cpu.getValue().total() - then.total();
                if (then == null || passed <= 0) {
                    continue; // a processor that was off, or that has not ticked
                }
                long worked = cpu.getValue().busy() - then.busy();
                total += passed;
                busy += worked;
                stolen += cpu.getValue().stolen() - then.stolen();
                if (allowed == null || allowed.contains(cpu.getKey())) {
                    busiest = Math.max(busiest, worked / (double) passed);
                }
            }
            return total == 0 ? null : new Shares(busy / (double) total, busiest, stolen / (double) total);
        }
    }
}
