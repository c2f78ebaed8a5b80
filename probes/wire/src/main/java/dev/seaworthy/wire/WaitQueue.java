package dev.seaworthy.wire;

import dev.seaworthy.kernel.Outcome;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls that wait for a connection, first come first served, and none for longer than it would wait for an answer. */
final class WaitQueue {
    private static final Failure LATE = new Failure(Outcome.TIMEOUT, "no connection free in time");

    private final Lane lane;
    private final ArrayDeque<Call> calls = new ArrayDeque<>();
    private @Nullable Future<?> timer;

    WaitQueue(Lane lane) {
        this.lane = lane;
    }

    void add(Call call) {
        call.deadlineNanos = lane.now() + lane.answerNanos();
        calls.addLast(call);
        arm();
    }

    @Nullable
    Call poll() {
        return calls.pollFirst();
    }

    int size() {
        return calls.size();
    }

    void fail(Failure failure) {
        // Whoever hears of the end may send again; that call is not one of these.
        for (int left = calls.size(); left > 0; left--) {
            Call call = calls.pollFirst();
            if (call != null) {
                call.failed(failure, null, lane.now());
            }
        }
    }

    private void arm() {
        Call first = calls.peekFirst();
        if (timer == null && first != null) {
            timer = lane.loop().schedule(this::expire, first.deadlineNanos - lane.now(), TimeUnit.NANOSECONDS);
        }
    }

    private void expire() {
        timer = null;
        long now = lane.now();
        for (Call first = calls.peekFirst();
                first != null && first.deadlineNanos - now <= 0;
                first = calls.peekFirst()) {
            calls.pollFirst();
            first.failed(LATE, null, now);
        }
        arm();
    }
}
