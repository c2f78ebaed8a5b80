package dev.seaworthy.twin;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The analytics store's part: events appended and counted, the newest kept. Refuses everything once closed. */
final class EventLog implements Dependency, Closeable {
    private static final int KEPT = 1_000;

    private final Deque<String> events = new ArrayDeque<>();
    private long appended;
    private boolean closed;

    @Override
    public String name() {
        return "analytics";
    }

    @Override
    public void exercise() throws IOException {
        long before = count();
        append("readiness");
        if (count() <= before) {
            throw new IOException("the event that was appended was not counted");
        }
    }

    synchronized void append(String event) throws IOException {
        requireOpen();
        events.addLast(event);
        appended++;
        if (events.size() > KEPT) {
            events.removeFirst();
        }
    }

    synchronized long count() throws IOException {
        requireOpen();
        return appended;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("connection refused");
        }
    }
}
