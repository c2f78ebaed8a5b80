package dev.seaworthy.simulations;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.HealthSample;
import dev.seaworthy.recording.Journal;
import java.util.List;
import java.util.Map;

/**
 * Where load writes what it measured; the journal of an injector, as far as this module needs it. Called by one thread at
 * a time. An exception ends the run: what cannot be recorded must not be loaded.
 */
public interface IntervalSink {
    /** A phase begins. */
    void begin(String phase);

    /** What operations did in about a second of {@code phase}. */
    void append(String phase, List<OperationInterval> intervals);

    /** How many turns of {@code operation} the schedule asked for in {@code phase}; once, at its end. */
    void scheduled(String phase, String operation, long turns);

    /** How the injector fared, once a second. */
    void health(HealthSample sample);

    /** What the instrument found out about itself before the load. */
    void calibration(Calibration calibration);

    /** How many turns of {@code operation} failed with which words in about a second of {@code phase}. */
    void errors(String phase, String operation, Map<String, Long> signatures);

    /** Something that a reader of the run has to know. */
    void event(String kind, Map<String, ?> details);

    /** Writes to a journal, which stays the caller's to seal. */
    static IntervalSink of(Journal journal) {
        return new IntervalSink() {
            @Override
            public void begin(String phase) {
                journal.begin(phase);
            }

            @Override
            public void append(String phase, List<OperationInterval> intervals) {
                journal.append(phase, intervals);
            }

            @Override
            public void scheduled(String phase, String operation, long turns) {
                journal.scheduled(phase, operation, turns);
            }

            @Override
            public void health(HealthSample sample) {
                journal.health(sample);
            }

            @Override
            public void calibration(Calibration calibration) {
                journal.calibration(calibration);
            }

            @Override
            public void errors(String phase, String operation, Map<String, Long> signatures) {
                journal.errors(phase, operation, signatures);
            }

            @Override
            public void event(String kind, Map<String, ?> details) {
                journal.event(kind, details);
            }
        };
    }

    /** Keeps nothing. */
    static IntervalSink none() {
        return new IntervalSink() {
            @Override
            public void begin(String phase) {}

            @Override
            public void append(String phase, List<OperationInterval> intervals) {}

            @Override
            public void scheduled(String phase, String operation, long turns) {}

            @Override
            public void health(HealthSample sample) {}

            @Override
            public void calibration(Calibration calibration) {}

            @Override
            public void errors(String phase, String operation, Map<String, Long> signatures) {}

            @Override
            public void event(String kind, Map<String, ?> details) {}
        };
    }
}
