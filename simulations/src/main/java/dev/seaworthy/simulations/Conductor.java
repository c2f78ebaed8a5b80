package dev.seaworthy.simulations;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.Schedule;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.simulations.injector.CalibrationPlan;
import dev.seaworthy.simulations.injector.CalibrationRound;
import dev.seaworthy.simulations.injector.Canary;
import dev.seaworthy.simulations.injector.Echo;
import dev.seaworthy.simulations.injector.InjectorWatch;
import dev.seaworthy.simulations.injector.SelfTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Conducts the phases on a thread of its own: waits until all users are aboard, begins and ends each shift, and once a
 * second moves what was recorded into the sink. A session without phases is recorded as one, {@code simulation}.
 */
final class Conductor implements Runnable {
    /** Time for every loop to hear of a shift before its first arrival is due. */
    private static final long LEAD_NANOS = 10_000_000;

    private static final long BEAT_NANOS = 5_000_000;
    private static final long STOP_GRACE_NANOS = 2_000_000_000L;
    private static final long FAREWELL_NANOS = 2_000_000_000L;
    private static final long BOARDING_NANOS = 30_000_000_000L;

    private final LoadSession load;
    private final IntervalSink sink;
    private final LoadProgress progress;
    private final Thread thread = new Thread(this, "seaworthy-conductor");
    private final AtomicBoolean started = new AtomicBoolean();
    private final List<LoadSummary.Phase> done = new ArrayList<>();
    private volatile @Nullable Calibration calibrated;
    private volatile boolean stopped;
    private volatile boolean finishing;
    private volatile boolean gaveUp;
    private volatile @Nullable Thread runner;
    private volatile @Nullable RuntimeException failure;

    Conductor(LoadSession load, IntervalSink sink, LoadProgress progress) {
        this.load = load;
        this.sink = sink;
        this.progress = progress;
        thread.setDaemon(true);
    }

    void start() {
        if (started.compareAndSet(false, true)) {
            thread.start();
        }
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** Gatling has ended: records the rest and waits for it. */
    void finish() {
        finishing = true;
        LockSupport.unpark(thread);
        if (started.get() && Thread.currentThread() != thread) {
            try {
                thread.join(Duration.ofSeconds(10).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Names the thread that waits for Gatling, so that a blocked event loop cannot keep it for ever: some seconds after
     * the last user was sent home it is interrupted.
     */
    void watch(Thread waiting) {
        runner = waiting;
    }

    /** Whether the run went on without Gatling's consent. */
    boolean gaveUp() {
        return gaveUp;
    }

    /**
     * What became of it.
     *
     * @throws RuntimeException that ended it, if one did
     */
    LoadSummary summary() {
        RuntimeException cause = failure;
        if (cause != null) {
            throw cause;
        }
        return new LoadSummary(calibrated, done, stopped);
    }

    @Override
    public void run() {
        try (InjectorWatch watch = InjectorWatch.start(load.loops(), load::inFlight, load.time())) {
            if (load.populations().isEmpty()) {
                accompany(watch);
            } else if (boarded()) {
                calibrate(watch);
                conductAll(watch);
            }
        } catch (RuntimeException e) {
            failure = e;
        } catch (InterruptedException e) {
            stopped = true;
        } catch (Error e) { // a thread that dies in silence would leave half a recording that looks whole
            failure = new IllegalStateException("the load could not be recorded to its end: " + e, e);
        } finally {
            sendHome();
        }
    }

    private void sendHome() {
        try {
            for (Population population : load.populations()) {
                population.close();
            }
            load.event("load-ended", load.tailings());
            load.drainEvents(sink);
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        giveUpOnGatling();
    }

    private void giveUpOnGatling() {
        Thread waiting = runner;
        long deadline = load.time().nanos() + FAREWELL_NANOS;
        while (waiting != null && !finishing) {
            if (load.time().nanos() > deadline) {
                sink.event("gatling-stuck", Map.of("because", "an event loop is blocked by an operation"));
                gaveUp = true;
                waiting.interrupt();
                return;
            }
            LockSupport.parkNanos(BEAT_NANOS);
        }
    }

    private boolean boarded() {
        long deadline = load.time().nanos() + BOARDING_NANOS;
        while (!load.populations().stream().allMatch(Population::isAboard)) {
            if (stopped || finishing) {
                return false;
            }
            if (load.time().nanos() > deadline) {
                throw new IllegalStateException(
                        "Gatling did not start all users within 30 s; the injector is too busy");
            }
            LockSupport.parkNanos(BEAT_NANOS);
        }
        return true;
    }

    /** Records what a simulation of somebody's own does. */
    private void accompany(InjectorWatch watch) {
        PhaseLedger ledger =
                new PhaseLedger("simulation", Duration.ZERO, load, sink, progress, watch, (name, intervals) -> {});
        ledger.open();
        while (!finishing) {
            LockSupport.parkNanos(BEAT_NANOS);
            ledger.beat(Map.of());
        }
        ledger.flush(Map.of());
        done.add(ledger.close(Map.of()));
    }

    /** Lets the instrument find out about itself, where it is asked to; what that recorded is no part of the load. */
    private void calibrate(InjectorWatch watch) throws InterruptedException {
        SelfTest selfTest = load.plan().selfTest();
        CalibrationPlan plan = selfTest == null ? null : selfTest.calibration();
        if (selfTest == null || plan == null) {
            return;
        }
        CalibrationRound round = new CalibrationRound(plan, selfTest.stack());
        for (LoadPhase phase = round.next(); phase != null && !stopped && !finishing; phase = round.next()) {
            conduct(phase, watch, round::heard);
        }
        Calibration calibration = round.result();
        sink.calibration(calibration);
        calibrated = calibration;
    }

    private void conductAll(InjectorWatch watch) throws InterruptedException {
        SelfTest selfTest = load.plan().selfTest();
        Echo echo = load.echo();
        Canary canary =
                echo == null || selfTest == null ? null : echo.canary(load.recorder(), selfTest.canaryPerSecond());
        if (canary != null) {
            canary.start(load.loops());
        }
        for (LoadPhase phase : load.plan().phases()) {
            if (stopped || finishing) {
                break;
            }
            done.add(conduct(phase, watch, (name, intervals) -> {}));
        }
        if (canary != null) {
            canary.stop();
        }
    }

    private LoadSummary.Phase conduct(LoadPhase phase, InjectorWatch watch, PhaseLedger.Listener listener)
            throws InterruptedException {
        PhaseLedger ledger = new PhaseLedger(phase.name(), phase.duration(), load, sink, progress, watch, listener);
        ledger.open();
        Map<Population, Shift> shifts = new LinkedHashMap<>();
        long start = load.time().nanos() + LEAD_NANOS;
        for (Population population : load.populations()) {
            if (phase.scenario().contains(population.scenario().name())) {
                shifts.put(population, shift(phase, population.scenario().name(), start));
            }
        }
        shifts.forEach(Population::begin);
        attend(phase, start, shifts, ledger);
        for (Population population : shifts.keySet()) {
            population.end();
        }
        shifts.forEach(this::writeOff);
        ledger.flush(shifts);
        return ledger.close(shifts);
    }

    /** Waits until the phase is done, its grace is over, or it was stopped and that grace is over. */
    private void attend(LoadPhase phase, long start, Map<Population, Shift> shifts, PhaseLedger ledger) {
        long giveUp = start
                + phase.duration().toNanos()
                + load.plan().limits().grace().toNanos();
        boolean cut = false;
        long now = load.time().nanos();
        while (now < giveUp && !finishing) {
            long instant = now;
            if (shifts.values().stream().allMatch(shift -> shift.isDone(instant))) {
                return;
            }
            if (stopped && !cut) {
                cut = true;
                shifts.values().forEach(shift -> shift.cut(instant));
                giveUp = Math.min(giveUp, now + STOP_GRACE_NANOS);
            }
            LockSupport.parkNanos(BEAT_NANOS);
            ledger.beat(shifts);
            now = load.time().nanos();
        }
    }

    /** Arrivals that were due and never begun are outcomes too. */
    private void writeOff(Population population, Shift shift) {
        long now = load.time().nanos();
        long scheduled = shift.scheduled();
        for (long index = shift.departed() + shift.shedSoFar(); index < scheduled; index++) {
            population.shed(shift, shift.intendedNanos(index), now);
        }
    }

    private Shift shift(LoadPhase phase, String scenario, long start) {
        Shift shift = bareShift(phase, scenario, start);
        return Calibration.isPhase(phase.name()) ? shift : shift.escortedThrough(LoadSteps.of(phase));
    }

    private Shift bareShift(LoadPhase phase, String scenario, long start) {
        long window = phase.duration().toNanos();
        if (phase.shape() instanceof LoadPhase.Shape.Closed closed) {
            // The rail is the target's; the instrument's own echo bears what it can.
            double most = Calibration.isPhase(phase.name())
                    ? Double.MAX_VALUE
                    : load.plan().limits().maxPerSecond() / (1 + load.plan().escortShare());
            double share = most / phase.scenario().size();
            return Shift.closed(closed.users(), Schedule.constant(share), start, window);
        }
        return Shift.open(phase.schedule(seed(phase.name(), scenario)), start, window);
    }

    /** Populations must not arrive in step with each other. */
    private long seed(String phase, String scenario) {
        return load.plan().seed() * 31 + (phase + "/" + scenario).hashCode();
    }
}
