package dev.seaworthy.simulations;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.recording.HealthSample;
import dev.seaworthy.simulations.injector.InjectorWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.HdrHistogram.Histogram;

/** Keeps the books of one phase: moves intervals into the sink each second, adds them up, and balances them at the end. */
final class PhaseLedger {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final String phase;
    private final Duration planned;
    private final LoadSession load;
    private final IntervalSink sink;
    private final LoadProgress progress;
    private final long startNanos;
    private final Map<String, Sum> sums = new TreeMap<>();
    private long lastFlush;
    private long nextFlush;
    private long offeredBefore;
    private long sampledOffers;
    private long sampledDepartures;

    PhaseLedger(String phase, Duration planned, LoadSession load, IntervalSink sink, LoadProgress progress) {
        this.phase = phase;
        this.planned = planned;
        this.load = load;
        this.sink = sink;
        this.progress = progress;
        this.startNanos = load.time().nanos();
        this.lastFlush = startNanos;
        this.nextFlush = startNanos + SECOND_NANOS;
        load.turnOver();
    }

    /** Begins the phase in the sink; its first interval begins now, and not when the last one before it ended. */
    void open() {
        sink.begin(phase);
        List<OperationInterval> between = load.recorder().flip();
        if (!between.isEmpty()) {
            sink.append(phase, between);
        }
    }

    /** Flushes at each full second of the phase: on a grid, since a late flush must not make all later ones late. */
    void beat(InjectorWatch watch, Map<Population, Shift> shifts) {
        long late = load.time().nanos() - nextFlush;
        if (late >= 0) {
            nextFlush += SECOND_NANOS * (1 + late / SECOND_NANOS);
            double seconds = Math.max(1, load.time().nanos() - lastFlush) / 1e9;
            List<OperationInterval> intervals = flush(shifts);
            sink.health(watch.sample(
                    phase, seconds, arrivals(intervals, shifts, watch.drainMeanInFlight()), lateness(intervals), null));
        }
    }

    List<OperationInterval> flush(Map<Population, Shift> shifts) {
        long now = load.time().nanos();
        double seconds = Math.max(1, now - lastFlush) / 1e9;
        lastFlush = now;
        load.drainEvents(sink);
        List<OperationInterval> intervals = load.recorder().flip();
        if (!intervals.isEmpty()) {
            sink.append(phase, intervals);
        }
        long ended = 0;
        long errors = 0;
        Histogram response = OperationInterval.histogram();
        for (OperationInterval interval : intervals) {
            sums.computeIfAbsent(interval.operation(), unused -> new Sum()).add(interval);
            ended += interval.count();
            errors += interval.count() - interval.count(Outcome.OK);
            response.add(interval.response());
        }
        long offered = shifts.values().stream()
                .mapToLong(shift -> shift.scheduledUntil(now))
                .sum();
        double p99 = response.getTotalCount() == 0 ? Double.NaN : response.getValueAtPercentile(99) / 1e9;
        progress.tick(new LoadProgress.Tick(
                phase,
                Duration.ofNanos(now - startNanos),
                planned,
                (offered - offeredBefore) / seconds,
                ended / seconds,
                errors,
                p99));
        offeredBefore = offered;
        return intervals;
    }

    private HealthSample.Arrivals arrivals(
            List<OperationInterval> intervals, Map<Population, Shift> shifts, double meanInFlight) {
        long sent = departed(shifts);
        long scheduled = offeredBefore - sampledOffers;
        long begun = sent - sampledDepartures;
        sampledOffers = offeredBefore;
        sampledDepartures = sent;
        long ok = 0;
        long failed = 0;
        long late = 0;
        long blocked = 0;
        double busy = 0;
        for (OperationInterval interval : intervals) {
            ok += interval.count(Outcome.OK);
            failed += interval.count() - interval.count(Outcome.OK);
            late += above(interval.lag());
            blocked += above(interval.blocked());
            busy += sum(interval.response()) + sum(interval.failed()) - sum(interval.lag());
        }
        return new HealthSample.Arrivals(
                scheduled,
                begun,
                late,
                blocked,
                0,
                offeredBefore - sent,
                ok,
                failed,
                load.inFlight(),
                meanInFlight,
                Math.max(0, busy));
    }

    private static long departed(Map<Population, Shift> shifts) {
        return shifts.values().stream().mapToLong(Shift::departed).sum();
    }

    private static HealthSample.Lateness lateness(List<OperationInterval> intervals) {
        Histogram lag = OperationInterval.histogram();
        Histogram blocked = OperationInterval.histogram();
        for (OperationInterval interval : intervals) {
            lag.add(interval.lag());
            blocked.add(interval.blocked());
        }
        boolean any = lag.getTotalCount() > 0;
        return new HealthSample.Lateness(
                any ? lag.getValueAtPercentile(50) / 1e9 : null,
                any ? lag.getValueAtPercentile(99) / 1e9 : null,
                any ? lag.getMaxValue() / 1e9 : null,
                blocked.getTotalCount() > 0 ? blocked.getValueAtPercentile(99) / 1e9 : null);
    }

    private static long above(Histogram histogram) {
        return histogram.getTotalCount() == 0
                ? 0
                : histogram.getCountBetweenValues(1_000_000, histogram.getHighestTrackableValue());
    }

    private static double sum(Histogram histogram) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getMean() * histogram.getTotalCount() / 1e9;
    }

    /** Balances the books: tells the sink what was scheduled and what is in flight. */
    LoadSummary.Phase close(Map<Population, Shift> shifts) {
        Map<String, OperationTally> tallies = load.turnOver();
        Map<String, Long> scheduled = scheduled(shifts, tallies);
        TreeSet<String> names = new TreeSet<>(sums.keySet());
        names.addAll(tallies.keySet());
        names.addAll(scheduled.keySet());
        List<LoadSummary.Operation> operations = new ArrayList<>();
        for (String name : names) {
            OperationTally tally = tallies.get(name);
            long inFlight = tally == null ? 0 : tally.inFlight();
            long asked = scheduled.getOrDefault(name, 0L);
            if (asked > 0) {
                sink.scheduled(phase, name, asked);
            }
            if (inFlight > 0) {
                sink.event("in-flight", Map.of("phase", phase, "operation", name, "turns", inFlight));
            }
            operations.add(sums.getOrDefault(name, new Sum()).summary(name, asked, inFlight));
        }
        long starved = shifts.values().stream().mapToLong(Shift::starved).sum();
        if (starved > 0) {
            sink.event("starved", Map.of("phase", phase, "arrivals", starved));
        }
        return new LoadSummary.Phase(phase, (load.time().nanos() - startNanos) / 1e9, starved, operations);
    }

    /** First steps by the schedule; dependent steps, and those of foreign simulations, by what was begun. */
    private static Map<String, Long> scheduled(Map<Population, Shift> shifts, Map<String, OperationTally> tallies) {
        Map<String, Long> scheduled = new LinkedHashMap<>();
        tallies.forEach((name, tally) -> scheduled.put(name, tally.begun()));
        shifts.forEach((population, shift) -> {
            long unbegun = shift.scheduled() - shift.departed();
            String first = population.scenario().steps().get(0).name();
            scheduled.merge(first, unbegun, Long::sum);
        });
        return scheduled;
    }

    private static final class Sum {
        private final Histogram response = OperationInterval.histogram();
        private final Histogram service = OperationInterval.histogram();
        private final Histogram lag = OperationInterval.histogram();
        private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);

        void add(OperationInterval interval) {
            response.add(interval.response());
            service.add(interval.service());
            lag.add(interval.lag());
            interval.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
        }

        LoadSummary.Operation summary(String name, long scheduled, long inFlight) {
            return new LoadSummary.Operation(name, scheduled, outcomes, inFlight, response, service, lag);
        }
    }
}
