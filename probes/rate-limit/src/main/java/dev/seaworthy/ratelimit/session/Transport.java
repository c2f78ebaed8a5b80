package dev.seaworthy.ratelimit.session;

import dev.seaworthy.kernel.TimeSource;
import java.time.Duration;
import java.util.List;

/** What a session sends and waits with; in tests a limiter in virtual time stands behind it. */
public interface Transport {
    /** Sends these at once, each on an open connection, and waits for all; in the order of sending. */
    List<Answer> volley(List<Variation> requests) throws InterruptedException;

    /**
     * Sends these so that their last bytes leave together, each on a connection of its own, and waits for all. Where that
     * cannot be done it is a volley like any other.
     */
    default List<Answer> salvo(List<Variation> requests) throws InterruptedException {
        return volley(requests);
    }

    /** How many callers there are, the own one among them; at least 1. */
    default int callers() {
        return 1;
    }

    /** From how many addresses it can send; at least 1. */
    default int addresses() {
        return 1;
    }

    /** Sends nothing for this long. */
    default void rest(Duration silence) throws InterruptedException {
        // Of whole milliseconds the last one may be cut off.
        Thread.sleep(silence.toMillis() + 1);
    }

    /** The clock of {@link Answer}, and the wall clock that goes with it. */
    TimeSource clock();
}
