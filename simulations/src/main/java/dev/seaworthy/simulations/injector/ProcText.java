package dev.seaworthy.simulations.injector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what Linux tells in {@code /proc} and in control groups. What is not as expected is null, never an exception. */
final class ProcText {
    private static final int CPUS_AT_MOST = 65_536;

    private ProcText() {}

    /**
     * What each processor did since it was started, of {@code /proc/stat}; null if there is none.
     *
     * @return by number of the processor, in order
     */
    static @Nullable Map<Integer, CpuTimes> cpuTimes(String stat) {
        Map<Integer, CpuTimes> times = new TreeMap<>();
        for (String line : lines(stat)) {
            String[] fields = fields(line);
            if (!fields[0].startsWith("cpu") || fields[0].equals("cpu")) {
                continue;
            }
            Long cpu = number(fields[0].substring(3));
            CpuTimes of = CpuTimes.of(fields);
            if (cpu == null || cpu >= CPUS_AT_MOST || of == null) {
                return null;
            }
            times.put(cpu.intValue(), of);
        }
        return times.isEmpty() ? null : times;
    }

    /** The processors that a process may use, of its {@code status}. */
    static @Nullable Set<Integer> allowedCpus(String status) {
        String list = after(status, "Cpus_allowed_list:");
        if (list == null) {
            return null;
        }
        Set<Integer> cpus = new TreeSet<>();
        for (String part : list.split(",", -1)) {
            int dash = part.indexOf('-');
            Long from = number(dash < 0 ? part : part.substring(0, dash));
            Long to = dash < 0 ? from : number(part.substring(dash + 1));
            if (from == null || to == null || to < from || to >= CPUS_AT_MOST) {
                return null;
            }
            for (long cpu = from; cpu <= to; cpu++) {
                cpus.add((int) cpu);
            }
        }
        return cpus;
    }

    /** Microseconds in which some task waited, of {@code /proc/pressure/cpu}. */
    static @Nullable Long pressureMicros(String pressure) {
        String some = after(pressure, "some ");
        int total = some == null ? -1 : some.indexOf("total=");
        return some == null || total < 0 ? null : number(some.substring(total + 6));
    }

    /**
     * Where the {@code cpu.stat} of a process may be, below the mount of the control groups, likeliest first.
     *
     * @param cgroup the {@code /proc/self/cgroup} of the process
     */
    static List<String> cpuStatFiles(String cgroup) {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        for (String line : lines(cgroup)) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            if (parts[1].isEmpty()) {
                // In a container the mount may be the container's own group, whatever its path is outside.
                second.add(parts[2] + "/cpu.stat");
                second.add("/cpu.stat");
            } else if (List.of(parts[1].split(",", -1)).contains("cpu")) {
                first.add("/" + parts[1] + parts[2] + "/cpu.stat");
                first.add("/cpu" + parts[2] + "/cpu.stat");
                first.add("/cpu/cpu.stat");
            }
        }
        first.addAll(second);
        return first;
    }

    /** How often and how long a control group was kept from running, of its {@code cpu.stat} in either version. */
    static @Nullable Throttling throttling(String cpuStat) {
        Map<String, Long> values = new HashMap<>();
        for (String line : lines(cpuStat)) {
            String[] fields = fields(line);
            Long value = fields.length == 2 ? number(fields[1]) : null;
            if (value != null) {
                values.put(fields[0], value);
            }
        }
        Long periods = values.get("nr_throttled");
        if (periods == null) {
            return null;
        }
        Long micros = values.get("throttled_usec");
        if (micros != null) {
            return new Throttling(periods, micros / 1e6);
        }
        Long nanos = values.get("throttled_time");
        return nanos == null ? null : new Throttling(periods, nanos / 1e9);
    }

    /** TCP segments that were sent again, of {@code /proc/net/snmp}. */
    static @Nullable Long retransmits(String snmp) {
        String[] names = null;
        for (String line : lines(snmp)) {
            if (line.startsWith("Tcp:")) {
                String[] fields = fields(line);
                if (names == null) {
                    names = fields;
                } else {
                    int at = List.of(names).indexOf("RetransSegs");
                    return at < 0 || at >= fields.length ? null : number(fields[at]);
                }
            }
        }
        return null;
    }

    /** TCP sockets in use, of {@code /proc/net/sockstat} and its sibling for IPv6. */
    static @Nullable Long tcpSockets(String sockstat) {
        for (String line : lines(sockstat)) {
            String[] fields = fields(line);
            boolean tcp = fields[0].equals("TCP:") || fields[0].equals("TCP6:");
            if (tcp && fields.length > 2 && fields[1].equals("inuse")) {
                return number(fields[2]);
            }
        }
        return null;
    }

    private static @Nullable String after(String text, String key) {
        for (String line : lines(text)) {
            if (line.startsWith(key)) {
                return line.substring(key.length()).strip();
            }
        }
        return null;
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    private static String[] fields(String line) {
        return line.strip().split("\\s+", -1);
    }

    /** A number of 0 or more; null for anything else. */
    private static @Nullable Long number(String text) {
        if (text.isEmpty() || text.length() > 19 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) { // 19 digits may be too large
            return null;
        }
    }

    /**
     * What a processor did, in ticks.
     *
     * @param busy for anybody on this machine
     * @param stolen by the hypervisor, for other machines
     * @param total with idle time
     */
    record CpuTimes(long busy, long stolen, long total) {
        private static final int IDLE = 4;
        private static final int IOWAIT = 5;
        private static final int STEAL = 8;

        /** Of user, nice, system, idle, iowait, irq, softirq and steal; what follows is part of the first two. */
        static @Nullable CpuTimes of(String[] fields) {
            if (fields.length <= STEAL) {
                return null;
            }
            long[] ticks = new long[STEAL + 1];
            long total = 0;
            for (int i = 1; i <= STEAL; i++) {
                Long value = number(fields[i]);
                if (value == null) {
                    return null;
                }
                ticks[i] = value;
                total += value;
            }
            return new CpuTimes(total - ticks[IDLE] - ticks[IOWAIT] - ticks[STEAL], ticks[STEAL], total);
        }
    }

    /** How often and how long a control group was kept from running, since it was made. */
    record Throttling(long periods, double seconds) {}
}
