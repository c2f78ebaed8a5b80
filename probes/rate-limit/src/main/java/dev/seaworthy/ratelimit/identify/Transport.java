package dev.seaworthy.ratelimit.identify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What an inquiry sends and waits with; in tests a limiter in virtual time stands behind it. */
public interface Transport {
    /** Sends so many requests at once, each on an open connection, and waits for all; in the order of sending. */
    List<Answer> volley(int requests) throws InterruptedException;

    /** Sends nothing for this long. */
    void rest(Duration silence) throws InterruptedException;

    /** Monotonic nanoseconds, the clock of {@link Answer}. */
    long nanos();

    /** Now, by the wall clock. */
    Instant wallClock();
}
