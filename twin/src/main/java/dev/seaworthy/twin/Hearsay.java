package dev.seaworthy.twin;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What one connection did and the others hear of only later, as between nodes that tell each other. Thread-safe. */
final class Hearsay {
    private final Clock clock;
    private final long delayMillis;
    private final Map<String, News> news = new ConcurrentHashMap<>();

    Hearsay(Clock clock, long delayMillis) {
        this.clock = clock;
        this.delayMillis = delayMillis;
    }

    void tell(String what, String connection) {
        news.put(what, new News(connection, clock.millis()));
    }

    /** Whether something was told that has not come to this connection yet. */
    boolean isLateAt(String what, String connection) {
        News told = news.get(what);
        return told != null && !told.connection.equals(connection) && clock.millis() - told.millis < delayMillis;
    }

    /** Forgets what everybody has heard. */
    void sweep() {
        long now = clock.millis();
        news.values().removeIf(told -> now - told.millis >= delayMillis);
    }

    private record News(String connection, long millis) {}
}
