package dev.seaworthy.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what must come to be, and gives up on what does not. */
final class Patience {
    private static final long LIMIT_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long BETWEEN_NANOS = Duration.ofMillis(5).toNanos();

    private Patience() {}

    /** Whether {@code condition} came to hold within five seconds. */
    static boolean until(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_NANOS);
        }
        return true;
    }
}
