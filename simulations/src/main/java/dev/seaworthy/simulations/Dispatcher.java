package dev.seaworthy.simulations;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The users of one population on one event loop, and the clockwork that sends them off. Confined to that loop.
 *
 * <p>It holds at most one arrival: waits for its instant, gives it to the user that came back last (so that the fewest
 * users, sockets and credentials are in use), and claims the next. Late arrivals go at once. Where no user is free, the
 * arrival goes to another loop of the population that has one, or waits here, and its lag tells.
 */
final class Dispatcher {
    private static final int BURST = 64;

    private final LoadSession load;
    private final Population population;
    private final ScheduledExecutorService loop;
    private final Deque<ActiveUser> idle = new ArrayDeque<>();
    private final Deque<Long> overdue = new ArrayDeque<>();
    private final List<ActiveUser> all = new ArrayList<>();
    private @Nullable Shift shift;
    private int quota;
    private int away;
    private long held = Shift.NONE;
    private long starving = Shift.NONE;
    private boolean resting;
    private boolean closed;
    private volatile int free;
    private volatile int users;

    Dispatcher(LoadSession load, Population population, ScheduledExecutorService loop) {
        this.load = load;
        this.population = population;
        this.loop = loop;
    }

    /** How many users are free; readable from any thread. */
    int free() {
        return free;
    }

    /** How many users live on this loop, free or not; readable from any thread. */
    int users() {
        return users;
    }

    ScheduledExecutorService loop() {
        return loop;
    }

    /** A user arrives from Gatling, or comes back from an errand. */
    void arrive(ActiveUser user, Onward onward) {
        ActiveUser.Errand errand = user.errand();
        if (errand != null) {
            away--;
            population.finish(errand);
        } else {
            all.add(user);
            users = all.size();
        }
        user.park(onward);
        if (closed) {
            user.release();
            return;
        }
        idle.push(user);
        free = idle.size();
        pump();
    }

    /**
     * Begins a shift.
     *
     * @param share how many of a closed shift's users this loop supplies
     */
    void begin(Shift next, int share) {
        shift = next;
        quota = next.isOpen() ? Integer.MAX_VALUE : share;
        held = Shift.NONE;
        pump();
    }

    /** Ends the shift: nothing more is begun, and turns that have not ended are let go. */
    void end() {
        shift = null;
        held = Shift.NONE;
        overdue.clear();
        all.forEach(ActiveUser::abandon);
    }

    /** Lets every user go home; those who are away follow when they come back. */
    void close() {
        end();
        closed = true;
        List<ActiveUser> leaving = new ArrayList<>(idle);
        idle.clear();
        free = 0;
        leaving.forEach(ActiveUser::release);
    }

    /** An arrival that another loop could not serve. */
    void takeOver(Shift of, long intendedNanos) {
        if (shift == of) {
            overdue.add(intendedNanos);
            pump();
        }
    }

    private void pump() {
        Shift current = shift;
        for (int sent = 0; current != null && away < quota; sent++) {
            if (sent == BURST) {
                loop.execute(this::pump);
                return;
            }
            if (!next(current)) {
                return;
            }
        }
    }

    /** Sees to one arrival; false when there is nothing to do for now. */
    private boolean next(Shift current) {
        if (!overdue.isEmpty() && !idle.isEmpty()) {
            send(current, overdue.remove());
            return true;
        }
        long now = load.time().nanos();
        if (held == Shift.NONE) {
            held = current.claim(now);
        }
        if (held == Shift.NONE || !current.isDue(held)) {
            held = Shift.NONE;
            return false;
        }
        if (held > now) {
            rest(held - now);
            return false;
        }
        if (idle.isEmpty()) {
            starve(current);
            return false;
        }
        long intended = held;
        held = Shift.NONE;
        send(current, intended);
        return true;
    }

    private void starve(Shift current) {
        if (starving != held) {
            starving = held;
            current.starve();
        }
        if (population.handOver(this, current, held)) {
            held = Shift.NONE;
            loop.execute(this::pump);
        }
    }

    private void send(Shift current, long intended) {
        ActiveUser user = idle.pop();
        free = idle.size();
        away++;
        current.depart();
        user.depart(new ActiveUser.Errand(current, intended));
    }

    private void rest(long nanos) {
        if (!resting) {
            resting = true;
            var unused = loop.schedule(
                    () -> {
                        resting = false;
                        pump();
                    },
                    nanos,
                    TimeUnit.NANOSECONDS);
        }
    }
}
