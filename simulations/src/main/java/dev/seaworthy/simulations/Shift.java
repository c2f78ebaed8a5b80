package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Schedule;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one population has to do in one phase: which arrivals are left, and how many were sent on their way. Thread-safe.
 *
 * <p>In an open shape every arrival has its place in the schedule and is handed out once, to whichever event loop asks
 * first. In a closed shape an arrival happens whenever one of the {@code users} is free, and no sooner than its pace lets
 * it: a fast target must not draw more load than the rails allow.
 */
final class Shift {
    /** Stands for: no arrival is left. */
    static final long NONE = Long.MAX_VALUE;

    private final @Nullable Schedule schedule;
    private final Schedule pace;
    private final int users;
    private final long startNanos;
    private final AtomicLong next = new AtomicLong();
    private final LongAdder departed = new LongAdder();
    private final LongAdder returned = new LongAdder();
    private final LongAdder starved = new LongAdder();
    private final LongAdder shed = new LongAdder();
    private final LongAdder escortsOut = new LongAdder();
    private final LongAdder escortsBack = new LongAdder();
    private final @Nullable LoadSteps steps;
    private volatile long windowNanos;
    /** For the conductor's thread, which asks again and again. */
    private long scheduled;

    private long scheduledWithin = -1;

    private Shift(
            @Nullable Schedule schedule,
            Schedule pace,
            int users,
            long startNanos,
            long windowNanos,
            @Nullable LoadSteps steps) {
        this.steps = steps;
        this.schedule = schedule;
        this.pace = pace;
        this.users = users;
        this.startNanos = startNanos;
        this.windowNanos = windowNanos;
    }

    static Shift open(Schedule schedule, long startNanos, long windowNanos) {
        return new Shift(schedule, schedule, Integer.MAX_VALUE, startNanos, windowNanos, null);
    }

    static Shift closed(int users, Schedule pace, long startNanos, long windowNanos) {
        return new Shift(null, pace, users, startNanos, windowNanos, null);
    }

    /** The same, before it has begun, with escorts that hear of these steps. */
    Shift escortedThrough(LoadSteps through) {
        return new Shift(schedule, pace, users, startNanos, windowNanos, through);
    }

    /** The steps of the load that escorts ride with, or null for a load without. */
    @Nullable
    LoadSteps steps() {
        return steps;
    }

    /** How long after the start an instant is. */
    long offsetNanos(long nanos) {
        return nanos - startNanos;
    }

    /** A turn of an escort was begun. */
    void escortOut() {
        escortsOut.increment();
    }

    /** A turn of an escort has ended. */
    void escortBack() {
        escortsBack.increment();
    }

    boolean isOpen() {
        return schedule != null;
    }

    /** How many users may be on an errand at the same time. */
    int users() {
        return users;
    }

    /** The intended start of the next arrival, now the caller's to see to; or {@link #NONE}. */
    long claim(long nowNanos) {
        if (schedule == null) {
            long intended = Math.max(nowNanos, startNanos + pace.offsetNanos(next.getAndIncrement()));
            return isDue(intended) ? intended : NONE;
        }
        long offset = schedule.offsetNanos(next.getAndIncrement());
        return offset < windowNanos ? startNanos + offset : NONE;
    }

    /** Whether an arrival with this intended start still belongs to the shift; a stop may have shortened it. */
    boolean isDue(long intendedNanos) {
        return intendedNanos - startNanos < windowNanos;
    }

    /** Ends the shift now: what was meant for later is not due any more. */
    void cut(long nowNanos) {
        windowNanos = Math.max(0, Math.min(windowNanos, nowNanos - startNanos));
    }

    void depart() {
        departed.increment();
    }

    void returned() {
        returned.increment();
    }

    /** An arrival was due and no user was free. */
    void starve() {
        starved.increment();
    }

    /** An arrival was given up: it had waited for a user in vain. */
    void shed() {
        shed.increment();
    }

    long departed() {
        return departed.sum();
    }

    long shedSoFar() {
        return shed.sum();
    }

    /** Arrivals that were asked for until {@code nowNanos}, and neither begun nor given up. */
    long waiting(long nowNanos) {
        long settled = departed() + shedSoFar();
        return Math.max(0, scheduledUntil(nowNanos) - settled);
    }

    long starved() {
        return starved.sum();
    }

    /** Arrivals that the schedule asks for until {@code nowNanos}, at most those of the shift; of a closed one, those made. */
    long scheduledUntil(long nowNanos) {
        return schedule == null ? departed() : arrivalsBefore(schedule, Math.min(windowNanos, nowNanos - startNanos));
    }

    /** Arrivals that the shift asks for. */
    long scheduled() {
        if (schedule == null) {
            return departed();
        }
        if (scheduledWithin != windowNanos) {
            scheduled = arrivalsBefore(schedule, windowNanos);
            scheduledWithin = windowNanos;
        }
        return scheduled;
    }

    /** The intended start of arrival {@code index} of an open shift. */
    long intendedNanos(long index) {
        return schedule == null ? startNanos : startNanos + schedule.offsetNanos(index);
    }

    /** Nothing is left to begin, and all that was begun has ended. */
    boolean isDone(long nowNanos) {
        long back = returned.sum();
        long escortsHome = escortsBack.sum();
        return nowNanos - startNanos >= windowNanos
                && departed() + shedSoFar() == scheduled()
                && back == departed()
                && escortsHome == escortsOut.sum();
    }

    /** The number of arrivals with an offset below {@code nanos}. */
    static long arrivalsBefore(Schedule schedule, long nanos) {
        if (nanos <= 0) {
            return 0;
        }
        long high = 1;
        while (schedule.offsetNanos(high) < nanos) {
            high *= 2;
        }
        long low = 0;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (schedule.offsetNanos(middle) < nanos) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
