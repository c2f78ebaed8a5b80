package dev.seaworthy.testkit;

import dev.seaworthy.kernel.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands until it is moved. Thread-safe.
 *
 * <p>Its monotonic side begins just below the overflow of {@code long}, as {@link System#nanoTime()} may, so that code
 * which compares instants instead of subtracting them fails.
 */
public final class VirtualTime implements TimeSource {
    private static final long SHORTLY_BEFORE_OVERFLOW = Long.MAX_VALUE - 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(SHORTLY_BEFORE_OVERFLOW);
    private volatile Instant wallClock;

    private VirtualTime(Instant start) {
        this.wallClock = start;
    }

    /** A clock that shows {@code start}. */
    public static VirtualTime startingAt(Instant start) {
        return new VirtualTime(start);
    }

    /** Lets time pass on both clocks. */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("monotonic time does not run backwards; step the wall clock instead");
        }
        nanos.addAndGet(by.toNanos());
        wallClock = wallClock.plus(by);
    }

    /** Sets the wall clock forward or back, as a correction by NTP does; monotonic time does not notice. */
    public synchronized void stepWallClock(Duration by) {
        wallClock = wallClock.plus(by);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant wallClock() {
        return wallClock;
    }
}
