package dev.seaworthy.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one injector fared in about one second; a line of {@code health.ndjson}. What the machine does not tell is null.
 * Durations are seconds.
 *
 * @param at the end of the interval, UTC
 * @param phase the phase of load that ran
 * @param seconds how long the interval was
 * @param arrivals what became of what was planned, over all populations of the phase
 * @param clocks how late and how blocked the turns were that ended in it
 * @param canary the few requests to the instrument's own echo, on the same event loops
 * @param process what the injector's own process suffered
 * @param host what the machine suffered, whoever caused it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthSample(
        Instant at,
        String phase,
        double seconds,
        Arrivals arrivals,
        Lateness clocks,
        @Nullable Canary canary,
        Process process,
        Host host) {

    public HealthSample {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(phase, "phase");
        Objects.requireNonNull(arrivals, "arrivals");
        Objects.requireNonNull(clocks, "clocks");
        Objects.requireNonNull(process, "process");
        Objects.requireNonNull(host, "host");
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("an interval of " + seconds + " s is none");
        }
    }

    /**
     * The books of one interval: {@code planned = sent + shed + waiting more}, {@code sent = ok + failed + in flight more}.
     *
     * @param planned arrivals that the schedule asked for in this interval; of a closed shape, those made
     * @param sent turns begun
     * @param late of these, begun more than a millisecond after their tick
     * @param blocked of those that ended, that waited more than a millisecond for a connection or a free socket
     * @param shed arrivals given up: never begun, or ended as not sent
     * @param waiting arrivals that were due and not begun at the end of the interval
     * @param ok turns that ended as expected
     * @param failed turns that ended in anything else
     * @param inFlight turns begun and not ended at the end of the interval
     * @param meanInFlight average number in flight, sampled through the interval
     * @param busySeconds sum over the turns that ended of the time from their beginning to their end: by Little's law,
     *     over {@code seconds}, the average in flight of a steady interval
     */
    public record Arrivals(
            long planned,
            long sent,
            long late,
            long blocked,
            long shed,
            long waiting,
            long ok,
            long failed,
            long inFlight,
            double meanInFlight,
            double busySeconds) {}

    /** Injector lag and blocked time of the turns that ended; null where none did. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Lateness(
            @Nullable Double lagP50Seconds,
            @Nullable Double lagP99Seconds,
            @Nullable Double lagMaxSeconds,
            @Nullable Double blockedP99Seconds) {}

    /** What the canary measured in the interval; null times where none of its requests was answered. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Canary(
            long sent,
            long answered,
            @Nullable Double p50Seconds,
            @Nullable Double maxSeconds) {}

    /**
     * The injector's process.
     *
     * @param hiccupMaxSeconds the longest that a thread that wanted to run each millisecond was kept from it
     * @param loopLagMaxSeconds the longest that an event loop let a task wait
     * @param loopBusyShare share of the interval that the busiest event loop's thread was on a processor
     * @param gcSeconds paused for garbage collection
     * @param cpuSeconds processor time of the process
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Process(
            double hiccupMaxSeconds,
            double loopLagMaxSeconds,
            @Nullable Double loopBusyShare,
            double gcSeconds,
            double cpuSeconds,
            long heapUsedBytes,
            @Nullable Long openDescriptors,
            @Nullable Long maxDescriptors) {}

    /**
     * The machine, or the container, of the injector.
     *
     * @param processors available to the process
     * @param cpuShare of all processors together
     * @param busiestCpuShare of the busiest processor that the process may use
     * @param stealShare taken by the hypervisor
     * @param throttledSeconds the control group was kept from running
     * @param throttledPeriods of the control group
     * @param cpuPressureShare share of the interval in which something waited for a processor (PSI, some)
     * @param tcpSockets in use in this network namespace
     * @param retransmits of TCP segments, in this network namespace
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Host(
            int processors,
            @Nullable Double cpuShare,
            @Nullable Double busiestCpuShare,
            @Nullable Double stealShare,
            @Nullable Double throttledSeconds,
            @Nullable Long throttledPeriods,
            @Nullable Double cpuPressureShare,
            @Nullable Long tcpSockets,
            @Nullable Long retransmits) {}
}
