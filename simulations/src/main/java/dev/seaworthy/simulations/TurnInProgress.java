package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Turn;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs one turn and guarantees its end: whatever the operation does, it is recorded once and the user goes on once, or
 * the turn is abandoned when the run can wait no longer, and then it is counted as in flight and never recorded.
 */
final class TurnInProgress implements Turn.Listener {
    private enum State {
        RUNNING,
        ENDED,
        ABANDONED
    }

    private final LoadSession load;
    private final OperationTally tally;
    private final ActiveUser user;
    private final Onward onward;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);

    private TurnInProgress(LoadSession load, OperationTally tally, ActiveUser user, Onward onward) {
        this.load = load;
        this.tally = tally;
        this.user = user;
        this.onward = onward;
    }

    /** Begins {@code operation} for {@code user}, on the user's loop. */
    static void begin(LoadSession load, Operation operation, ActiveUser user, long intendedNanos, Onward onward) {
        OperationTally tally = load.tally(operation.name());
        TurnInProgress inProgress = new TurnInProgress(load, tally, user, onward);
        Turn turn = new Turn(user.user(), user.loop(), intendedNanos, inProgress);
        user.working(inProgress);
        tally.begin();
        long fired = load.time().nanos();
        try {
            operation.start(turn);
        } catch (Throwable fault) { // a fault of the operation must not cost the user, nor go unrecorded
            load.fault(operation.name(), fault);
            if (!turn.isComplete()) {
                turn.complete(
                        new Clocks(
                                intendedNanos,
                                fired,
                                Clocks.NOT_REACHED,
                                Clocks.NOT_REACHED,
                                load.time().nanos()),
                        Outcome.INSTRUMENT);
            }
        }
    }

    @Override
    public void completed(Clocks clocks, Outcome outcome) {
        if (!state.compareAndSet(State.RUNNING, State.ENDED)) {
            load.endedTooLate();
            return;
        }
        try {
            ActiveUser.Errand errand = user.errand();
            if (errand != null) {
                errand.passed(clocks, outcome);
            }
            load.recorder().record(tally.operation(), clocks, outcome);
        } finally {
            tally.end();
            onward.proceed(tally.operation(), outcome == Outcome.OK);
        }
    }

    @Override
    public void measured(String operation, Clocks clocks, Outcome outcome) {
        if (state.get() == State.ABANDONED) {
            load.endedTooLate();
        } else {
            load.recorder().record(operation, clocks, outcome);
        }
    }

    /** Gives up waiting. Called on the user's loop. */
    void abandon() {
        if (state.compareAndSet(State.RUNNING, State.ABANDONED)) {
            ActiveUser.Errand errand = user.errand();
            if (errand != null) {
                errand.cut();
            }
            onward.proceed(false);
        }
    }
}
