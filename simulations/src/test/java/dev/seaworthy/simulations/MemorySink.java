package dev.seaworthy.simulations;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.HealthSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Remembers what load wrote. */
final class MemorySink implements IntervalSink {
    private final List<String> phases = new ArrayList<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Map<String, Long> scheduled = new LinkedHashMap<>();
    private final List<HealthSample> health = new ArrayList<>();
    private final Map<String, Map<String, ?>> events = new LinkedHashMap<>();
    private final Map<String, Long> errors = new TreeMap<>();
    private int appended;

    @Override
    public synchronized void begin(String phase) {
        phases.add(phase);
    }

    @Override
    public synchronized void append(String phase, List<OperationInterval> intervals) {
        appended++;
        intervals.forEach(interval -> counts.merge(phase + "/" + interval.operation(), interval.count(), Long::sum));
    }

    @Override
    public synchronized void scheduled(String phase, String operation, long turns) {
        scheduled.merge(phase + "/" + operation, turns, Long::sum);
    }

    @Override
    public synchronized void health(HealthSample sample) {
        health.add(sample);
    }

    @Override
    public synchronized void calibration(Calibration calibration) {
        events.put(Calibration.KIND, Map.of("headroom", String.valueOf(calibration.headroom())));
    }

    @Override
    public synchronized void errors(String phase, String operation, Map<String, Long> signatures) {
        signatures.forEach((signature, count) -> errors.merge(operation + ": " + signature, count, Long::sum));
    }

    @Override
    public synchronized void event(String kind, Map<String, ?> details) {
        events.put(kind, details);
    }

    synchronized List<String> phases() {
        return List.copyOf(phases);
    }

    /** Turns by phase and operation. */
    synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    synchronized Map<String, Long> scheduled() {
        return new TreeMap<>(scheduled);
    }

    synchronized List<HealthSample> health() {
        return List.copyOf(health);
    }

    synchronized Map<String, Map<String, ?>> events() {
        return new TreeMap<>(events);
    }

    synchronized int appended() {
        return appended;
    }

    /** Failures by operation and signature. */
    synchronized Map<String, Long> errors() {
        return new TreeMap<>(errors);
    }
}
