package dev.seaworthy.simulations.injector;

import dev.seaworthy.kernel.TimeSource;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on when it is told to. */
final class HandTime implements TimeSource {
    private final AtomicLong nanos = new AtomicLong(1_000);

    void pass(long more) {
        nanos.addAndGet(more);
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant wallClock() {
        return Instant.EPOCH.plusNanos(nanos.get());
    }
}
