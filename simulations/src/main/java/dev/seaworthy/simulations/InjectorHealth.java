package dev.seaworthy.simulations;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/** Watches the injector itself: how long its event loops let work wait, and what else its process suffers. */
final class InjectorHealth {
    private static final long PROBE_EVERY_NANOS = 50_000_000;

    private final LoadSession load;
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final AtomicLong worstLagNanos = new AtomicLong();
    private long lastProbe = Long.MIN_VALUE;
    private long lastGcMillis = gcMillis();

    InjectorHealth(LoadSession load) {
        this.load = load;
    }

    /** Every now and then asks each loop to answer, and remembers the longest wait. */
    void probe() {
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
    Map<String, Object> sample() {
        long gc = gcMillis();
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put("at", load.time().wallClock().toString());
        sample.put("loopLagSeconds", worstLagNanos.getAndSet(0) / 1e9);
        sample.put("gcSeconds", (gc - lastGcMillis) / 1e3);
        sample.put("processCpuLoad", system.getProcessCpuLoad());
        sample.put("systemCpuLoad", system.getCpuLoad());
        Runtime runtime = Runtime.getRuntime();
        sample.put("heapUsedBytes", runtime.totalMemory() - runtime.freeMemory());
        if (system instanceof UnixOperatingSystemMXBean unix) {
            sample.put("openDescriptors", unix.getOpenFileDescriptorCount());
            sample.put("maxDescriptors", unix.getMaxFileDescriptorCount());
        }
        lastGcMillis = gc;
        return sample;
    }

    private static long gcMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
