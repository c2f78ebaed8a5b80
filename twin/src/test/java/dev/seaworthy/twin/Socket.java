package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A WebSocket client on a plain socket, that sees what is on the wire and may send what is wrong. */
final class Socket implements Closeable {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final java.net.Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    Socket(Twin twin) throws IOException {
        socket = new java.net.Socket(twin.http().getHost(), twin.http().getPort());
        socket.setSoTimeout(5_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** Opens with these header lines besides the required ones, and returns what came back. */
    static Socket open(Twin twin, String... lines) throws IOException {
        Socket socket = new Socket(twin);
        socket.handshake(lines);
        return socket;
    }

    private Head head = new Head("", List.of());

    Head head() {
        return head;
    }

    void handshake(String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "GET /ws HTTP/1.1",
                "Host: twin.test",
                "Upgrade: websocket",
                "Connection: keep-alive, Upgrade",
                "Sec-WebSocket-Key: " + KEY,
                "Sec-WebSocket-Version: 13"));
        all.addAll(List.of(lines));
        write(String.join("\r\n", all) + "\r\n\r\n");
    }

    /** Sends bytes as they are, and reads one response head. */
    void write(String request) throws IOException {
        out.write(request.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            bytes.write(in.readUnsignedByte());
        }
        String[] received = bytes.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1);
        head = new Head(received[0], List.of(received).subList(1, received.length - 2));
    }

    void text(String text) throws IOException {
        frame(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    void frame(int firstByte, byte[] payload) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(payload.length + 14);
        buffer.put((byte) firstByte);
        if (payload.length < 126) {
            buffer.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            buffer.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            buffer.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        byte[] mask = {1, 2, 3, 4};
        buffer.put(mask);
        for (int i = 0; i < payload.length; i++) {
            buffer.put((byte) (payload[i] ^ mask[i % 4]));
        }
        out.write(buffer.array(), 0, buffer.position());
        out.flush();
    }

    /** The next frame; the server's are never masked. */
    Frame next() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        int length = second;
        if (second == 126) {
            length = in.readUnsignedShort();
        } else if (second == 127) {
            length = Math.toIntExact(in.readLong());
        }
        byte[] payload = new byte[length];
        in.readFully(payload);
        return new Frame(first & 0x0F, payload);
    }

    JsonNode message() throws IOException {
        Frame frame = next();
        if (frame.opcode != TEXT) {
            throw new IOException("opcode " + frame.opcode + " where a text was expected");
        }
        return Json.read(frame.payload);
    }

    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A status line and header lines. */
    record Head(String statusLine, List<String> lines) {
        int status() {
            return Integer.parseInt(statusLine.split(" ", -1)[1]);
        }

        List<String> all(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return lines.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .toList();
        }
    }

    /** One frame. */
    record Frame(int opcode, byte[] payload) {
        int closeCode() {
            return payload.length < 2 ? -1 : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
        }
    }
}
