package dev.seaworthy.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;

/**
 * One act of one virtual user: where it runs, when it was meant to start, and where its result goes. It completes
 * exactly once; a second completion is refused.
 */
public final class Turn {
    private static final VarHandle COMPLETED;

    static {
        try {
            COMPLETED = MethodHandles.lookup().findVarHandle(Turn.class, "completed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final VirtualUser user;
    private final ScheduledExecutorService loop;
    private final long intendedNanos;
    private final Listener listener;

    /** Only through {@link #COMPLETED}: an atomic object a turn would cost as much again as the turn. */
    @SuppressWarnings("UnusedVariable")
    private volatile boolean completed;

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
        listener.measured(this, operation, clocks, outcome);
    }

    /** As {@link #complete(Clocks, Outcome, String)}, with the outcome's name for a signature. */
    public void complete(Clocks clocks, Outcome outcome) {
        complete(clocks, outcome, outcome == Outcome.OK ? "" : outcome.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Completes the turn. Callable from any thread.
     *
     * @param signature what went wrong, in a phrase that is the same for every failure of its kind and holds nothing that
     *     the peer sent, e.g. {@code HTTP 502}; empty for {@link Outcome#OK}
     * @throws IllegalStateException if it was completed before: a fault of the operation
     */
    public void complete(Clocks clocks, Outcome outcome, String signature) {
        if (!COMPLETED.compareAndSet(this, false, true)) {
            throw new IllegalStateException("a turn completes exactly once; second outcome " + outcome);
        }
        listener.completed(this, clocks, outcome, signature);
    }

    public boolean isComplete() {
        return completed;
    }

    /** Where results go. */
    public interface Listener {
        /** The turn's own operation ended. */
        void completed(Turn turn, Clocks clocks, Outcome outcome, String signature);

        /** Another operation was measured on the way. */
        void measured(Turn turn, String operation, Clocks clocks, Outcome outcome);
    }
}
