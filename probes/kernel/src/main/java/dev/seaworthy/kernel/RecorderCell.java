package dev.seaworthy.kernel;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.WriterReaderPhaser;

/** One writer's records of one operation: two buffers, and a phaser that tells when the writer has left the old one. */
final class RecorderCell {
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final WriterReaderPhaser phaser = new WriterReaderPhaser();
    private volatile Buffer active = new Buffer();
    private Buffer inactive = new Buffer();

    /** Called by this cell's thread only. */
    void record(Clocks clocks, Outcome outcome) {
        long ticket = phaser.writerCriticalSectionEnter();
        try {
            active.record(clocks, outcome);
        } finally {
            phaser.writerCriticalSectionExit(ticket);
        }
    }

    /** Returns what was recorded since the last flip; the caller clears it before the next. */
    Buffer flip() {
        phaser.readerLock();
        try {
            Buffer full = active;
            active = inactive;
            inactive = full;
            phaser.flipPhase(100_000L);
            return full;
        } finally {
            phaser.readerUnlock();
        }
    }

    /** Histograms and counts of one interval. */
    static final class Buffer {
        private final Histogram response = OperationInterval.histogram();
        private final Histogram service = OperationInterval.histogram();
        private final Histogram failed = OperationInterval.histogram();
        private final Histogram lag = OperationInterval.histogram();
        private final Histogram blocked = OperationInterval.histogram();
        private final long[] outcomes = new long[OUTCOMES.length];
        private long overflow;

        void record(Clocks clocks, Outcome outcome) {
            outcomes[outcome.ordinal()]++;
            if (outcome == Outcome.OK) {
                put(response, clocks.responseNanos());
                put(service, clocks.serviceNanos());
            } else {
                put(failed, clocks.responseNanos());
            }
            put(lag, clocks.lagNanos());
            put(blocked, clocks.blockedNanos());
        }

        private void put(Histogram histogram, long nanos) {
            if (nanos == Clocks.NOT_REACHED) {
                return;
            }
            if (nanos > OperationInterval.HIGHEST_NANOS) {
                overflow++;
                return;
            }
            // A turn may fire a few nanoseconds before its tick: timers round. That is no lag.
            histogram.recordValue(Math.max(0, nanos));
        }

        void add(Buffer other) {
            response.add(other.response);
            service.add(other.service);
            failed.add(other.failed);
            lag.add(other.lag);
            blocked.add(other.blocked);
            for (int i = 0; i < outcomes.length; i++) {
                outcomes[i] += other.outcomes[i];
            }
            overflow += other.overflow;
        }

        boolean isEmpty() {
            for (long count : outcomes) {
                if (count > 0) {
                    return false;
                }
            }
            return true;
        }

        void clear() {
            response.reset();
            service.reset();
            failed.reset();
            lag.reset();
            blocked.reset();
            Arrays.fill(outcomes, 0);
            overflow = 0;
        }

        OperationInterval interval(String operation, Instant start, Instant end) {
            Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
            for (Outcome outcome : OUTCOMES) {
                if (outcomes[outcome.ordinal()] > 0) {
                    counts.put(outcome, outcomes[outcome.ordinal()]);
                }
            }
            return new OperationInterval(
                    operation, start, end, response, service, failed, lag, blocked, counts, overflow);
        }
    }
}
