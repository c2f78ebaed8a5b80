package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import org.jspecify.annotations.Nullable;

/** One request on its way; ends exactly once. For its event loop only. */
abstract class Call {
    final long intendedNanos;
    long firedNanos = Clocks.NOT_REACHED;
    long writtenNanos = Clocks.NOT_REACHED;
    long firstByteNanos = Clocks.NOT_REACHED;
    /** When what it waits for, a connection or an answer, comes too late. */
    long deadlineNanos;
    /** Whether a connection has already failed under it that had not read it. */
    boolean repeated;

    Call(long intendedNanos) {
        this.intendedNanos = intendedNanos;
    }

    /** Where it goes. */
    abstract Route route();

    /** What it sends over HTTP/1.1. */
    abstract RequestBytes request();

    /** Makes the parser ready for the answer. */
    abstract void expect(AnswerParser parser);

    /** The answer is complete. */
    abstract void answered(HttpConnection connection, long now);

    /** There will be no complete answer; {@code connection} is null if there was none. */
    abstract void failed(Failure failure, @Nullable HttpConnection connection, long now);

    Clocks clocks(long completeNanos) {
        return new Clocks(intendedNanos, firedNanos, writtenNanos, firstByteNanos, completeNanos);
    }
}
