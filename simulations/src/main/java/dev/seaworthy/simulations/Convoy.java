package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Escort;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.kernel.VirtualUser;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The escorts on one event loop: each turn of the load that is sent off adds the escort's share to what it is owed, and
 * one that is owed a whole turn has it at once, with the intended instant of the turn that made it whole. So the shares are
 * exact under every shape of load, and what delays the load delays the escorts. Confined to the loop.
 */
final class Convoy {
    private static final long WHOLE = 1_000_000;

    private final LoadSession load;
    private final ScheduledExecutorService loop;
    private final Thread thread = Thread.currentThread();
    private final List<Escort> escorts;
    private final long[] shares;
    private final long[] owed;
    private StepBooks[] books = {};
    private @Nullable Shift shift;

    /** On the loop. */
    Convoy(LoadSession load, ScheduledExecutorService loop) {
        this.load = load;
        this.loop = loop;
        this.escorts = load.plan().escorts();
        this.shares = new long[escorts.size()];
        this.owed = new long[escorts.size()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.round(escorts.get(i).share() * WHOLE);
            // They begin at different fractions, so that they do not all ride with the same turn.
            owed[i] = WHOLE * (2L * i + 1) / (2L * shares.length);
        }
    }

    void begin(Shift next) {
        boolean rides = next.steps() != null;
        shift = rides ? next : null;
        books = rides
                ? escorts.stream()
                        .map(escort -> new StepBooks(load, escort.name()))
                        .toArray(StepBooks[]::new)
                : new StepBooks[0];
    }

    /** Lets go of the turns that have not ended: they stay in flight in the books. */
    void end() {
        shift = null;
        books = new StepBooks[0];
    }

    /** A turn of the load was sent off. */
    void sentOff(VirtualUser user, long intendedNanos) {
        StepBooks[] open = books;
        for (int i = 0; i < open.length; i++) {
            owed[i] += shares[i];
            if (owed[i] >= WHOLE) {
                owed[i] -= WHOLE;
                depart(escorts.get(i), open[i], user, intendedNanos);
            }
        }
    }

    private void depart(Escort escort, StepBooks book, VirtualUser user, long intendedNanos) {
        Shift current = shift;
        LoadSteps steps = current == null ? null : current.steps();
        if (current == null || steps == null) {
            return;
        }
        current.escortOut();
        book.begin();
        Turn turn = new Turn(user, loop, intendedNanos, new Ride(current, book));
        try {
            escort.ride(turn, steps.at(current.offsetNanos(intendedNanos)));
        } catch (Throwable fault) { // a fault of the escort must not go unrecorded, nor harm the load
            load.fault(escort.name(), fault);
            if (!turn.isComplete()) {
                long now = load.time().nanos();
                Clocks clocks = new Clocks(intendedNanos, now, Clocks.NOT_REACHED, Clocks.NOT_REACHED, now);
                turn.complete(clocks, Outcome.INSTRUMENT, "fault of the operation");
            }
        }
    }

    /** One turn of an escort under way. */
    private final class Ride implements Turn.Listener {
        private final Shift of;
        private final StepBooks book;

        Ride(Shift of, StepBooks book) {
            this.of = of;
            this.book = book;
        }

        @Override
        public void completed(Turn turn, Clocks clocks, Outcome outcome, String signature) {
            if (Thread.currentThread() == thread) {
                settle(clocks, outcome, signature);
                return;
            }
            try {
                loop.execute(() -> settle(clocks, outcome, signature));
            } catch (RejectedExecutionException e) {
                load.endedTooLate();
            }
        }

        private void settle(Clocks clocks, Outcome outcome, String signature) {
            if (of != shift) {
                load.endedTooLate();
                return;
            }
            book.end(clocks, outcome, signature);
            of.escortBack();
        }

        @Override
        public void measured(Turn during, String operation, Clocks clocks, Outcome outcome) {
            throw new IllegalStateException("an escort is one operation; it measured " + operation + " as well");
        }
    }
}
