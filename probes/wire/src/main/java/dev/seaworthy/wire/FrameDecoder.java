package dev.seaworthy.wire;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a server's frames from bytes as they come (RFC 6455 section 5). Never throws on input. Memory grows with what
 * arrives, not with what is announced, and ends at the limit. For one thread.
 */
final class FrameDecoder {
    private static final byte[] NOTHING = new byte[0];
    private static final int FIRST_PIECE = 16 * 1024;

    private final int limit;
    /** Header bytes seen so far, the first two and those of the extended length. */
    private int seen;

    private int first;
    private int lengthBytes;
    private long length;
    private boolean inPayload;
    private byte[] payload = NOTHING;
    private int filled;

    FrameDecoder(int limit) {
        this.limit = limit;
    }

    /**
     * Hands each complete frame to the sink, which may object to it.
     *
     * @return the first violation, after which nothing more is read; or null
     */
    @Nullable
    Violation feed(ByteBuf in, Function<Frame, @Nullable Violation> sink) {
        Violation violation = null;
        while (violation == null && (in.isReadable() || inPayload && filled == length)) {
            if (!inPayload) {
                violation = header(in.readUnsignedByte());
            } else {
                fill(in);
                violation = filled == length ? complete(sink) : null;
            }
            if (violation == null && inPayload && length == 0) {
                violation = complete(sink);
            }
        }
        return violation;
    }

    private @Nullable Violation header(int octet) {
        seen++;
        if (seen == 1) {
            first = octet;
            return firstByte();
        }
        if (seen == 2) {
            return secondByte(octet);
        }
        length = length << 8 | octet;
        return seen == 2 + lengthBytes ? lengthKnown() : null;
    }

    private @Nullable Violation firstByte() {
        int opcode = first & 0x0f;
        if ((first & 0x70) != 0) {
            return Violation.protocol("a reserved bit is set without an extension (section 5.2)");
        }
        if (opcode > Frame.BINARY && opcode < Frame.CLOSE || opcode > Frame.PONG) {
            return Violation.protocol("opcode " + opcode + " is reserved (section 5.2)");
        }
        if (Frame.isControl(opcode) && (first & 0x80) == 0) {
            return Violation.protocol("a control frame is fragmented (section 5.5)");
        }
        return null;
    }

    private @Nullable Violation secondByte(int octet) {
        if ((octet & 0x80) != 0) {
            return Violation.protocol("a frame of the server is masked (section 5.1)");
        }
        int short7 = octet & 0x7f;
        if (Frame.isControl(first & 0x0f) && short7 > Frame.CONTROL_LIMIT) {
            return Violation.protocol("a control frame is longer than 125 bytes (section 5.5)");
        }
        lengthBytes = short7 == 127 ? 8 : short7 == 126 ? 2 : 0;
        length = lengthBytes == 0 ? short7 : 0;
        return lengthBytes == 0 ? lengthKnown() : null;
    }

    private @Nullable Violation lengthKnown() {
        if (length < 0) {
            return Violation.protocol("the highest bit of a length is set (section 5.2)");
        }
        boolean minimal = lengthBytes == 0 || (lengthBytes == 2 ? length > 125 : length > 0xffff);
        if (!minimal) {
            return Violation.protocol("a length is not in its shortest form (section 5.2)");
        }
        if (length > limit) {
            return new Violation(1009, "a frame of " + length + " bytes is over our limit of " + limit);
        }
        inPayload = true;
        filled = 0;
        payload = length == 0 ? NOTHING : new byte[(int) Math.min(length, FIRST_PIECE)];
        return null;
    }

    private void fill(ByteBuf in) {
        int count = (int) Math.min(in.readableBytes(), length - filled);
        if (payload.length - filled < count) {
            long room = Math.min(length, Math.max(payload.length * 2L, filled + (long) count));
            payload = Arrays.copyOf(payload, (int) room);
        }
        in.readBytes(payload, filled, count);
        filled += count;
    }

    private @Nullable Violation complete(Function<Frame, @Nullable Violation> sink) {
        Frame frame = new Frame(first & 0x0f, (first & 0x80) != 0, payload);
        seen = 0;
        inPayload = false;
        payload = NOTHING;
        length = 0;
        return sink.apply(frame);
    }
}
