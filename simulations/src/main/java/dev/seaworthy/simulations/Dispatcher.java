package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Scenario;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The users of one population on one event loop, and the clockwork that sends them off. Confined to that loop.
 *
 * <p>It holds at most one arrival: waits for its instant, gives it to the user that came back last (so that the fewest
 * users, sockets and credentials are in use), and claims the next. Late arrivals go at once. Where no user is free, the
 * arrival goes to another loop of the population that has one, or waits here, and its lag tells; one that has waited for
 * longer than anybody waits for an answer is shed.
 */
final class Dispatcher {
    private static final int BURST = 64;

    private final LoadSession load;
    private final Population population;
    private final ScheduledExecutorService loop;
    private final long patienceNanos;
    private final ArrayDeque<Errand> idle = new ArrayDeque<>();
    private final Deque<Long> overdue = new ArrayDeque<>();
    private final List<Errand> all = new ArrayList<>();
    private final Runnable pump = this::pump;
    private final Runnable wake = this::wake;
    private final Convoy convoy;
    private Errand.Watch watch = Errand.Watch.NONE;
    private int quota;
    private int away;
    private long held = Shift.NONE;
    private long starving = Shift.NONE;
    private boolean resting;
    private long wakeNanos;
    private boolean pumping;
    private boolean closed;
    private final AtomicInteger free = new AtomicInteger();
    private volatile int users;

    /** On the loop. */
    Dispatcher(LoadSession load, Population population, ScheduledExecutorService loop) {
        this.convoy = new Convoy(load, loop);
        this.load = load;
        this.population = population;
        this.loop = loop;
        this.patienceNanos = load.plan().limits().grace().toNanos();
    }

    /** How many users are free; readable from any thread. */
    int free() {
        return free.get();
    }

    /** How many users live on this loop, free or not; readable from any thread. */
    int users() {
        return users;
    }

    ScheduledExecutorService loop() {
        return loop;
    }

    String scenario() {
        return population.scenario().name();
    }

    /** A user comes from Gatling, to stay until the population is closed. */
    void arrive(ActiveUser user, Onward home) {
        Errand errand = new Errand(load, this, user, home);
        all.add(errand);
        users = all.size();
        settle(errand);
    }

    /** A user comes back from an errand. */
    void back(Errand errand) {
        Shift shift = errand.shift();
        if (shift != null) {
            shift.returned();
        }
        away--;
        settle(errand);
    }

    private void settle(Errand errand) {
        if (closed) {
            errand.goHome();
            return;
        }
        idle.push(errand);
        free.lazySet(idle.size());
        pump();
    }

    /**
     * Begins a shift.
     *
     * @param share how many of a closed shift's users this loop supplies
     */
    void begin(Shift next, int share) {
        Scenario scenario = population.scenario();
        StepBooks[] steps = scenario.steps().stream()
                .map(operation -> new StepBooks(load, operation))
                .toArray(StepBooks[]::new);
        watch = new Errand.Watch(next, steps);
        convoy.begin(next);
        quota = next.isOpen() ? Integer.MAX_VALUE : share;
        held = Shift.NONE;
        pump();
    }

    /** Ends the shift: nothing more is begun, and turns that have not ended are let go. */
    void end() {
        watch = Errand.Watch.NONE;
        held = Shift.NONE;
        overdue.clear();
        convoy.end();
        all.forEach(Errand::abandon);
    }

    /** Lets every user go home; those who are away follow when they come back. */
    void close() {
        end();
        closed = true;
        List<Errand> leaving = new ArrayList<>(idle);
        idle.clear();
        free.lazySet(0);
        leaving.forEach(Errand::goHome);
    }

    /** An arrival that another loop could not serve. */
    void takeOver(Shift of, long intendedNanos) {
        if (watch.shift() == of) {
            overdue.add(intendedNanos);
            pump();
        }
    }

    /**
     * Sends off all that is due. A turn that ends at once brings its user back while this still runs; it is then the loop
     * here that goes on with it, and not a call within a call.
     */
    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            Shift current = watch.shift();
            int sent = 0;
            while (current != null && current == watch.shift() && away < quota && next(current)) {
                if (++sent == BURST) {
                    loop.execute(pump);
                    return;
                }
            }
        } finally {
            pumping = false;
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
            rest(held, now);
            return false;
        }
        if (idle.isEmpty()) {
            return starve(current, now);
        }
        long intended = held;
        held = Shift.NONE;
        send(current, intended);
        return true;
    }

    /** Nobody is free; true if the arrival is off our hands. */
    private boolean starve(Shift current, long now) {
        if (starving != held) {
            starving = held;
            current.starve();
        }
        if (population.handOver(this, current, held)) {
            held = Shift.NONE;
            return true;
        }
        if (now - held < patienceNanos) {
            rest(held + patienceNanos, now);
            return false;
        }
        population.shed(current, held, now);
        held = Shift.NONE;
        return true;
    }

    private void send(Shift current, long intended) {
        Errand errand = idle.pop();
        free.lazySet(idle.size());
        away++;
        current.depart();
        errand.depart(watch, intended);
        convoy.sentOff(errand.user(), intended);
    }

    private void rest(long untilNanos, long now) {
        if (!resting || untilNanos < wakeNanos) {
            resting = true;
            wakeNanos = untilNanos;
            var unused = loop.schedule(wake, untilNanos - now, TimeUnit.NANOSECONDS);
        }
    }

    private void wake() {
        resting = false;
        pump();
    }
}
