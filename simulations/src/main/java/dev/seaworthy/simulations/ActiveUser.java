package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.kernel.VirtualUser;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A virtual user while Gatling carries it: takes one turn at a time and guarantees its end. Whatever the operation does,
 * the turn is recorded once and the user goes on once; or it is abandoned when the run can wait no longer, and then it is
 * counted as in flight and never recorded.
 *
 * <p>Confined to the thread of its event loop, on which it is made; results may come from any thread and are brought
 * there. {@link #leave} may also be called at the end of a run, when the loop is gone.
 */
final class ActiveUser implements Turn.Listener {
    private final LoadSession load;
    private final VirtualUser user;
    private final ScheduledExecutorService loop;
    private final Thread thread = Thread.currentThread();
    private final AtomicBoolean left = new AtomicBoolean();
    private @Nullable Turn turn;
    private @Nullable StepBooks books;
    private @Nullable TurnEnd end;

    ActiveUser(LoadSession load, VirtualUser user, ScheduledExecutorService loop) {
        this.load = load;
        this.user = user;
        this.loop = loop;
    }

    VirtualUser user() {
        return user;
    }

    ScheduledExecutorService loop() {
        return loop;
    }

    /** Begins a turn. */
    void take(StepBooks step, long intendedNanos, TurnEnd next) {
        Turn begun = new Turn(user, loop, intendedNanos, this);
        turn = begun;
        books = step;
        end = next;
        step.begin();
        try {
            step.operation().start(begun);
        } catch (Throwable fault) { // a fault of the operation must not cost the user, nor go unrecorded
            load.fault(step.name(), fault);
            if (!begun.isComplete()) {
                long now = load.time().nanos();
                Clocks clocks = new Clocks(intendedNanos, now, Clocks.NOT_REACHED, Clocks.NOT_REACHED, now);
                begun.complete(clocks, Outcome.INSTRUMENT, "fault of the operation");
            }
        }
    }

    @Override
    public void completed(Turn ended, Clocks clocks, Outcome outcome, String signature) {
        if (Thread.currentThread() == thread) {
            settle(ended, clocks, outcome, signature);
        } else {
            bring(() -> settle(ended, clocks, outcome, signature));
        }
    }

    @Override
    public void measured(Turn during, String operation, Clocks clocks, Outcome outcome) {
        if (Thread.currentThread() != thread) {
            bring(() -> measured(during, operation, clocks, outcome));
        } else if (during == turn) {
            load.recorder().record(operation, clocks, outcome);
            if (outcome != Outcome.OK) {
                load.signatures().count(operation, Signatures.of(outcome));
            }
        } else {
            load.endedTooLate();
        }
    }

    private void bring(Runnable result) {
        try {
            loop.execute(result);
        } catch (RejectedExecutionException e) {
            load.endedTooLate();
        }
    }

    private void settle(Turn ended, Clocks clocks, Outcome outcome, String signature) {
        StepBooks step = books;
        TurnEnd next = end;
        if (ended != turn || step == null || next == null) {
            load.endedTooLate();
            return;
        }
        turn = null;
        step.end(clocks, outcome, signature);
        next.ended(clocks, outcome);
    }

    /** Lets go of the turn that has not ended, if there is one. */
    void abandon() {
        TurnEnd next = end;
        if (turn != null && next != null) {
            turn = null;
            next.abandoned();
        }
    }

    /** Runs the user's farewells, once. */
    void leave() {
        if (left.compareAndSet(false, true)) {
            user.leave();
        }
    }
}
