package dev.seaworthy.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The intervals of a journal, decoded when they are asked for: a histogram of this range takes 270 kilobytes, and a run
 * of an hour has hundreds of thousands. Immutable; what it returns is the caller's own.
 */
final class JournalIntervals extends AbstractList<RecordedInterval> implements RandomAccess {
    private final ByteBuffer journal;
    private final List<Integer> offsets;

    /** Intervals at these offsets, each of which has been decoded once without fault. */
    JournalIntervals(ByteBuffer journal, List<Integer> offsets) {
        this.journal = journal;
        this.offsets = List.copyOf(offsets);
    }

    @Override
    public RecordedInterval get(int index) {
        ByteBuffer payload = Objects.requireNonNull(JournalFrame.payloadAt(journal, offsets.get(index)));
        try {
            return ((JournalRecord.Interval) JournalRecord.decode(payload)).recorded();
        } catch (IOException e) {
            throw new IllegalStateException("a record that was readable is no longer", e);
        }
    }

    @Override
    public int size() {
        return offsets.size();
    }
}
