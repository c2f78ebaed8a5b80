package dev.seaworthy.kernel;

import java.time.Instant;

/** The only clock. Production code takes {@link #system()}; tests pass a virtual one. Implementations are thread-safe. */
public interface TimeSource {
    /** Monotonic nanoseconds with an arbitrary origin; may be negative. */
    long nanos();

    /** The wall clock, UTC. */
    Instant wallClock();

    /** The clocks of this machine. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }
}
