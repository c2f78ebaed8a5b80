package dev.seaworthy.config;

import dev.seaworthy.kernel.TimeSource;
import java.time.Instant;

/** A clock that stands. */
record FixedTime(String instant) implements TimeSource {
    @Override
    public long nanos() {
        return 0;
    }

    @Override
    public Instant wallClock() {
        return Instant.parse(instant);
    }
}
