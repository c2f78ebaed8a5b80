package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The users that perform one scenario, over all phases: Gatling starts them once, shifts tell them when to work. */
final class Population {
    private final LoadSession load;
    private final Scenario scenario;
    private final int users;
    private final Map<ScheduledExecutorService, Dispatcher> dispatchers = new ConcurrentHashMap<>();
    private final AtomicInteger boarded = new AtomicInteger();

    Population(LoadSession load, Scenario scenario, int users) {
        this.load = load;
        this.scenario = scenario;
        this.users = users;
    }

    Scenario scenario() {
        return scenario;
    }

    /** How many users Gatling is to start. */
    int users() {
        return users;
    }

    /** Whether every user has arrived. */
    boolean isAboard() {
        return boarded.get() >= users;
    }

    /** The one step of this population's users in Gatling's flow: they work until the population is closed. */
    void work(ActiveUser user, Onward home) {
        dispatchers
                .computeIfAbsent(user.loop(), loop -> new Dispatcher(load, this, loop))
                .arrive(user, home);
        boarded.incrementAndGet();
    }

    /** Gives up an arrival for which nobody was free: it is recorded as not sent, and counted. Callable from any thread. */
    void shed(Shift shift, long intendedNanos, long now) {
        String first = scenario.steps().get(0).name();
        Clocks never = new Clocks(intendedNanos, Clocks.NOT_REACHED, Clocks.NOT_REACHED, Clocks.NOT_REACHED, now);
        load.recorder().record(first, never, Outcome.NOT_SENT);
        load.signatures().count(first, "shed: no user was free in time");
        shift.shed();
    }

    /** Gives an arrival to a sibling that has a free user; false when there is none. */
    boolean handOver(Dispatcher from, Shift shift, long intendedNanos) {
        for (Dispatcher sibling : dispatchers.values()) {
            if (sibling != from && sibling.free() > 0) {
                return post(sibling, () -> sibling.takeOver(shift, intendedNanos));
            }
        }
        return false;
    }

    /** Begins a shift on every loop. */
    void begin(Shift shift) {
        int left = Math.min(shift.users(), users);
        List<Dispatcher> fewestFirst = new ArrayList<>(dispatchers.values());
        fewestFirst.sort(Comparator.comparingInt(Dispatcher::users));
        int loops = fewestFirst.size();
        for (Dispatcher dispatcher : fewestFirst) {
            int share = Math.min(dispatcher.users(), (left + loops - 1) / loops);
            left -= share;
            loops--;
            post(dispatcher, () -> dispatcher.begin(shift, share));
        }
    }

    /** Ends the shift on every loop, and waits up to a second for the loops to have done so. */
    void end() throws InterruptedException {
        each(Dispatcher::end);
    }

    /** Sends every user home. */
    void close() throws InterruptedException {
        each(Dispatcher::close);
    }

    /** Has every loop do something, and waits up to a second for all of them together. */
    private void each(Consumer<Dispatcher> act) throws InterruptedException {
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (Dispatcher dispatcher : dispatchers.values()) {
            FutureTask<Boolean> task = new FutureTask<>(() -> act.accept(dispatcher), true);
            if (post(dispatcher, task)) {
                tasks.add(task);
            }
        }
        long deadline = load.time().nanos() + TimeUnit.SECONDS.toNanos(1);
        for (FutureTask<Boolean> task : tasks) {
            try {
                task.get(Math.max(0, deadline - load.time().nanos()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                load.event("loop-blocked", Map.of("population", scenario.name()));
            } catch (ExecutionException e) {
                load.fault(scenario.name(), e.getCause() == null ? e : e.getCause());
            }
        }
    }

    private boolean post(Dispatcher dispatcher, Runnable task) {
        try {
            dispatcher.loop().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            load.event("loop-gone", Map.of("population", scenario.name()));
            return false;
        }
    }
}
