package dev.seaworthy.readiness;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.readiness.Report.Bucket;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.recording.RecordedInterval;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import dev.seaworthy.recording.RunManifest.PlannedPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What happened under load: one merged tally per phase and operation, of all injectors. */
final class Load {
    /** More points than this say no more on paper. */
    private static final int BUCKETS = 60;

    private final RecordedRun run;
    private final Map<Key, Tally> tallies = new LinkedHashMap<>();
    private final Map<Key, Long> scheduled = new TreeMap<>();
    private final @Nullable Instant start;

    Load(RecordedRun run) {
        this.run = run;
        Instant first = null;
        for (InjectorRecording injector : run.injectors()) {
            for (RecordedInterval recorded : injector.intervals()) {
                Instant at = recorded.interval().start();
                first = first == null || at.isBefore(first) ? at : first;
            }
            injector.scheduled().forEach((key, turns) -> scheduled.merge(Key.parse(key), turns, Long::sum));
        }
        start = first;
        plannedKeys().forEach(key -> tallies.put(key, new Tally()));
        for (InjectorRecording injector : run.injectors()) {
            for (RecordedInterval recorded : injector.intervals()) {
                Key key = new Key(recorded.phase(), recorded.interval().operation());
                tallies.computeIfAbsent(key, unused -> new Tally()).add(recorded.interval());
            }
        }
    }

    /** The first instant of load, or null without any. */
    @Nullable
    Instant start() {
        return start;
    }

    /** The last instant of load, or null without any. */
    @Nullable
    Instant end() {
        Instant last = null;
        for (Tally tally : tallies.values()) {
            Instant end = tally.end;
            last = end != null && (last == null || end.isAfter(last)) ? end : last;
        }
        return last;
    }

    /** Phase order first, then the order in which operations were planned or first seen. */
    List<OperationRow> rows() {
        List<OperationRow> rows = new ArrayList<>();
        for (String phase : phases()) {
            tallies.forEach((key, tally) -> {
                if (key.phase().equals(phase)) {
                    rows.add(row(key, tally));
                }
            });
        }
        return List.copyOf(rows);
    }

    List<Report.Phase> phaseRows() {
        return run.manifest().phases().stream()
                .map(phase -> new Report.Phase(
                        phase.name(),
                        phase.operations(),
                        phase.model(),
                        phase.ratePerSecond(),
                        phase.users(),
                        phase.seconds(),
                        startOf(phase.name())))
                .toList();
    }

    /** The quantile of the response time of one row; the table need not have it. */
    Report.Percentile percentile(OperationRow row, double q) {
        Tally tally = tallies.get(new Key(row.phase(), row.name()));
        return Estimates.percentile(tally == null ? OperationInterval.histogram() : tally.response, q);
    }

    /** The 99th percentile of injector lag behind one row, in seconds; 0 without a turn. */
    double lagP99(OperationRow row) {
        Tally tally = tallies.get(new Key(row.phase(), row.name()));
        return tally == null ? 0 : Estimates.seconds(tally.lag.getValueAtPercentile(99));
    }

    List<Report.Injector> injectors() {
        return run.injectors().stream().map(Load::injector).toList();
    }

    private static Report.Injector injector(InjectorRecording recording) {
        Histogram lag = OperationInterval.histogram();
        long turns = 0;
        long ours = 0;
        for (RecordedInterval recorded : recording.intervals()) {
            lag.add(recorded.interval().lag());
            turns += recorded.interval().count();
            ours += recorded.interval().count(Outcome.INSTRUMENT)
                    + recorded.interval().count(Outcome.NOT_SENT);
        }
        boolean empty = lag.getTotalCount() == 0;
        return new Report.Injector(
                recording.number(),
                recording.sealed(),
                recording.intervals().size(),
                turns,
                ours,
                empty ? null : (Double) Estimates.seconds(lag.getValueAtPercentile(50)),
                empty ? null : (Double) Estimates.seconds(lag.getValueAtPercentile(99)),
                empty ? null : (Double) Estimates.seconds(lag.getMaxValue()));
    }

    private List<Key> plannedKeys() {
        List<Key> keys = new ArrayList<>();
        for (PlannedPhase phase : run.manifest().phases()) {
            phase.operations().forEach(operation -> keys.add(new Key(phase.name(), operation)));
        }
        return keys;
    }

    private List<String> phases() {
        return tallies.keySet().stream().map(Key::phase).distinct().toList();
    }

    private OperationRow row(Key key, Tally tally) {
        PlannedPhase phase = phase(key.phase());
        Long asked = scheduled.get(key);
        double seconds = seconds(phase, tally);
        long ours = tally.count(Outcome.INSTRUMENT) + tally.count(Outcome.NOT_SENT);
        long charged = tally.count() - ours;
        long errors = charged - tally.count(Outcome.OK);
        double[] ratio = charged == 0 ? new double[0] : Estimates.ratio(errors, charged);
        boolean timed = tally.response.getTotalCount() > 0;
        Map<String, Long> outcomes = new LinkedHashMap<>();
        tally.outcomes.forEach((outcome, count) -> outcomes.put(outcome.name(), count));
        return new OperationRow(
                key.operation(),
                key.phase(),
                phase == null ? "unplanned" : phase.model(),
                tally.count(),
                errors,
                ours,
                asked,
                seconds,
                offered(key, phase, asked, seconds),
                seconds == 0 ? 0 : charged / seconds,
                charged == 0 ? null : (Double) ((double) errors / charged),
                charged == 0 ? null : (Double) ratio[0],
                charged == 0 ? null : (Double) ratio[1],
                outcomes,
                timed ? (Double) (tally.response.getMean() / 1e9) : null,
                timed ? (Double) Estimates.seconds(tally.response.getMaxValue()) : null,
                Estimates.table(tally.response),
                Estimates.table(tally.service),
                timeline(tally),
                tally.overflow);
    }

    private @Nullable PlannedPhase phase(String name) {
        return run.manifest().phases().stream()
                .filter(phase -> phase.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** A phase that ran to its end lasted as planned: turns that end after it do not stretch it. */
    private double seconds(@Nullable PlannedPhase phase, Tally tally) {
        double span = tally.spanSeconds();
        if (phase == null) {
            return span;
        }
        return run.ending() == RecordedRun.Ending.COMPLETE ? phase.seconds() : Math.min(span, phase.seconds());
    }

    private static @Nullable Double offered(
            Key key, @Nullable PlannedPhase phase, @Nullable Long asked, double seconds) {
        if (phase == null || "closed".equals(phase.model())) {
            return null;
        }
        if (asked != null && seconds > 0) {
            return asked / seconds;
        }
        return phase.operations().contains(key.operation()) ? phase.ratePerSecond() : null;
    }

    private @Nullable Double startOf(String phase) {
        Double earliest = null;
        for (Map.Entry<Key, Tally> entry : tallies.entrySet()) {
            Instant at = entry.getValue().start;
            if (entry.getKey().phase().equals(phase) && at != null) {
                double seconds = sinceStart(at);
                earliest = earliest == null ? seconds : (Double) Math.min(earliest, seconds);
            }
        }
        return earliest;
    }

    private double sinceStart(Instant at) {
        return start == null ? 0 : Duration.between(start, at).toNanos() / 1e9;
    }

    private List<Bucket> timeline(Tally tally) {
        Instant from = tally.start;
        if (from == null) {
            return List.of();
        }
        long width = Math.max(1, (long) Math.ceil(tally.spanSeconds() / BUCKETS));
        Map<Long, Tally> slices = new TreeMap<>();
        for (OperationInterval interval : tally.intervals) {
            // The first interval may be late by a few milliseconds, and so may every other: centre, not start.
            long middle = Duration.between(from, interval.start()).toMillis()
                    + Duration.between(interval.start(), interval.end()).toMillis() / 2;
            slices.computeIfAbsent(middle / (width * 1000), unused -> new Tally())
                    .add(interval);
        }
        List<Bucket> buckets = new ArrayList<>();
        for (long i = 0; i * width < Math.ceil(tally.spanSeconds()) || i < 1; i++) {
            Tally slice = slices.getOrDefault(i, new Tally());
            boolean timed = slice.response.getTotalCount() > 0;
            buckets.add(new Bucket(
                    sinceStart(from) + i * width,
                    width,
                    slice.count(),
                    slice.count()
                            - slice.count(Outcome.OK)
                            - slice.count(Outcome.INSTRUMENT)
                            - slice.count(Outcome.NOT_SENT),
                    timed ? (Double) Estimates.seconds(slice.response.getValueAtPercentile(50)) : null,
                    timed ? (Double) Estimates.seconds(slice.response.getValueAtPercentile(99)) : null,
                    timed ? (Double) Estimates.seconds(slice.response.getMaxValue()) : null));
        }
        return List.copyOf(buckets);
    }

    private record Key(String phase, String operation) implements Comparable<Key> {
        static Key parse(String text) {
            int slash = text.indexOf('/');
            return slash < 0 ? new Key("", text) : new Key(text.substring(0, slash), text.substring(slash + 1));
        }

        @Override
        public int compareTo(Key other) {
            int byPhase = phase.compareTo(other.phase);
            return byPhase != 0 ? byPhase : operation.compareTo(other.operation);
        }
    }

    /** A sum of intervals; order does not matter. */
    private static final class Tally {
        private final List<OperationInterval> intervals = new ArrayList<>();
        private final Histogram response = OperationInterval.histogram();
        private final Histogram service = OperationInterval.histogram();
        private final Histogram lag = OperationInterval.histogram();
        private final Map<Outcome, Long> outcomes = new TreeMap<>();
        private long overflow;
        private @Nullable Instant start;
        private @Nullable Instant end;

        void add(OperationInterval interval) {
            intervals.add(interval);
            response.add(interval.response());
            service.add(interval.service());
            lag.add(interval.lag());
            interval.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
            overflow += interval.overflow();
            start = start == null || interval.start().isBefore(start) ? interval.start() : start;
            end = end == null || interval.end().isAfter(end) ? interval.end() : end;
        }

        long count() {
            return outcomes.values().stream().mapToLong(Long::longValue).sum();
        }

        long count(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0L);
        }

        double spanSeconds() {
            Instant from = start;
            Instant to = end;
            return from == null || to == null ? 0 : Duration.between(from, to).toNanos() / 1e9;
        }
    }
}
