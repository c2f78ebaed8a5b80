package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.VirtualUser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A virtual user while Gatling carries it: its event loop, the errand it is on, and the turn it has not yet ended.
 *
 * <p>Confined to its loop, but for {@link #leave}, which the end of a run may call when the loop is gone.
 */
final class ActiveUser {
    private final VirtualUser user;
    private final ScheduledExecutorService loop;
    private final AtomicBoolean left = new AtomicBoolean();
    private @Nullable Errand errand;
    private @Nullable TurnInProgress turn;
    private @Nullable Onward parked;

    ActiveUser(VirtualUser user, ScheduledExecutorService loop) {
        this.user = user;
        this.loop = loop;
    }

    VirtualUser user() {
        return user;
    }

    ScheduledExecutorService loop() {
        return loop;
    }

    /** What the user was sent to do, or null while it waits or belongs to a simulation of somebody's own. */
    @Nullable
    Errand errand() {
        return errand;
    }

    /** The turn begun last; it may have ended. */
    void working(TurnInProgress inProgress) {
        turn = inProgress;
    }

    /** Lets go of the turn that has not ended, if there is one. */
    void abandon() {
        TurnInProgress unfinished = turn;
        if (unfinished != null) {
            unfinished.abandon();
        }
    }

    /** Waits for {@link #depart} or {@link #release}. */
    void park(Onward onward) {
        errand = null;
        turn = null;
        parked = onward;
    }

    /** Sends the parked user on an errand. */
    void depart(Errand next) {
        errand = next;
        unpark();
    }

    /** Lets the parked user go without an errand. */
    void release() {
        errand = null;
        unpark();
    }

    private void unpark() {
        Onward onward = parked;
        parked = null;
        if (onward != null) {
            onward.proceed(true);
        }
    }

    /** Runs the user's farewells, once. */
    void leave() {
        if (left.compareAndSet(false, true)) {
            user.leave();
        }
    }

    /** One arrival of the schedule on its way through a scenario. */
    static final class Errand {
        private final Shift shift;
        private final long intendedNanos;
        private @Nullable Clocks first;
        private @Nullable Clocks last;
        private Outcome outcome = Outcome.OK;
        private boolean cut;

        Errand(Shift shift, long intendedNanos) {
            this.shift = shift;
            this.intendedNanos = intendedNanos;
        }

        Shift shift() {
            return shift;
        }

        long intendedNanos() {
            return intendedNanos;
        }

        boolean isFresh() {
            return first == null;
        }

        /** A step that follows a failed one is not begun. */
        boolean goesOn() {
            return !cut && outcome == Outcome.OK;
        }

        void passed(Clocks clocks, Outcome result) {
            if (first == null) {
                first = clocks;
            }
            last = clocks;
            outcome = result;
        }

        /** The run ended before a step did. */
        void cut() {
            cut = true;
        }

        /** From the intended start to the end of the last step, or null if it was cut. */
        @Nullable
        Clocks total() {
            if (cut || first == null || last == null) {
                return null;
            }
            return new Clocks(
                    intendedNanos, first.firedNanos(), Clocks.NOT_REACHED, Clocks.NOT_REACHED, last.completeNanos());
        }

        Outcome outcome() {
            return outcome;
        }
    }
}
