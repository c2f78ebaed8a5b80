package dev.seaworthy.simulations;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * How many turns of one operation were begun, and how they ended, in the phase that runs. Each thread counts by itself,
 * without a word to the others; whoever asks adds up. Thread-safe.
 */
final class OperationTally {
    private final Map<Thread, Counts> counts = new ConcurrentHashMap<>();

    /** The counts of the calling thread, and for no other. */
    Counts counts() {
        return counts.computeIfAbsent(Thread.currentThread(), unused -> new Counts());
    }

    long begun() {
        return sum(Counts::begun);
    }

    long succeeded() {
        return sum(Counts::succeeded);
    }

    long failed() {
        return sum(Counts::failed);
    }

    /** Begun and not ended; exact once nothing begins any more, and never negative. */
    long inFlight() {
        long ended = succeeded() + failed();
        return begun() - ended;
    }

    private long sum(Function<Counts, AtomicLong> count) {
        long sum = 0;
        for (Counts one : counts.values()) {
            sum += count.apply(one).get();
        }
        return sum;
    }

    /** What one thread counts. */
    record Counts(AtomicLong begun, AtomicLong succeeded, AtomicLong failed) {
        Counts() {
            this(new AtomicLong(), new AtomicLong(), new AtomicLong());
        }

        void begin() {
            count(begun);
        }

        void succeed() {
            count(succeeded);
        }

        void fail() {
            count(failed);
        }

        /** There is one writer, so nothing has to be locked. */
        private static void count(AtomicLong number) {
            number.lazySet(number.getPlain() + 1);
        }
    }
}
