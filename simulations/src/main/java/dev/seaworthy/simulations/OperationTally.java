package dev.seaworthy.simulations;

import java.util.concurrent.atomic.LongAdder;

/** How many turns of one operation were begun, and how many of them ended, in the phase that runs. Thread-safe. */
final class OperationTally {
    private final String operation;
    private final LongAdder begun = new LongAdder();
    private final LongAdder ended = new LongAdder();

    OperationTally(String operation) {
        this.operation = operation;
    }

    String operation() {
        return operation;
    }

    void begin() {
        begun.increment();
    }

    void end() {
        ended.increment();
    }

    long begun() {
        return begun.sum();
    }

    /** Begun and not ended; exact once nothing begins any more. */
    long inFlight() {
        long done = ended.sum();
        return begun.sum() - done;
    }
}
