package dev.seaworthy.ratelimit.header;

import dev.seaworthy.wire.Headers;
import java.time.Duration;
import java.time.Instant;

/**
 * The server's clock against ours, as Date fields show it: each says only the second, but the many seconds of many answers
 * bracket the difference. Not thread-safe.
 */
public final class ServerClock {
    private Duration least = Duration.ofDays(-36_500);
    private Duration most = Duration.ofDays(36_500);

    /** Takes in an answer that arrived at this instant of our clock. */
    public void observe(Headers headers, Instant arrived) {
        HttpDate.parse(headers.first("Date").orElse("")).ifPresent(date -> {
            Duration low = Duration.between(arrived, date);
            Duration high = low.plusSeconds(1);
            if (low.compareTo(most) > 0 || high.compareTo(least) < 0) {
                // One of the clocks was set: what was known of their difference no longer holds.
                least = low;
                most = high;
                return;
            }
            least = low.compareTo(least) > 0 ? low : least;
            most = high.compareTo(most) < 0 ? high : most;
        });
    }

    /** The server's clock at an instant of ours: not later than it really was, so that a wait is never too short. */
    public Instant at(Instant ours) {
        return known() ? ours.plus(least) : ours;
    }

    private boolean known() {
        return most.compareTo(Duration.ofDays(36_500)) < 0;
    }
}
