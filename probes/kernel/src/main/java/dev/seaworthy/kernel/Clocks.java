package dev.seaworthy.kernel;

/**
 * The instants of one exchange, in nanoseconds of the run's {@link TimeSource}. An instant that was not reached is
 * {@link #NOT_REACHED}.
 *
 * @param intendedNanos when the schedule meant it to start; for a check, when it was asked for
 * @param firedNanos when the injector began to work on it
 * @param writtenNanos when its last request byte was handed to the socket
 * @param firstByteNanos when the first byte of the answer was read
 * @param completeNanos when the answer was complete, or the exchange had failed
 */
public record Clocks(long intendedNanos, long firedNanos, long writtenNanos, long firstByteNanos, long completeNanos) {
    /** Stands for an instant that the exchange did not come to. */
    public static final long NOT_REACHED = Long.MIN_VALUE;

    /** Response time: from the intended start to the end; what a user of an open system waits. */
    public long responseNanos() {
        return between(intendedNanos, completeNanos);
    }

    /** Service time: from the written request to the end. Without coordinated-omission meaning; beside, not instead. */
    public long serviceNanos() {
        return between(writtenNanos, completeNanos);
    }

    /** Injector lag: from the intended start to the moment at which work on it began. */
    public long lagNanos() {
        return between(intendedNanos, firedNanos);
    }

    /** Blocked time: from the beginning of work to the written request, e.g. waiting for a connection. */
    public long blockedNanos() {
        return between(firedNanos, writtenNanos);
    }

    private static long between(long from, long to) {
        return from == NOT_REACHED || to == NOT_REACHED ? NOT_REACHED : to - from;
    }
}
