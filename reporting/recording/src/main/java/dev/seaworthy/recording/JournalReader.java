package dev.seaworthy.recording;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the frames of one {@code latency.journal}; after damage it goes on at the next frame that is whole. */
final class JournalReader {
    private final String name;
    private final ByteBuffer journal;
    private final List<Integer> intervals = new ArrayList<>();
    private final Map<String, Long> scheduled = new TreeMap<>();
    private final List<Damage> damages = new ArrayList<>();
    private long nextSequence;
    private long accepted;

    JournalReader(String name, byte[] bytes) {
        this.name = name;
        this.journal = ByteBuffer.wrap(bytes);
        int at = 0;
        while (at < bytes.length) {
            ByteBuffer payload = JournalFrame.payloadAt(journal, at);
            int end = payload == null ? nextFrame(at) : at + JournalFrame.HEADER_BYTES + payload.limit();
            if (payload == null) {
                boolean tail = end == bytes.length;
                damages.add(new Damage(
                        name, at, end - at, tail ? "ends in an unfinished record" : "checksum does not match"));
            } else {
                accept(payload, at, end - at);
            }
            at = end;
        }
    }

    List<RecordedInterval> intervals() {
        return new JournalIntervals(journal, intervals);
    }

    Map<String, Long> scheduled() {
        return scheduled;
    }

    List<Damage> damages() {
        return damages;
    }

    /** How many records were whole, in sequence and understood. */
    long accepted() {
        return accepted;
    }

    private void accept(ByteBuffer payload, int at, int length) {
        try {
            JournalRecord decoded = JournalRecord.decode(payload);
            if (decoded.sequence() < nextSequence) {
                damages.add(new Damage(name, at, length, "record " + decoded.sequence() + " is there twice"));
                return;
            }
            if (decoded.sequence() > nextSequence) {
                long missing = decoded.sequence() - nextSequence;
                damages.add(new Damage(name, at, 0, missing + " records are missing before this one"));
            }
            nextSequence = decoded.sequence() + 1;
            accepted++;
            if (decoded instanceof JournalRecord.Interval) {
                intervals.add(at);
            } else if (decoded instanceof JournalRecord.Scheduled turns) {
                scheduled.merge(turns.phase() + "/" + turns.operation(), turns.turns(), Math::addExact);
            }
        } catch (IOException e) {
            damages.add(new Damage(name, at, length, oneLine(e.getMessage())));
        }
    }

    private int nextFrame(int damaged) {
        for (int at = damaged + 1; at < journal.limit(); at++) {
            if (JournalFrame.payloadAt(journal, at) != null) {
                return at;
            }
        }
        return journal.limit();
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "the record does not decode" : message.replaceAll("\\s+", " ");
    }
}
