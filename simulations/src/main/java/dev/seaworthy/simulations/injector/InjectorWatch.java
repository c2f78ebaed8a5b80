package dev.seaworthy.simulations.injector;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.HealthSample;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the injector: how long its event loops let work wait, how many turns are in flight, and what its process and
 * its machine suffer. It owns one thread, until it is closed; for the rest it lives on the calls of one other.
 */
public final class InjectorWatch implements AutoCloseable {
    private static final long ASK_EVERY_NANOS = 50_000_000;

    private final Collection<? extends ScheduledExecutorService> loops;
    private final LongSupplier inFlight;
    private final TimeSource time;
    private final IdentityHashMap<ScheduledExecutorService, LoopProbe> probes = new IdentityHashMap<>();
    private final HiccupMeter hiccups;
    private final ProcessVitals process = new ProcessVitals();
    private final HostVitals host;
    private long asked;
    private long looked;
    private long flying;
    private double flightNanos;
    private long watchedNanos;

    private InjectorWatch(
            Collection<? extends ScheduledExecutorService> loops, LongSupplier inFlight, TimeSource time) {
        this.loops = loops;
        this.inFlight = inFlight;
        this.time = time;
        this.hiccups = new HiccupMeter(time);
        this.host = new HostVitals(time);
        this.looked = time.nanos();
        this.asked = looked - ASK_EVERY_NANOS;
        this.flying = inFlight.getAsLong();
    }

    /**
     * Begins to watch.
     *
     * @param loops the event loops that carry load; looked at on each beat, as more may come aboard
     * @param inFlight how many turns have begun and not ended
     */
    public static InjectorWatch start(
            Collection<? extends ScheduledExecutorService> loops, LongSupplier inFlight, TimeSource time) {
        InjectorWatch watch = new InjectorWatch(loops, inFlight, time);
        watch.hiccups.start();
        return watch;
    }

    /** To be called every few milliseconds: looks at what is in flight, and now and then asks each loop to answer. */
    public void beat() {
        long now = time.nanos();
        long seen = inFlight.getAsLong();
        flightNanos += (flying + seen) / 2.0 * (now - looked);
        watchedNanos += now - looked;
        flying = seen;
        looked = now;
        if (now - asked >= ASK_EVERY_NANOS) {
            asked = now;
            for (ScheduledExecutorService loop : loops) {
                probes.computeIfAbsent(loop, unknown -> new LoopProbe(unknown, time))
                        .ask();
            }
        }
    }

    /** The average number of turns in flight since the last call, over time. */
    public double drainMeanInFlight() {
        double mean = watchedNanos == 0 ? inFlight.getAsLong() : flightNanos / watchedNanos;
        flightNanos = 0;
        watchedNanos = 0;
        return mean;
    }

    /**
     * How the injector fared since the last sample.
     *
     * @param phase the phase that runs
     * @param seconds since the last sample, above 0
     * @param canary what the canary recorded meanwhile, or null if there is none
     */
    public HealthSample sample(
            String phase,
            double seconds,
            HealthSample.Arrivals arrivals,
            HealthSample.Lateness lateness,
            @Nullable OperationInterval canary) {
        long lag = 0;
        Double busiest = null;
        for (LoopProbe probe : probes.values()) {
            lag = Math.max(lag, probe.drainWorstNanos());
            Long busy = probe.drainBusyNanos(process);
            if (busy != null) {
                busiest = Math.max(busiest == null ? 0 : busiest, busy / 1e9 / seconds);
            }
        }
        HealthSample.Process suffered = new HealthSample.Process(
                hiccups.drain().getMaxValue() / 1e9,
                lag / 1e9,
                busiest == null ? null : Double.valueOf(Math.min(1, busiest)),
                process.gcSeconds(),
                process.cpuSeconds(),
                ProcessVitals.heapBytes(),
                process.openDescriptors(),
                process.maxDescriptors());
        return new HealthSample(
                time.wallClock(), phase, seconds, arrivals, lateness, canary(canary), suffered, host.sample());
    }

    private static HealthSample.@Nullable Canary canary(@Nullable OperationInterval interval) {
        if (interval == null) {
            return null;
        }
        boolean answered = interval.response().getTotalCount() > 0;
        return new HealthSample.Canary(
                interval.count(),
                interval.count(Outcome.OK),
                answered ? interval.response().getValueAtPercentile(50) / 1e9 : null,
                answered ? interval.response().getMaxValue() / 1e9 : null);
    }

    @Override
    public void close() {
        hiccups.close();
    }
}
