package dev.seaworthy.auth.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A wait that is part of what a check does: an end that must pass, a moment that must lie between two tries. */
public final class Pause {
    private Pause() {}

    public static void of(Duration duration) throws InterruptedException {
        if (!duration.isNegative()) {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        }
    }
}
