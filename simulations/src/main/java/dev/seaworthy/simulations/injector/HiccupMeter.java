package dev.seaworthy.simulations.injector;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.TimeSource;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Measures how long a thread that wants to run each millisecond is kept from it, by the machine or by the virtual machine.
 * The shortest time that a sleep was ever seen to take counts as its own cost, and as no hiccup.
 */
final class HiccupMeter implements Runnable, AutoCloseable {
    static final long EVERY_NANOS = 1_000_000;

    private static final long UNIT_NANOS = 1_000;

    private final TimeSource time;
    private final SingleWriterRecorder hiccups =
            new SingleWriterRecorder(UNIT_NANOS, OperationInterval.HIGHEST_NANOS, OperationInterval.DIGITS);
    private final Thread thread = new Thread(this, "seaworthy-hiccups");
    private volatile long slept;
    private volatile long shortest = Long.MAX_VALUE;
    private volatile boolean closed;

    HiccupMeter(TimeSource time) {
        this.time = time;
        this.slept = time.nanos();
        thread.setDaemon(true);
    }

    void start() {
        slept = time.nanos();
        thread.start();
    }

    @Override
    public void run() {
        while (!closed) {
            LockSupport.parkNanos(EVERY_NANOS);
            woke();
        }
    }

    /** The thread woke up, and goes to sleep again. Called by that thread only. */
    void woke() {
        long now = time.nanos();
        long took = now - slept;
        // A sleep that ended too early must not become the measure of all others.
        shortest = Math.min(shortest, Math.max(EVERY_NANOS, took));
        slept = now;
        hiccups.recordValue(Math.min(OperationInterval.HIGHEST_NANOS, Math.max(0, took - shortest)));
    }

    /** The hiccups since the last call, in nanoseconds, with the one that has not ended yet. To be read only. */
    Histogram drain() {
        Histogram drained = hiccups.getIntervalHistogram();
        long unfinished = time.nanos() - slept - Math.max(EVERY_NANOS, shortest == Long.MAX_VALUE ? 0 : shortest);
        if (unfinished > 0) {
            drained.recordValue(Math.min(OperationInterval.HIGHEST_NANOS, unfinished));
        }
        return drained;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
