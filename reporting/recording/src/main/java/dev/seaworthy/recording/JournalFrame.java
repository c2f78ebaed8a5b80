package dev.seaworthy.recording;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The outer layer of {@code latency.journal}: a sequence of frames with nothing between them, big-endian throughout.
 *
 * <pre>
 * offset  bytes  what
 *      0      4  magic, 53 57 4A 31 ("SWJ1"): where a reader picks up again after damage
 *      4      4  n, the length of the payload, 1 to 8,388,608
 *      8      4  CRC-32C over bytes 4..7 and the payload
 *     12      n  payload, see {@link JournalRecord}
 * </pre>
 *
 * A frame counts only if its checksum matches. There is no header and no footer: a file may be cut anywhere.
 */
final class JournalFrame {
    static final int HEADER_BYTES = 12;
    static final int LARGEST_PAYLOAD = 1 << 23;
    private static final int MAGIC = 0x53574A31;

    private JournalFrame() {}

    /** Fills in the header of a frame whose payload stands behind {@link #HEADER_BYTES} free bytes. */
    static void seal(byte[] frame, int length) {
        int payload = length - HEADER_BYTES;
        if (payload < 1 || payload > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException("a journal record of " + payload + " bytes");
        }
        ByteBuffer header = ByteBuffer.wrap(frame);
        header.putInt(MAGIC).putInt(payload);
        header.putInt(checksum(header, 0, payload));
    }

    /** The payload of the frame that begins at {@code offset}, or null if none does that is whole and matches. */
    static @Nullable ByteBuffer payloadAt(ByteBuffer journal, int offset) {
        if (journal.limit() - offset <= HEADER_BYTES || journal.getInt(offset) != MAGIC) {
            return null;
        }
        int length = journal.getInt(offset + 4);
        if (length < 1 || length > LARGEST_PAYLOAD || length > journal.limit() - offset - HEADER_BYTES) {
            return null;
        }
        if (journal.getInt(offset + 8) != checksum(journal, offset, length)) {
            return null;
        }
        return journal.slice(offset + HEADER_BYTES, length).order(ByteOrder.BIG_ENDIAN);
    }

    private static int checksum(ByteBuffer frame, int offset, int payload) {
        CRC32C crc = new CRC32C();
        crc.update(frame.slice(offset + 4, 4));
        crc.update(frame.slice(offset + HEADER_BYTES, payload));
        return (int) crc.getValue();
    }
}
