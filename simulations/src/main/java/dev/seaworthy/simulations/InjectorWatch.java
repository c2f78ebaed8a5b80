package dev.seaworthy.simulations;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import dev.seaworthy.recording.HealthSample;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Watches the injector itself: how long its event loops let work wait, and what else its process suffers. */
final class InjectorWatch {
    private static final long PROBE_EVERY_NANOS = 50_000_000;

    private final LoadSession load;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final AtomicLong worstLagNanos = new AtomicLong();
    private long lastProbe = Long.MIN_VALUE;
    private long lastGcMillis = gcMillis();
    private long lastCpuNanos = system.getProcessCpuTime();
    private long inFlightSum;
    private long beats;

    InjectorWatch(LoadSession load) {
        this.load = load;
    }

    /** Whether an operation is the instrument's own, and not the target's. */
    static boolean isInstrument(String operation) {
        return operation.startsWith("instrument.");
    }

    void beat(LongSupplier inFlight) {
        inFlightSum += inFlight.getAsLong();
        beats++;
        probe();
    }

    double meanInFlight() {
        double mean = beats == 0 ? 0 : (double) inFlightSum / beats;
        inFlightSum = 0;
        beats = 0;
        return mean;
    }

    /** Every now and then asks each loop to answer, and remembers the longest wait. */
    private void probe() {
        long asked = load.time().nanos();
        if (lastProbe != Long.MIN_VALUE && asked - lastProbe < PROBE_EVERY_NANOS) {
            return;
        }
        lastProbe = asked;
        for (ScheduledExecutorService loop : load.loops()) {
            try {
                loop.execute(() -> worstLagNanos.accumulateAndGet(load.time().nanos() - asked, Math::max));
            } catch (RejectedExecutionException e) {
                load.event("loop-gone", Map.of("while", "probing its lag"));
            }
        }
    }

    /** What was seen since the last sample. */
    HealthSample sample(String phase, double seconds, HealthSample.Arrivals arrivals, HealthSample.Lateness lateness) {
        long gc = gcMillis();
        double gcSeconds = (gc - lastGcMillis) / 1e3;
        lastGcMillis = gc;
        long cpu = system.getProcessCpuTime();
        double cpuSeconds = (cpu - lastCpuNanos) / 1e9;
        lastCpuNanos = cpu;
        Runtime runtime = Runtime.getRuntime();
        UnixOperatingSystemMXBean unix = system instanceof UnixOperatingSystemMXBean known ? known : null;
        return new HealthSample(
                load.time().wallClock(),
                phase,
                seconds,
                arrivals,
                lateness,
                null,
                new HealthSample.Process(
                        0,
                        worstLagNanos.getAndSet(0) / 1e9,
                        null,
                        gcSeconds,
                        cpuSeconds,
                        runtime.totalMemory() - runtime.freeMemory(),
                        unix == null ? null : (Long) unix.getOpenFileDescriptorCount(),
                        unix == null ? null : (Long) unix.getMaxFileDescriptorCount()),
                new HealthSample.Host(
                        runtime.availableProcessors(), system.getCpuLoad(), null, null, null, null, null, null, null));
    }

    private static long gcMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
