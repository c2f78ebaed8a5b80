package dev.seaworthy.recording;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import dev.seaworthy.recording.RunManifest.PlannedPhase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;
import java.util.TreeMap;

/**
 * What all injectors of one or several runs measured together. A pure function of the recordings, whatever their order;
 * counts add up, percentiles are never averaged.
 */
public final class RunMerge {
    private final List<OperationTotals> totals;
    private final Map<String, Map<SliceKey, List<Source>>> sources = new HashMap<>();
    private final Map<String, Long> scheduled = new TreeMap<>();

    private RunMerge(List<RecordedRun> runs) {
        Map<TotalKey, Tally> tallies = new HashMap<>();
        for (RecordedRun run : runs) {
            for (InjectorRecording injector : run.injectors()) {
                for (int i = 0; i < injector.intervals().size(); i++) {
                    add(tallies, new Source(injector.intervals(), i));
                }
                injector.scheduled().forEach((key, turns) -> scheduled.merge(key, turns, Math::addExact));
            }
        }
        this.totals = total(tallies, phaseOrder(runs.get(0).manifest().phases()));
    }

    /**
     * Merges runs.
     *
     * @throws CannotMerge if there is none, if one is there twice, if their fingerprints differ, or their histograms'
     *     ranges
     */
    public static RunMerge merge(List<RecordedRun> runs) {
        if (runs.isEmpty()) {
            throw new CannotMerge("there is no run to merge");
        }
        RunManifest first = runs.get(0).manifest();
        Set<String> ids = new HashSet<>();
        for (RecordedRun run : runs) {
            RunManifest manifest = run.manifest();
            if (!ids.add(manifest.id())) {
                throw new CannotMerge("run " + manifest.id() + " is named twice; its figures would count double");
            }
            if (!manifest.fingerprint().equals(first.fingerprint())) {
                throw new CannotMerge("runs " + first.id() + " and " + manifest.id()
                        + " have different fingerprints (" + first.fingerprint() + ", " + manifest.fingerprint()
                        + "): environment, contract or class of machine differ, so their figures cannot be added");
            }
        }
        return new RunMerge(runs);
    }

    /** Merges the injectors of one run. */
    public static RunMerge of(RecordedRun run) {
        return merge(List.of(run));
    }

    /** One entry per phase and operation: phases as planned, then by name; operations by name. */
    public List<OperationTotals> totals() {
        return totals;
    }

    /** What an operation did in a phase, if it did anything. */
    public Optional<OperationTotals> totals(String operation, String phase) {
        return totals.stream()
                .filter(total ->
                        total.operation().equals(operation) && total.phase().equals(phase))
                .findFirst();
    }

    /** How many turns the schedules asked for, by {@code phase/operation}. */
    public Map<String, Long> scheduled() {
        return Collections.unmodifiableMap(scheduled);
    }

    /**
     * An operation's seconds in order, over all phases; a second in which nothing ended is absent. Made at each access,
     * so go through the list once and keep figures, not slices.
     */
    public List<SecondSlice> slices(String operation) {
        Map<SliceKey, List<Source>> seconds = sources.getOrDefault(operation, Map.of());
        return new Slices(operation, List.copyOf(seconds.entrySet()));
    }

    /** The same of one phase. */
    public List<SecondSlice> slices(String operation, String phase) {
        return new Slices(
                operation,
                sources.getOrDefault(operation, Map.of()).entrySet().stream()
                        .filter(second -> second.getKey().phase().equals(phase))
                        .toList());
    }

    private void add(Map<TotalKey, Tally> tallies, Source source) {
        RecordedInterval recorded = source.read();
        OperationInterval interval = recorded.interval();
        tallies.computeIfAbsent(new TotalKey(interval.operation(), recorded.phase()), unused -> new Tally())
                .add(interval);
        sources.computeIfAbsent(interval.operation(), unused -> new TreeMap<>(SliceKey.ORDER))
                .computeIfAbsent(new SliceKey(second(interval), recorded.phase()), unused -> new ArrayList<>())
                .add(source);
    }

    private static List<OperationTotals> total(Map<TotalKey, Tally> tallies, Map<String, Integer> phaseOrder) {
        return tallies.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(
                        Comparator.comparing((TotalKey key) -> phaseOrder.getOrDefault(key.phase(), Integer.MAX_VALUE))
                                .thenComparing(TotalKey::phase)
                                .thenComparing(TotalKey::operation)))
                .map(entry -> entry.getValue()
                        .totals(entry.getKey().operation(), entry.getKey().phase()))
                .toList();
    }

    private static Map<String, Integer> phaseOrder(List<PlannedPhase> phases) {
        Map<String, Integer> order = new HashMap<>();
        for (int i = 0; i < phases.size(); i++) {
            order.putIfAbsent(phases.get(i).name(), i);
        }
        return order;
    }

    private static Instant second(OperationInterval interval) {
        Duration half = Duration.between(interval.start(), interval.end()).dividedBy(2);
        return interval.start().plus(half).truncatedTo(ChronoUnit.SECONDS);
    }

    private record TotalKey(String operation, String phase) {}

    private record SliceKey(Instant second, String phase) {
        static final Comparator<SliceKey> ORDER =
                Comparator.comparing(SliceKey::second).thenComparing(SliceKey::phase);
    }

    /** Where an interval can be read again. */
    private record Source(List<RecordedInterval> intervals, int index) {
        RecordedInterval read() {
            return intervals.get(index);
        }
    }

    private static final class Slices extends AbstractList<SecondSlice> implements RandomAccess {
        private final String operation;
        private final List<Map.Entry<SliceKey, List<Source>>> seconds;

        Slices(String operation, List<Map.Entry<SliceKey, List<Source>>> seconds) {
            this.operation = operation;
            this.seconds = seconds;
        }

        @Override
        public SecondSlice get(int index) {
            Map.Entry<SliceKey, List<Source>> second = seconds.get(index);
            Tally tally = new Tally();
            second.getValue().forEach(source -> tally.add(source.read().interval()));
            OperationTotals totals = tally.totals(operation, second.getKey().phase());
            return new SecondSlice(
                    operation,
                    second.getKey().phase(),
                    second.getKey().second(),
                    totals.count(),
                    totals.outcomes(),
                    totals.response(),
                    totals.service(),
                    totals.lag());
        }

        @Override
        public int size() {
            return seconds.size();
        }
    }
}
