package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import org.jspecify.annotations.Nullable;

/** One request on its way; ends exactly once. For its event loop only. */
abstract class Call {
    final Origin origin;
    final RequestBytes request;
    final long intendedNanos;
    long firedNanos = Clocks.NOT_REACHED;
    long writtenNanos = Clocks.NOT_REACHED;
    long firstByteNanos = Clocks.NOT_REACHED;
    /** Whether a pooled connection has already failed under it. */
    boolean repeated;

    Call(Origin origin, RequestBytes request, long intendedNanos) {
        this.origin = origin;
        this.request = request;
        this.intendedNanos = intendedNanos;
    }

    abstract boolean keepsEvidence();

    /** The answer is complete. */
    abstract void answered(HttpConnection connection, long now);

    /** There will be no complete answer; {@code connection} is null if there was none. */
    abstract void failed(Failure failure, @Nullable HttpConnection connection, long now);

    Clocks clocks(long completeNanos) {
        return new Clocks(intendedNanos, firedNanos, writtenNanos, firstByteNanos, completeNanos);
    }
}
