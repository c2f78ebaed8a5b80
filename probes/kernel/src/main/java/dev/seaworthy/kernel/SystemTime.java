package dev.seaworthy.kernel;

import java.time.Instant;

/** The one place that reads the machine's clocks. */
enum SystemTime implements TimeSource {
    INSTANCE;

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant wallClock() {
        return Instant.now();
    }
}
