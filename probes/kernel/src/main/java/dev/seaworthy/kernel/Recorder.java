package dev.seaworthy.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Collects what operations measure, one single-writer cell per thread and operation, and hands it out per interval.
 *
 * <p>Assumes: few threads record (event loops), one thread flips. Guarantees: every recorded turn appears in exactly one
 * interval, its histograms and its counts in the same one. Recording never blocks; flipping waits for writers that are
 * in the middle of one record.
 */
public final class Recorder {
    private final TimeSource time;
    private final Map<CellKey, RecorderCell> cells = new ConcurrentHashMap<>();
    private Instant intervalStart;

    public Recorder(TimeSource time) {
        this.time = time;
        this.intervalStart = time.wallClock();
    }

    /** Records the end of one turn. Callable from any thread; one that records again and again has a {@link #writer}. */
    public void record(String operation, Clocks clocks, Outcome outcome) {
        cell(operation).record(clocks, outcome);
    }

    /** A writer of one operation for the calling thread, and for no other. */
    public Writer writer(String operation) {
        return cell(operation)::record;
    }

    private RecorderCell cell(String operation) {
        CellKey key = new CellKey(Thread.currentThread().getId(), operation);
        RecorderCell cell = cells.get(key);
        return cell != null ? cell : cells.computeIfAbsent(key, unused -> new RecorderCell());
    }

    /** Ends the interval and returns what it held, one entry per operation that had an end in it, by name. */
    public synchronized List<OperationInterval> flip() {
        Instant end = time.wallClock();
        Map<String, RecorderCell.Buffer> merged = new TreeMap<>();
        cells.forEach((key, cell) -> {
            RecorderCell.Buffer buffer = cell.flip();
            if (buffer.isEmpty()) {
                return;
            }
            merged.computeIfAbsent(key.operation(), unused -> new RecorderCell.Buffer())
                    .add(buffer);
            buffer.clear();
        });
        List<OperationInterval> intervals = new ArrayList<>();
        Instant start = intervalStart;
        merged.forEach((operation, buffer) -> intervals.add(buffer.interval(operation, start, end)));
        intervalStart = end;
        return intervals;
    }

    /** Records what one thread does of one operation, without looking anything up. */
    @FunctionalInterface
    public interface Writer {
        /** Records the end of one turn. On the thread that asked for the writer only. */
        void record(Clocks clocks, Outcome outcome);
    }

    private record CellKey(long thread, String operation) {}
}
