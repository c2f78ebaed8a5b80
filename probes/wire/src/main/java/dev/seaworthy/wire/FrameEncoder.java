package dev.seaworthy.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** Writes a client's frames: unfragmented and masked (RFC 6455 section 5.3). */
final class FrameEncoder {
    private FrameEncoder() {}

    static ByteBuf encode(ByteBufAllocator allocator, int opcode, byte[] payload, int mask) {
        ByteBuf frame = allocator.ioBuffer(14 + payload.length);
        frame.writeByte(0x80 | opcode);
        if (payload.length <= 125) {
            frame.writeByte(0x80 | payload.length);
        } else if (payload.length <= 0xffff) {
            frame.writeByte(0x80 | 126);
            frame.writeShort(payload.length);
        } else {
            frame.writeByte(0x80 | 127);
            frame.writeLong(payload.length);
        }
        frame.writeInt(mask);
        int whole = payload.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int word = (payload[i] & 0xff) << 24
                    | (payload[i + 1] & 0xff) << 16
                    | (payload[i + 2] & 0xff) << 8
                    | payload[i + 3] & 0xff;
            frame.writeInt(word ^ mask);
        }
        for (int i = whole; i < payload.length; i++) {
            frame.writeByte(payload[i] ^ mask >>> 24 - 8 * (i & 3));
        }
        return frame;
    }

    /** The payload of a Close frame; 1005 stands for none. */
    static byte[] close(int code, String reason) {
        if (code == 1005) {
            return new byte[0];
        }
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + words.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(words, 0, payload, 2, words.length);
        return payload;
    }
}
