package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Escort;
import dev.seaworthy.kernel.Recorder;
import dev.seaworthy.kernel.Scenario;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.VirtualUser;
import dev.seaworthy.simulations.injector.Echo;
import dev.seaworthy.simulations.injector.SelfTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one Gatling run shares: the plan, the recorder, the populations and the users aboard. Thread-safe.
 *
 * <p>Begun once, when Gatling builds the simulation; closed once, when Gatling is done with it.
 */
final class LoadSession implements AutoCloseable {
    private static final int FAULTS_TOLD = 5;

    private final LoadPlan plan;
    private final TimeSource time;
    private final Recorder recorder;
    private final Set<String> escorts;
    private final List<Population> populations = new ArrayList<>();
    private final Set<ActiveUser> users = ConcurrentHashMap.newKeySet();
    private final Set<ScheduledExecutorService> loops = ConcurrentHashMap.newKeySet();
    private final Set<Object> engines = ConcurrentHashMap.newKeySet();
    private final Signatures signatures = new Signatures();
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicLong numbers = new AtomicLong();
    private final LongAdder faults = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final @Nullable Echo echo;
    private final Conductor conductor;
    private final Runnable closer;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile GatlingLog gatlingLog = GatlingLog.OFF;
    private volatile Map<String, OperationTally> tallies = new ConcurrentHashMap<>();

    /** For a simulation that Gatling runs. */
    LoadSession(LoadContextOpener.Opened opened, TimeSource time) {
        this(opened, time, tick -> {});
    }

    LoadSession(LoadContextOpener.Opened opened, TimeSource time, LoadProgress progress) {
        this.plan = opened.plan();
        this.closer = opened.closer();
        this.time = time;
        this.recorder = new Recorder(time);
        this.escorts = plan.escorts().stream().map(Escort::name).collect(Collectors.toUnmodifiableSet());
        SelfTest selfTest = plan.phases().isEmpty() ? null : plan.selfTest();
        this.echo = selfTest == null ? null : Echo.open(selfTest.stack(), 1, time);
        if (echo != null && selfTest != null && selfTest.calibration() != null) {
            populations.add(new Population(this, Scenario.of(echo.operation()), selfTest.users()));
        }
        plan.populations().forEach((scenario, count) -> populations.add(new Population(this, scenario, count)));
        this.conductor = new Conductor(this, opened.sink(), progress);
    }

    LoadPlan plan() {
        return plan;
    }

    TimeSource time() {
        return time;
    }

    Recorder recorder() {
        return recorder;
    }

    Signatures signatures() {
        return signatures;
    }

    GatlingLog gatlingLog() {
        return gatlingLog;
    }

    /** From now on, Gatling's statistics are told of every turn through this. */
    void tell(GatlingLog log) {
        gatlingLog = log;
    }

    List<Population> populations() {
        return populations;
    }

    /** What the instrument measures itself against, or null. */
    @Nullable
    Echo echo() {
        return echo;
    }

    Conductor conductor() {
        return conductor;
    }

    /** The event loops that carry users, for the watch on their lag. */
    Set<ScheduledExecutorService> loops() {
        return loops;
    }

    /** A user that Gatling has started. */
    ActiveUser board(ScheduledExecutorService loop) {
        loops.add(loop);
        ActiveUser user = new ActiveUser(this, new VirtualUser(numbers.getAndIncrement()), loop);
        users.add(user);
        return user;
    }

    /** A user that Gatling has ended, on its loop. */
    void goAshore(ActiveUser user) {
        users.remove(user);
        bidFarewell(user);
    }

    private void bidFarewell(ActiveUser user) {
        try {
            user.leave();
        } catch (RuntimeException e) {
            fault("leave", e);
        }
    }

    /** The counts of an operation in the phase that runs. */
    OperationTally tally(String operation) {
        OperationTally tally = tallies.get(operation);
        return tally != null ? tally : tallies.computeIfAbsent(operation, unused -> new OperationTally());
    }

    /** The counts of all operations that are load in the phase that runs; escorts are none. */
    List<OperationTally> loadTallies() {
        return tallies.entrySet().stream()
                .filter(entry -> !escorts.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Whether an operation rides along with the load and is no part of it. */
    boolean isEscort(String operation) {
        return escorts.contains(operation);
    }

    /** Turns of the phase that runs that have begun and not ended. */
    long inFlight() {
        return loadTallies().stream().mapToLong(OperationTally::inFlight).sum();
    }

    /** Begins to count anew, and returns what was counted so far. */
    Map<String, OperationTally> turnOver() {
        Map<String, OperationTally> done = tallies;
        tallies = new ConcurrentHashMap<>();
        return done;
    }

    /** Our own fault, or that of an operation: counted, and told with its place for the first few. */
    void fault(String where, Throwable fault) {
        faults.increment();
        if (faults.sum() <= FAULTS_TOLD) {
            StackTraceElement[] trace = fault.getStackTrace();
            event(
                    "fault",
                    Map.of(
                            "where",
                            where,
                            "kind",
                            fault.getClass().getName(),
                            "at",
                            trace.length == 0 ? "unknown" : trace[0].toString()));
        }
    }

    /** A turn ended after the run had given up waiting for it. */
    void endedTooLate() {
        late.increment();
    }

    /** Tells the journal, at the conductor's next tick. Callable from any thread. */
    void event(String kind, Map<String, ?> details) {
        events.add(new Event(kind, details));
    }

    void drainEvents(IntervalSink sink) {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            sink.event(event.kind(), event.details());
        }
    }

    /** Faults and late endings so far, for the end of the run. */
    Map<String, Object> tailings() {
        Map<String, Object> tailings = new LinkedHashMap<>();
        tailings.put("faults", faults.sum());
        tailings.put("endedTooLate", late.sum());
        return tailings;
    }

    /**
     * Gatling has built its engine: phases may begin as soon as the users are aboard.
     *
     * @param engine what Gatling runs on, different for each run
     * @param onFirst called if this engine was not met before
     */
    void attach(Object engine, Runnable onFirst) {
        if (engines.add(engine)) {
            onFirst.run();
            conductor.start();
        }
    }

    /** Begins nothing more; what is in flight has two seconds. Callable from any thread. */
    void stop() {
        conductor.stop();
    }

    /** Ends the recording and sees off the users that Gatling has not. Further calls do nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        conductor.finish();
        for (ActiveUser user : users) {
            if (users.remove(user)) {
                try {
                    user.loop().execute(() -> bidFarewell(user));
                } catch (RejectedExecutionException e) {
                    bidFarewell(user);
                }
            }
        }
        CurrentLoad.clear(this);
        if (echo != null) {
            echo.close();
        }
        closer.run();
    }

    private record Event(String kind, Map<String, ?> details) {}
}
