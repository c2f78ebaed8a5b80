package dev.seaworthy.wire;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;

/** The latest frames of one connection, the beginning of each. Thread-safe. */
final class FrameLog {
    private static final int FRAMES = 100;
    private static final int KEPT_BYTES = 4 * 1024;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final long openedNanos;
    private long total;

    FrameLog(long openedNanos) {
        this.openedNanos = openedNanos;
    }

    synchronized void sent(int opcode, byte[] payload, long atNanos) {
        add(true, opcode, true, payload, atNanos);
    }

    synchronized void received(Frame frame, long atNanos) {
        add(false, frame.opcode(), frame.last(), frame.payload(), atNanos);
    }

    private void add(boolean outgoing, int opcode, boolean last, byte[] payload, long atNanos) {
        if (entries.size() == FRAMES) {
            entries.removeFirst();
        }
        byte[] kept = payload.length <= KEPT_BYTES ? payload.clone() : Arrays.copyOf(payload, KEPT_BYTES);
        entries.addLast(new Entry(++total, outgoing, opcode, last, payload.length, kept, atNanos));
    }

    /** One direction, a line per frame; the numbers tell how the two directions interleave. */
    synchronized String text(boolean outgoing, Redaction redaction) {
        entries.forEach(entry -> redaction.learn(entry.kept));
        StringBuilder text = new StringBuilder();
        if (total > entries.size()) {
            text.append("<frames 1 to ").append(total - entries.size()).append(" are not kept>\n");
        }
        entries.stream()
                .filter(entry -> entry.outgoing == outgoing)
                .forEach(
                        entry -> text.append(entry.line(openedNanos, redaction)).append('\n'));
        return text.toString();
    }

    private record Entry(
            long number, boolean outgoing, int opcode, boolean last, int length, byte[] kept, long atNanos) {
        String line(long openedNanos, Redaction redaction) {
            String head = String.format(
                    Locale.ROOT,
                    "#%d +%.3fms %s %s%s %d",
                    number,
                    (atNanos - openedNanos) / 1e6,
                    outgoing ? ">" : "<",
                    Frame.name(opcode),
                    last ? "" : " (not last)",
                    length);
            String content = content(redaction);
            return content.isEmpty() ? head : head + " " + content;
        }

        private String content(Redaction redaction) {
            if (opcode == Frame.CLOSE && kept.length >= 2) {
                int code = (kept[0] & 0xff) << 8 | kept[1] & 0xff;
                String reason = redaction.excerpt(Arrays.copyOfRange(kept, 2, kept.length), length - 2, 256);
                return reason.isEmpty() ? String.valueOf(code) : code + " " + reason;
            }
            return redaction.excerpt(kept, length, 1024);
        }
    }
}
