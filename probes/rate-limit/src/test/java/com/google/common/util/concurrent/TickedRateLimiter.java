package com.google.common.util.concurrent;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Guava's limiter on a clock of ours; the constructor that takes one is open to its own package only. */
public final class TickedRateLimiter {
    private TickedRateLimiter() {}

    /** A limiter that reads its time, nanoseconds, from {@code clock}. */
    public static RateLimiter create(double permitsPerSecond, LongSupplier clock) {
        return RateLimiter.create(permitsPerSecond, new RateLimiter.SleepingStopwatch() {
            private final long begun = clock.getAsLong();

            @Override
            protected long readMicros() {
                return TimeUnit.NANOSECONDS.toMicros(clock.getAsLong() - begun);
            }

            @Override
            protected void sleepMicrosUninterruptibly(long micros) {
                if (micros > 0) {
                    throw new IllegalStateException("asked to wait for " + micros + " µs");
                }
            }
        });
    }
}
