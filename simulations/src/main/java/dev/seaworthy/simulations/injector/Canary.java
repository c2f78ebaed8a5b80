package dev.seaworthy.simulations.injector;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Recorder;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.wire.PreparedRequest;
import dev.seaworthy.wire.Wire;
import java.util.Collection;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A few requests a second to the instrument's own echo, on the event loops that carry the load: if their times move with
 * those of the target, it was the injector or its machine that moved, as there is no target in them.
 *
 * <p>Each is meant for a tick of a schedule that was fixed at the start, and one that comes late is late: a loop that
 * stood still for a while shows as long as it stood. Thread-safe.
 */
public final class Canary {
    /** So few that no load feels them, and enough for a second to have some. */
    public static final double USUAL_PER_SECOND = 10;

    private final Wire wire;
    private final PreparedRequest request;
    private final Recorder recorder;
    private final TimeSource time;
    private final double perSecond;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean stopped;

    Canary(Wire wire, PreparedRequest request, Recorder recorder, TimeSource time, double perSecond) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("a canary of " + perSecond + " requests a second is none");
        }
        this.wire = wire;
        this.request = request;
        this.recorder = recorder;
        this.time = time;
        this.perSecond = perSecond;
    }

    /**
     * Begins, on all loops in turn.
     *
     * @param loops event loops of Netty
     * @throws IllegalStateException if it was started before
     */
    public void start(Collection<? extends ScheduledExecutorService> loops) {
        if (!started.compareAndSet(false, true)) {
            throw new IllegalStateException("a canary is started once");
        }
        long start = time.nanos();
        int number = 0;
        for (ScheduledExecutorService loop : loops) {
            new Round(loop, start, number++, loops.size()).await();
        }
    }

    /** Begins no more. What is on its way is recorded when it ends. */
    public void stop() {
        stopped = true;
    }

    /** What happens on one loop; confined to it once begun. */
    private final class Round implements Runnable {
        private final ScheduledExecutorService loop;
        private final long start;
        private final int among;
        private long tick;

        Round(ScheduledExecutorService loop, long start, int number, int among) {
            this.loop = loop;
            this.start = start;
            this.tick = number;
            this.among = among;
        }

        void await() {
            try {
                var unused = loop.schedule(this, Math.max(0, intended() - time.nanos()), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                failed(intended(), time.nanos(), Outcome.NOT_SENT);
            }
        }

        @Override
        public void run() {
            if (stopped) {
                return;
            }
            send(intended());
            tick += among;
            await();
        }

        private long intended() {
            return start + Math.round(tick * 1e9 / perSecond);
        }

        private void send(long intended) {
            long fired = time.nanos();
            try {
                wire.send(
                        request,
                        loop,
                        intended,
                        fired,
                        (clocks, outcome, status, body, detail) ->
                                recorder.record(Calibration.CANARY, clocks, EchoOperation.judge(outcome, status)));
            } catch (RuntimeException e) { // a canary must not be what the loop dies of
                failed(intended, fired, Outcome.INSTRUMENT);
            }
        }

        private void failed(long intended, long fired, Outcome outcome) {
            recorder.record(
                    Calibration.CANARY,
                    new Clocks(intended, fired, Clocks.NOT_REACHED, Clocks.NOT_REACHED, time.nanos()),
                    outcome);
        }
    }
}
