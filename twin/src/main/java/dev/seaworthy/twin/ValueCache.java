package dev.seaworthy.twin;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The cache's part: values put under a key and got from it. */
final class ValueCache implements Dependency {
    private static final int SLOTS = 64;

    private final Map<Long, Long> values = new ConcurrentHashMap<>();
    private final AtomicLong sequence = new AtomicLong();

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public void exercise() throws IOException {
        long value = sequence.incrementAndGet();
        long slot = value % SLOTS;
        values.put(slot, value);
        Long got = values.get(slot);
        // Another request may have put a newer value into this slot meanwhile; an older one would be a lost write.
        if (got == null || got < value) {
            throw new IOException("the value that was put could not be got");
        }
    }
}
