package dev.seaworthy.ratelimit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a trial sends and waits with; in tests a limiter in virtual time stands behind it. */
interface Transport {
    /** Sends one request of each caller, all at once, and waits for all; in the order in which they were sent. */
    List<Reply> volley(List<Caller> callers) throws InterruptedException;

    /** Sends nothing for this long. */
    void rest(Duration silence) throws InterruptedException;

    /** Monotonic nanoseconds. */
    long nanos();

    Instant wallClock();
}
