package dev.seaworthy.readiness;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.OperationTotals;
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
import org.jspecify.annotations.Nullable;

/** What happened under load, over all injectors: one row per phase and operation, planned or not. */
final class Load {
    /** The model of a phase that is there so that the next ones find everything warm; nobody judges it. */
    static final String WARM_UP = "warm-up";

    private final RecordedRun run;
    private final Instrument instrument;
    private final RunMerge merge;
    private final List<OperationTotals> measured;
    private final Map<Key, List<Report.Percentile>> estimates = new HashMap<>();
    private final @Nullable Instant start;

    Load(RecordedRun run, Instrument instrument) {
        this.run = run;
        this.instrument = instrument;
        this.merge = RunMerge.of(run);
        this.measured = merge.totals().stream()
                .filter(totals -> !Instrument.isOwn(totals.phase(), totals.operation()))
                .toList();
        this.start = measured.stream()
                .map(OperationTotals::firstStart)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** The first instant of load, or null without any. */
    @Nullable
    Instant start() {
        return start;
    }

    /** The last instant of load, or null without any. */
    @Nullable
    Instant end() {
        return measured.stream()
                .map(OperationTotals::lastEnd)
                .max(Instant::compareTo)
                .orElse(null);
    }

    /** Phases as planned; in each, the operations as planned, then those that came along. */
    List<OperationRow> rows() {
        Set<Key> keys = new LinkedHashSet<>();
        for (PlannedPhase phase : phases()) {
            phase.operations().stream()
                    .filter(operation -> !Instrument.isOwn(phase.name(), operation))
                    .forEach(operation -> keys.add(new Key(phase.name(), operation)));
            measured.stream()
                    .filter(totals -> totals.phase().equals(phase.name()))
                    .forEach(totals -> keys.add(new Key(totals.phase(), totals.operation())));
        }
        measured.forEach(totals -> keys.add(new Key(totals.phase(), totals.operation())));
        return keys.stream().map(this::row).toList();
    }

    private List<PlannedPhase> phases() {
        return run.manifest().phases().stream()
                .filter(phase -> !Calibration.isPhase(phase.name()))
                .toList();
    }

    List<Report.Phase> phaseRows() {
        return phases().stream()
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
                .orElseGet(() -> Estimates.of(OperationInterval.histogram(), List.of(), unused -> 0, quantile)
                        .get(0));
    }

    /** A quantile of injector lag behind one row, in seconds; 0 without a turn. */
    double lag(OperationRow row, double quantile) {
        OperationTotals totals = totals(new Key(row.phase(), row.name()));
        return totals == null ? 0 : Estimates.seconds(totals.lag().getValueAtPercentile(100 * quantile));
    }

    private OperationRow row(Key key) {
        OperationTotals totals = totals(key);
        PlannedPhase phase = phase(key.phase());
        Long asked = merge.scheduled().get(key.phase() + "/" + key.operation());
        double seconds = seconds(phase, totals);
        Frame frame = new Frame(
                phase == null ? "unplanned" : phase.model(), asked, seconds, offered(key, phase, asked, seconds));
        return totals == null ? unmeasured(key, frame) : measured(key, frame, totals);
    }

    private static OperationRow unmeasured(Key key, Frame frame) {
        List<Report.Percentile> none = Estimates.table(OperationInterval.histogram());
        return new OperationRow(
                key.operation(),
                key.phase(),
                frame.model(),
                0,
                0,
                0,
                frame.asked(),
                frame.seconds(),
                frame.offered(),
                0,
                false,
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                none,
                none,
                Delays.NONE,
                Delays.NONE,
                0,
                List.of(),
                List.of(),
                0);
    }

    private OperationRow measured(Key key, Frame frame, OperationTotals totals) {
        long ours = totals.count(Outcome.INSTRUMENT) + totals.count(Outcome.NOT_SENT);
        long charged = totals.count() - ours;
        long errors = charged - totals.count(Outcome.OK);
        Proportion failing = charged == 0 ? null : Proportion.interval(errors, charged);
        boolean timed = totals.response().getTotalCount() > 0;
        return new OperationRow(
                key.operation(),
                key.phase(),
                frame.model(),
                totals.count(),
                errors,
                ours,
                frame.asked(),
                frame.seconds(),
                frame.offered(),
                frame.seconds() == 0 ? 0 : charged / frame.seconds(),
                instrument.state(key.phase()) == Injector.State.SATURATED,
                failing == null ? null : (Double) failing.value(),
                failing == null ? null : (Double) failing.low(),
                failing == null ? null : (Double) failing.high(),
                outcomes(totals),
                timed ? (Double) (totals.response().getMean() / 1e9) : null,
                timed ? (Double) Estimates.seconds(totals.response().getMaxValue()) : null,
                responses(key, totals),
                Estimates.of(
                        totals.service(),
                        Estimates.each(slices(key), SecondSlice::service),
                        instrument::serviceNoise,
                        Estimates.TABLE),
                Delays.of(totals.lag()),
                Delays.of(totals.blocked()),
                totals.count(Outcome.NOT_SENT),
                signatures(key),
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
        List<Report.Percentile> all = Estimates.of(
                totals.response(), Estimates.each(slices(key), SecondSlice::response), instrument::noise, quantiles);
        estimates.put(key, all);
        return List.copyOf(all.subList(0, Estimates.TABLE.length));
    }

    private List<Report.Signature> signatures(Key key) {
        Map<String, Long> counts = new TreeMap<>();
        for (InjectorRecording injector : run.injectors()) {
            injector.signatures()
                    .getOrDefault(key.phase() + "/" + key.operation(), Map.of())
                    .forEach((signature, count) -> counts.merge(signature, count, Long::sum));
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(entry -> new Report.Signature(Exchanges.brief(entry.getKey()), entry.getValue()))
                .toList();
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
        return measured.stream()
                .filter(totals -> totals.phase().equals(phase))
                .map(totals -> sinceStart(totals.firstStart()))
                .min(Double::compare)
                .orElse(null);
    }

    private double sinceStart(Instant at) {
        return start == null ? 0 : Duration.between(start, at).toNanos() / 1e9;
    }

    private record Key(String phase, String operation) {}

    /** What was asked of an operation in a phase, whether anything came of it or not. */
    private record Frame(
            String model,
            @Nullable Long asked,
            double seconds,
            @Nullable Double offered) {}
}
