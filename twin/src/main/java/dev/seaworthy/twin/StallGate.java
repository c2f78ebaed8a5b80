package dev.seaworthy.twin;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;

/**
 * Lets requests through, or holds them until the stall is over, in the order of their arrival. The plan's clock starts with
 * the first request after {@link #arm}. Not thread-safe: it lives on one event loop.
 */
final class StallGate {
    private final LongSupplier clock;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private StallPlan plan;
    private long startNanos;
    private boolean started;
    private long releaseNanos;

    StallGate(StallPlan plan, LongSupplier clock) {
        this.plan = plan;
        this.clock = clock;
    }

    /** Another plan; its clock starts with the next request. Who waits is let go. */
    void arm(StallPlan next) {
        release();
        plan = next;
        started = false;
    }

    /**
     * A request came: answers it at once, or keeps it.
     *
     * @return how long from now the gate has to be opened by {@link #open}, in nanoseconds; 0 if nobody has to
     */
    long pass(Runnable answer) {
        long now = clock.getAsLong();
        if (!started) {
            started = true;
            startNanos = now;
        }
        long release = startNanos + plan.releaseNanos(now - startNanos);
        if (release - now <= 0) {
            release();
            answer.run();
            return 0;
        }
        waiting.add(answer);
        if (waiting.size() > 1) {
            return 0;
        }
        releaseNanos = release;
        return release - now;
    }

    /** Lets everybody go whose stall is over; returns how long it still lasts, in nanoseconds, 0 if nobody waits. */
    long open() {
        long left = waiting.isEmpty() ? 0 : releaseNanos - clock.getAsLong();
        if (left > 0) {
            return left;
        }
        release();
        return 0;
    }

    int waiting() {
        return waiting.size();
    }

    private void release() {
        for (Runnable answer = waiting.poll(); answer != null; answer = waiting.poll()) {
            answer.run();
        }
    }
}
