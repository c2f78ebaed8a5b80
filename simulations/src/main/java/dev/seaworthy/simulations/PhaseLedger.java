package dev.seaworthy.simulations;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.HealthSample;
import dev.seaworthy.simulations.injector.InjectorWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Keeps the books of one phase: moves intervals into the sink each second, adds them up, and balances them at the end. */
final class PhaseLedger {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final String phase;
    private final Duration planned;
    private final LoadSession load;
    private final IntervalSink sink;
    private final LoadProgress progress;
    private final InjectorWatch watch;
    private final Listener listener;
    private final long startNanos;
    private final Map<String, Sum> sums = new TreeMap<>();
    private final Map<String, Map<String, Long>> signatures = new TreeMap<>();
    private Books before = Books.EMPTY;
    private long lastFlush;
    private long nextFlush;

    PhaseLedger(
            String phase,
            Duration planned,
            LoadSession load,
            IntervalSink sink,
            LoadProgress progress,
            InjectorWatch watch,
            Listener listener) {
        this.phase = phase;
        this.planned = planned;
        this.load = load;
        this.sink = sink;
        this.progress = progress;
        this.watch = watch;
        this.listener = listener;
        this.startNanos = load.time().nanos();
        this.lastFlush = startNanos;
        this.nextFlush = startNanos + SECOND_NANOS;
        load.turnOver();
    }

    /** Hears what a phase recorded, as the sink does. */
    @FunctionalInterface
    interface Listener {
        void recorded(String phase, List<OperationInterval> intervals);
    }

    /** Begins the phase in the sink; its first interval begins now, and not when the last one before it ended. */
    void open() {
        sink.begin(phase);
        List<OperationInterval> between = load.recorder().flip();
        if (!between.isEmpty()) {
            sink.append(phase, between);
        }
    }

    /** Looks around, and flushes at each full second of the phase: on a grid, so that a late flush makes no other late. */
    void beat(Map<Population, Shift> shifts) {
        watch.beat();
        long late = load.time().nanos() - nextFlush;
        if (late >= 0) {
            nextFlush += SECOND_NANOS * (1 + late / SECOND_NANOS);
            flush(shifts);
        }
    }

    void flush(Map<Population, Shift> shifts) {
        long now = load.time().nanos();
        double seconds = Math.max(1, now - lastFlush) / 1e9;
        lastFlush = now;
        load.drainEvents(sink);
        Books books = Books.of(load.loadTallies(), shifts, now);
        List<OperationInterval> intervals = load.recorder().flip();
        if (!intervals.isEmpty()) {
            sink.append(phase, intervals);
        }
        listener.recorded(phase, intervals);
        Map<String, Long> errors = errors();
        Second second = new Second();
        for (OperationInterval interval : intervals) {
            if (interval.operation().equals(Calibration.CANARY)) {
                second.canary = interval;
            } else {
                sums.computeIfAbsent(interval.operation(), unused -> new Sum()).add(interval);
                if (!load.isEscort(interval.operation())) {
                    second.add(interval);
                }
            }
        }
        HealthSample.Arrivals arrivals = books.since(before, second, watch.drainMeanInFlight());
        before = books;
        sink.health(watch.sample(phase, seconds, arrivals, second.lateness(), second.canary));
        progress.tick(new LoadProgress.Tick(
                phase,
                Duration.ofNanos(now - startNanos),
                planned,
                arrivals.planned() / seconds,
                second.ended / seconds,
                arrivals.inFlight(),
                second.failures,
                errors,
                second.responseSeconds(50),
                second.responseSeconds(95),
                second.responseSeconds(99)));
    }

    /** Writes down what went wrong since the last time, and returns it over all operations of the load. */
    private Map<String, Long> errors() {
        Map<String, Map<String, Long>> drained = load.signatures().drain();
        Map<String, Long> all = new HashMap<>();
        drained.forEach((operation, kinds) -> {
            sink.errors(phase, operation, kinds);
            Map<String, Long> sum = signatures.computeIfAbsent(operation, unused -> new TreeMap<>());
            kinds.forEach((signature, count) -> {
                sum.merge(signature, count, Long::sum);
                if (!load.isEscort(operation)) {
                    all.merge(signature, count, Long::sum);
                }
            });
        });
        return all;
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
            operations.add(sums.getOrDefault(name, new Sum())
                    .summary(name, asked, inFlight, signatures.getOrDefault(name, Map.of())));
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

    /** The counts of a phase at one moment, from its beginning. */
    private record Books(long planned, long sent, long shed, long waiting, long ok, long failed) {
        static final Books EMPTY = new Books(0, 0, 0, 0, 0, 0);

        private static final int READINGS = 4;

        /**
         * Ends are read before beginnings, so that nothing seems to have ended that was not begun. A reader that was kept
         * waiting in between would see too many in flight, so the closest of a few readings is taken.
         */
        static Books of(List<OperationTally> tallies, Map<Population, Shift> shifts, long now) {
            long ok = 0;
            long failed = 0;
            long sent = Long.MAX_VALUE;
            for (int reading = 0; reading < READINGS; reading++) {
                long okNow = sum(tallies, OperationTally::succeeded);
                long failedNow = sum(tallies, OperationTally::failed);
                long sentNow = sum(tallies, OperationTally::begun);
                if (sentNow - okNow - failedNow <= sent - ok - failed) {
                    ok = okNow;
                    failed = failedNow;
                    sent = sentNow;
                }
            }
            long shed = 0;
            long waiting = 0;
            for (Shift shift : shifts.values()) {
                shed += shift.shedSoFar();
                waiting += shift.waiting(now);
            }
            return new Books(sent + shed + waiting, sent, shed, waiting, ok, failed);
        }

        private static long sum(List<OperationTally> tallies, ToLongFunction<OperationTally> count) {
            return tallies.stream().mapToLong(count).sum();
        }

        HealthSample.Arrivals since(Books before, Second second, double meanInFlight) {
            return new HealthSample.Arrivals(
                    planned - before.planned,
                    sent - before.sent,
                    second.late,
                    second.blocked,
                    shed - before.shed,
                    waiting,
                    ok - before.ok,
                    failed - before.failed,
                    sent - ok - failed,
                    meanInFlight,
                    second.busySeconds);
        }
    }

    /** All operations of the target in one interval. */
    private static final class Second {
        private static final long LATE_NANOS = 1_000_000;

        private final Histogram response = OperationInterval.histogram();
        private final Histogram lag = OperationInterval.histogram();
        private final Histogram blockedTimes = OperationInterval.histogram();
        private long ended;
        private long failures;
        private long late;
        private long blocked;
        private double busySeconds;
        private @Nullable OperationInterval canary;

        void add(OperationInterval interval) {
            ended += interval.count();
            failures += interval.count() - interval.count(Outcome.OK);
            response.add(interval.response());
            lag.add(interval.lag());
            blockedTimes.add(interval.blocked());
            late += above(interval.lag());
            blocked += above(interval.blocked());
            busySeconds += (total(interval.response()) + total(interval.failed()) - total(interval.lag())) / 1e9;
        }

        HealthSample.Lateness lateness() {
            boolean none = lag.getTotalCount() == 0;
            return new HealthSample.Lateness(
                    none ? null : (Double) (lag.getValueAtPercentile(50) / 1e9),
                    none ? null : (Double) (lag.getValueAtPercentile(99) / 1e9),
                    none ? null : (Double) (lag.getMaxValue() / 1e9),
                    blockedTimes.getTotalCount() == 0 ? null : (Double) (blockedTimes.getValueAtPercentile(99) / 1e9));
        }

        double responseSeconds(double percentile) {
            return response.getTotalCount() == 0 ? Double.NaN : response.getValueAtPercentile(percentile) / 1e9;
        }

        private static long above(Histogram histogram) {
            return histogram.getMaxValue() <= LATE_NANOS
                    ? 0
                    : histogram.getCountBetweenValues(LATE_NANOS, OperationInterval.HIGHEST_NANOS);
        }

        private static double total(Histogram histogram) {
            return histogram.getTotalCount() == 0 ? 0 : histogram.getMean() * histogram.getTotalCount();
        }
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

        LoadSummary.Operation summary(String name, long scheduled, long inFlight, Map<String, Long> signatures) {
            return new LoadSummary.Operation(name, scheduled, outcomes, inFlight, response, service, lag, signatures);
        }
    }
}
