package dev.seaworthy.simulations;

import java.util.concurrent.atomic.LongAdder;

/** How many turns of one operation were begun, and how they ended, in the phase that runs. Thread-safe. */
final class OperationTally {
    private final LongAdder begun = new LongAdder();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();

    void begin() {
        begun.increment();
    }

    void succeed() {
        succeeded.increment();
    }

    void fail() {
        failed.increment();
    }

    long begun() {
        return begun.sum();
    }

    long succeeded() {
        return succeeded.sum();
    }

    long failed() {
        return failed.sum();
    }

    /** Begun and not ended; exact once nothing begins any more, and never negative. */
    long inFlight() {
        long ended = succeeded.sum() + failed.sum();
        return begun.sum() - ended;
    }
}
