package dev.seaworthy.simulations.injector;

import dev.seaworthy.kernel.TimeSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Asks one event loop to answer, again and again, and remembers how long it let that wait. One question at a time, so
 * that a loop that is stuck does not find a heap of them.
 */
final class LoopProbe implements Runnable {
    private static final long UNKNOWN = -1;

    private final ScheduledExecutorService loop;
    private final TimeSource time;
    private final AtomicLong worstNanos = new AtomicLong();
    private volatile long asked;
    private volatile boolean waiting;
    private volatile boolean gone;
    private volatile long thread = UNKNOWN;
    private @Nullable Long busyBefore;

    LoopProbe(ScheduledExecutorService loop, TimeSource time) {
        this.loop = loop;
        this.time = time;
    }

    /** Asks, unless the last question was not answered yet. */
    void ask() {
        if (waiting || gone) {
            return;
        }
        asked = time.nanos();
        waiting = true;
        try {
            loop.execute(this);
        } catch (RejectedExecutionException e) {
            // The end of a run: a loop that has ended keeps nothing waiting, and nothing will be sent on it.
            gone = true;
            waiting = false;
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread().getId();
        worstNanos.accumulateAndGet(time.nanos() - asked, Math::max);
        waiting = false;
    }

    /** The longest wait since the last call, with the one that goes on. */
    long drainWorstNanos() {
        long worst = worstNanos.getAndSet(0);
        return waiting ? Math.max(worst, time.nanos() - asked) : worst;
    }

    /** Processor nanoseconds of the loop's thread since the last call; null if they are not known. */
    @Nullable
    Long drainBusyNanos(ProcessVitals process) {
        Long now = thread == UNKNOWN ? null : process.threadNanos(thread);
        Long last = busyBefore;
        busyBefore = now;
        return now == null || last == null ? null : Long.valueOf(now - last);
    }
}
