package dev.seaworthy.simulations.injector;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/** What this process suffers between one sample and the next. For one thread. */
final class ProcessVitals {
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long gcMillis = pausedMillis();
    private long cpuNanos = system.getProcessCpuTime();

    /** Seconds paused for garbage collection since the last call. */
    double gcSeconds() {
        long last = gcMillis;
        gcMillis = pausedMillis();
        return Math.max(0, gcMillis - last) / 1e3;
    }

    /** Processor seconds of this process since the last call. */
    double cpuSeconds() {
        long last = cpuNanos;
        cpuNanos = system.getProcessCpuTime();
        return Math.max(0, cpuNanos - last) / 1e9;
    }

    /** Processor nanoseconds of a thread since it was started; null if it has ended, or where none are counted. */
    @Nullable
    Long threadNanos(long thread) {
        long nanos = threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
                ? threads.getThreadCpuTime(thread)
                : -1;
        return nanos < 0 ? null : nanos;
    }

    static long heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Nullable
    Long openDescriptors() {
        if (!(system instanceof UnixOperatingSystemMXBean unix)) {
            return null;
        }
        try {
            return unix.getOpenFileDescriptorCount();
        } catch (InternalError e) {
            // Counting takes a descriptor itself: there is none left.
            return unix.getMaxFileDescriptorCount();
        }
    }

    @Nullable
    Long maxDescriptors() {
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : null;
    }

    /** Collectors that count their work beside the program, and not only what they stop it for, are left out. */
    private static long pausedMillis() {
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            boolean beside = collector.getName().contains("Concurrent")
                    || collector.getName().contains("Cycles");
            millis += beside ? 0 : Math.max(0, collector.getCollectionTime());
        }
        return millis;
    }
}
