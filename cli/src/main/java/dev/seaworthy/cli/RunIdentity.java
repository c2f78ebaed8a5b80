package dev.seaworthy.cli;

import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.RunDirectory;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * What tells one run from all others.
 *
 * @param startedAt UTC
 * @param seed of every choice at random
 * @param nonce makes the id unique within a second
 */
record RunIdentity(Instant startedAt, long seed, long nonce) {
    /** A new identity; the seed is drawn unless it is given. */
    static RunIdentity draw(TimeSource time, @org.jspecify.annotations.Nullable Long seed) {
        SecureRandom random = new SecureRandom();
        return new RunIdentity(time.wallClock(), seed == null ? random.nextInt(1_000_000) : seed, random.nextLong());
    }

    String runId(String environment) {
        return RunDirectory.newId(startedAt, environment, nonce);
    }
}
