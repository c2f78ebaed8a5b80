package dev.seaworthy.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames as the other side writes and reads them; shares no code with the engine. */
final class Frames {
    private Frames() {}

    record Received(int firstByte, boolean masked, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int opcode() {
            return firstByte & 0x0f;
        }
    }

    static byte[] server(int opcode, String text) {
        return server(opcode, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] server(int opcode, byte[] payload) {
        return raw(0x80 | opcode, payload);
    }

    static byte[] raw(int firstByte, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 65536) {
            frame.write(126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        } else {
            frame.write(127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    static byte[] close(int code, String reason) {
        byte[] words = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + words.length)
                .putShort((short) code)
                .put(words)
                .array();
    }

    static Received read(ScriptedServer.Peer peer) throws IOException {
        byte[] start = peer.read(2);
        if (start.length < 2) {
            throw new IOException("no frame");
        }
        int length = start[1] & 0x7f;
        if (length == 126) {
            length = ByteBuffer.wrap(peer.read(2)).getShort() & 0xffff;
        } else if (length == 127) {
            length = (int) ByteBuffer.wrap(peer.read(8)).getLong();
        }
        boolean masked = (start[1] & 0x80) != 0;
        byte[] mask = masked ? peer.read(4) : new byte[4];
        byte[] payload = peer.read(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new Received(start[0] & 0xff, masked, payload);
    }
}
