package dev.seaworthy.kernel;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One act of one virtual user: where it runs, when it was meant to start, and where its result goes. It completes
 * exactly once; a second completion is refused.
 */
public final class Turn {
    private final VirtualUser user;
    private final ScheduledExecutorService loop;
    private final long intendedNanos;
    private final Listener listener;
    private final AtomicBoolean completed = new AtomicBoolean();

    /**
     * A turn.
     *
     * @param loop the user's event loop; the wire engine stays on it
     * @param intendedNanos when the schedule meant it to start, in the run's nanoseconds
     */
    public Turn(VirtualUser user, ScheduledExecutorService loop, long intendedNanos, Listener listener) {
        this.user = user;
        this.loop = loop;
        this.intendedNanos = intendedNanos;
        this.listener = listener;
    }

    public VirtualUser user() {
        return user;
    }

    /** The user's event loop. The kernel does not name Netty; the wire engine knows its own kind. */
    public ScheduledExecutorService loop() {
        return loop;
    }

    public long intendedNanos() {
        return intendedNanos;
    }

    /** Records a further operation that this turn had to do on its way, e.g. opening the socket before the echo. */
    public void also(String operation, Clocks clocks, Outcome outcome) {
        listener.measured(operation, clocks, outcome);
    }

    /**
     * Completes the turn. Callable from any thread.
     *
     * @throws IllegalStateException if it was completed before: a fault of the operation
     */
    public void complete(Clocks clocks, Outcome outcome) {
        if (!completed.compareAndSet(false, true)) {
            throw new IllegalStateException("a turn completes exactly once; second outcome " + outcome);
        }
        listener.completed(clocks, outcome);
    }

    public boolean isComplete() {
        return completed.get();
    }

    /** Where results go. */
    public interface Listener {
        /** The turn's own operation ended. */
        void completed(Clocks clocks, Outcome outcome);

        /** Another operation was measured on the way. */
        void measured(String operation, Clocks clocks, Outcome outcome);
    }
}
