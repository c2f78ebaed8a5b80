package dev.seaworthy.readiness;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.recording.OperationTotals;
import dev.seaworthy.recording.RecordedInterval;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import dev.seaworthy.recording.RunManifest.PlannedObjective;
import dev.seaworthy.recording.RunManifest.PlannedPhase;
import dev.seaworthy.recording.RunMerge;
import dev.seaworthy.recording.SecondSlice;
import dev.seaworthy.statistics.Proportion;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What happened under load, over all injectors: one row per phase and operation, planned or not. */
final class Load {
    private final RecordedRun run;
    private final RunMerge merge;
    private final Map<Key, List<Report.Percentile>> estimates = new HashMap<>();
    private final @Nullable Instant start;

    Load(RecordedRun run) {
        this.run = run;
        this.merge = RunMerge.of(run);
        this.start = merge.totals().stream()
                .map(OperationTotals::firstStart)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** The last instant of load, or null without any. */
    @Nullable
    Instant end() {
        return merge.totals().stream()
                .map(OperationTotals::lastEnd)
                .max(Instant::compareTo)
                .orElse(null);
    }

    /** Phases as planned; in each, the operations as planned, then those that came along. */
    List<OperationRow> rows() {
        Set<Key> keys = new LinkedHashSet<>();
        for (PlannedPhase phase : run.manifest().phases()) {
            phase.operations().forEach(operation -> keys.add(new Key(phase.name(), operation)));
            merge.totals().stream()
                    .filter(totals -> totals.phase().equals(phase.name()))
                    .forEach(totals -> keys.add(new Key(totals.phase(), totals.operation())));
        }
        merge.totals().forEach(totals -> keys.add(new Key(totals.phase(), totals.operation())));
        return keys.stream().map(this::row).toList();
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

    /** A quantile of the response time of one row: one of the table, or of an objective. */
    Report.Percentile percentile(OperationRow row, double quantile) {
        return estimates.getOrDefault(new Key(row.phase(), row.name()), List.of()).stream()
                .filter(estimate -> estimate.q() == quantile)
                .findFirst()
                .orElseGet(() -> Estimates.of(OperationInterval.histogram(), List.of(), quantile)
                        .get(0));
    }

    /** The 99th percentile of injector lag behind one row, in seconds; 0 without a turn. */
    double lagP99(OperationRow row) {
        OperationTotals totals = totals(new Key(row.phase(), row.name()));
        return totals == null ? 0 : Estimates.seconds(totals.lag().getValueAtPercentile(99));
    }

    List<Report.Injector> injectors() {
        return run.injectors().stream().map(Load::injector).toList();
    }

    private static Report.Injector injector(InjectorRecording recording) {
        Histogram lag = OperationInterval.histogram();
        long turns = 0;
        long ours = 0;
        List<RecordedInterval> intervals = recording.intervals();
        for (RecordedInterval recorded : intervals) {
            lag.add(recorded.interval().lag());
            turns += recorded.interval().count();
            ours += recorded.interval().count(Outcome.INSTRUMENT)
                    + recorded.interval().count(Outcome.NOT_SENT);
        }
        boolean empty = lag.getTotalCount() == 0;
        return new Report.Injector(
                recording.number(),
                recording.sealed(),
                intervals.size(),
                turns,
                ours,
                empty ? null : (Double) Estimates.seconds(lag.getValueAtPercentile(50)),
                empty ? null : (Double) Estimates.seconds(lag.getValueAtPercentile(99)),
                empty ? null : (Double) Estimates.seconds(lag.getMaxValue()));
    }

    private OperationRow row(Key key) {
        OperationTotals totals = totals(key);
        PlannedPhase phase = phase(key.phase());
        String model = phase == null ? "unplanned" : phase.model();
        Long asked = merge.scheduled().get(key.phase() + "/" + key.operation());
        double seconds = seconds(phase, totals);
        Double offered = offered(key, phase, asked, seconds);
        if (totals == null) {
            List<Report.Percentile> none = Estimates.of(OperationInterval.histogram(), List.of(), Estimates.TABLE);
            return new OperationRow(
                    key.operation(),
                    key.phase(),
                    model,
                    0,
                    0,
                    0,
                    asked,
                    seconds,
                    offered,
                    0,
                    null,
                    null,
                    null,
                    Map.of(),
                    null,
                    null,
                    none,
                    none,
                    List.of(),
                    0);
        }
        long ours = totals.count(Outcome.INSTRUMENT) + totals.count(Outcome.NOT_SENT);
        long charged = totals.count() - ours;
        long errors = charged - totals.count(Outcome.OK);
        Proportion failing = charged == 0 ? null : Proportion.interval(errors, charged);
        boolean timed = totals.response().getTotalCount() > 0;
        return new OperationRow(
                key.operation(),
                key.phase(),
                model,
                totals.count(),
                errors,
                ours,
                asked,
                seconds,
                offered,
                seconds == 0 ? 0 : charged / seconds,
                failing == null ? null : (Double) failing.value(),
                failing == null ? null : (Double) failing.low(),
                failing == null ? null : (Double) failing.high(),
                outcomes(totals),
                timed ? (Double) (totals.response().getMean() / 1e9) : null,
                timed ? (Double) Estimates.seconds(totals.response().getMaxValue()) : null,
                responses(key, totals),
                Estimates.of(totals.service(), Estimates.each(slices(key), SecondSlice::service), Estimates.TABLE),
                Timeline.of(slices(key), totals, sinceStart(totals.firstStart())),
                totals.overflow());
    }

    /** The table; what objectives ask for is estimated in the same pass over the seconds, and kept. */
    private List<Report.Percentile> responses(Key key, OperationTotals totals) {
        double[] quantiles = DoubleStream.concat(
                        DoubleStream.of(Estimates.TABLE),
                        run.manifest().objectives().stream()
                                .filter(objective -> objective.operation().equals(key.operation()))
                                .map(PlannedObjective::quantile)
                                .filter(Objects::nonNull)
                                .mapToDouble(Double::doubleValue))
                .distinct()
                .toArray();
        List<Report.Percentile> all =
                Estimates.of(totals.response(), Estimates.each(slices(key), SecondSlice::response), quantiles);
        estimates.put(key, all);
        return List.copyOf(all.subList(0, Estimates.TABLE.length));
    }

    private static Map<String, Long> outcomes(OperationTotals totals) {
        Map<String, Long> byName = new LinkedHashMap<>();
        new TreeMap<>(totals.outcomes()).forEach((outcome, count) -> byName.put(outcome.name(), count));
        return byName;
    }

    private @Nullable OperationTotals totals(Key key) {
        return merge.totals(key.operation(), key.phase()).orElse(null);
    }

    private List<SecondSlice> slices(Key key) {
        return merge.slices(key.operation(), key.phase());
    }

    private @Nullable PlannedPhase phase(String name) {
        return run.manifest().phases().stream()
                .filter(phase -> phase.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** A phase that ran to its end lasted as planned: turns that end after it do not stretch it. */
    private double seconds(@Nullable PlannedPhase phase, @Nullable OperationTotals totals) {
        double span = totals == null
                ? 0
                : Duration.between(totals.firstStart(), totals.lastEnd()).toNanos() / 1e9;
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
        return "open".equals(phase.model()) && phase.operations().contains(key.operation())
                ? phase.ratePerSecond()
                : null;
    }

    private @Nullable Double startOf(String phase) {
        return merge.totals().stream()
                .filter(totals -> totals.phase().equals(phase))
                .map(totals -> sinceStart(totals.firstStart()))
                .min(Double::compare)
                .orElse(null);
    }

    private double sinceStart(Instant at) {
        return start == null ? 0 : Duration.between(start, at).toNanos() / 1e9;
    }

    private record Key(String phase, String operation) {}
}
