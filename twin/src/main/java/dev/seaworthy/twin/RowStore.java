package dev.seaworthy.twin;

import java.io.IOException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The relational store's part: ordered rows that are inserted, read back and deleted. */
final class RowStore implements Dependency {
    private final ConcurrentNavigableMap<Long, String> rows = new ConcurrentSkipListMap<>();
    private final AtomicLong sequence = new AtomicLong();

    @Override
    public String name() {
        return "sql";
    }

    @Override
    public void exercise() throws IOException {
        long key = sequence.incrementAndGet();
        String row = "row " + key;
        rows.put(key, row);
        String read = rows.get(key);
        rows.remove(key);
        if (!row.equals(read)) {
            throw new IOException("the row that was inserted could not be read");
        }
    }
}
