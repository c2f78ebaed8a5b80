package dev.seaworthy.recording;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/**
 * The payload of one frame of {@code latency.journal}, big-endian; text is two bytes of length and modified UTF-8, as
 * {@link DataOutputStream#writeUTF} writes it.
 *
 * <pre>
 * kind      1 byte   1 interval, 2 scheduled
 * sequence  8 bytes  counts the records of this journal from 0
 * phase     text
 * operation text
 *
 * kind 1 goes on with
 * start     8 + 4    seconds since 1970 UTC, and nanoseconds
 * end       8 + 4    likewise
 * overflow  8
 * outcomes  1        how many follow; each is a name (text) and a count (8), in the order of {@link Outcome}
 * five histograms    response, service, failed, lag, blocked: each a length (4) and that many bytes in HdrHistogram's
 *                    compressed V2 encoding, nanoseconds
 *
 * kind 2 goes on with
 * turns     8        that the schedule asked for, in addition to those of earlier records
 * </pre>
 */
sealed interface JournalRecord {
    int INTERVAL = 1;
    int SCHEDULED = 2;
    /** What an empty histogram takes at most, encoded. */
    int EMPTY_BYTES = 48;

    /** Counts the records of one journal from 0. */
    long sequence();

    /** Kind 1. */
    record Interval(long sequence, RecordedInterval recorded) implements JournalRecord {}

    /** Kind 2. */
    record Scheduled(long sequence, String phase, String operation, long turns) implements JournalRecord {}

    /** Writes frames; keeps its buffers, so that a steady run makes little garbage. Not thread-safe. */
    final class Encoder {
        private final Growing bytes = new Growing();
        private ByteBuffer histogramBytes = ByteBuffer.allocate(1 << 16);

        /** A whole frame; valid until the next call. */
        Growing encode(JournalRecord journalRecord) {
            bytes.reset();
            try {
                DataOutputStream out = new DataOutputStream(bytes);
                out.write(new byte[JournalFrame.HEADER_BYTES]);
                if (journalRecord instanceof Interval interval) {
                    writeInterval(out, interval);
                } else if (journalRecord instanceof Scheduled scheduled) {
                    writeHead(out, SCHEDULED, scheduled.sequence(), scheduled.phase(), scheduled.operation());
                    out.writeLong(scheduled.turns());
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("a name is too long for the journal", e);
            }
            JournalFrame.seal(bytes.array(), bytes.size());
            return bytes;
        }

        private void writeInterval(DataOutputStream out, Interval record) throws IOException {
            OperationInterval interval = record.recorded().interval();
            writeHead(out, INTERVAL, record.sequence(), record.recorded().phase(), interval.operation());
            writeInstant(out, interval.start());
            writeInstant(out, interval.end());
            out.writeLong(interval.overflow());
            Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
            outcomes.putAll(interval.outcomes());
            out.writeByte(outcomes.size());
            for (Map.Entry<Outcome, Long> entry : outcomes.entrySet()) {
                out.writeUTF(entry.getKey().name());
                out.writeLong(entry.getValue());
            }
            for (Histogram histogram : histograms(interval)) {
                writeHistogram(out, histogram);
            }
        }

        private void writeHistogram(DataOutputStream out, Histogram histogram) throws IOException {
            if (histogramBytes.capacity() < histogram.getNeededByteBufferCapacity()) {
                histogramBytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            }
            histogramBytes.clear();
            int length = histogram.encodeIntoCompressedByteBuffer(histogramBytes);
            out.writeInt(length);
            out.write(histogramBytes.array(), 0, length);
        }

        private static void writeHead(DataOutputStream out, int kind, long sequence, String phase, String operation)
                throws IOException {
            out.writeByte(kind);
            out.writeLong(sequence);
            out.writeUTF(phase);
            out.writeUTF(operation);
        }

        private static void writeInstant(DataOutputStream out, Instant instant) throws IOException {
            out.writeLong(instant.getEpochSecond());
            out.writeInt(instant.getNano());
        }
    }

    /** The five histograms in the order in which they are written. */
    static List<Histogram> histograms(OperationInterval interval) {
        return List.of(interval.response(), interval.service(), interval.failed(), interval.lag(), interval.blocked());
    }

    /**
     * Reads a payload whose checksum matched.
     *
     * @throws IOException if it is not a record that this version knows
     */
    static JournalRecord decode(ByteBuffer payload) throws IOException {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int kind = in.readUnsignedByte();
            long sequence = in.readLong();
            String phase = in.readUTF();
            String operation = in.readUTF();
            JournalRecord decoded = switch (kind) {
                case INTERVAL -> new Interval(sequence, new RecordedInterval(phase, readInterval(in, operation)));
                case SCHEDULED -> new Scheduled(sequence, phase, operation, in.readLong());
                default -> throw new IOException("kind " + kind + " is unknown to this version");
            };
            if (in.read() != -1) {
                throw new IOException("the record is longer than this version knows");
            }
            return decoded;
        } catch (IllegalArgumentException
                | ArrayIndexOutOfBoundsException
                | BufferUnderflowException
                | DateTimeException
                | DataFormatException e) {
            throw new IOException("the record does not decode: " + e.getMessage(), e);
        }
    }

    private static OperationInterval readInterval(DataInputStream in, String operation)
            throws IOException, DataFormatException {
        Instant start = Instant.ofEpochSecond(in.readLong(), in.readInt());
        Instant end = Instant.ofEpochSecond(in.readLong(), in.readInt());
        long overflow = in.readLong();
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        int kinds = in.readUnsignedByte();
        for (int i = 0; i < kinds; i++) {
            outcomes.put(Outcome.valueOf(in.readUTF()), in.readLong());
        }
        return new OperationInterval(
                operation,
                start,
                end,
                readHistogram(in),
                readHistogram(in),
                readHistogram(in),
                readHistogram(in),
                readHistogram(in),
                outcomes,
                overflow);
    }

    private static Histogram readHistogram(DataInputStream in) throws IOException, DataFormatException {
        int length = in.readInt();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length != length) {
            throw new IOException("a histogram ends early");
        }
        // Packed, an empty one costs next to nothing, and most are; a filled one takes milliseconds, plain far less.
        return length <= EMPTY_BYTES
                ? PackedHistogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0)
                : Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
    }

    /** A byte array that grows and lends itself, without a copy. */
    final class Growing extends ByteArrayOutputStream {
        byte[] array() {
            return buf;
        }
    }
}
