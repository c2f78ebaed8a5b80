package dev.seaworthy.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server on loopback that answers every handshake as a script says, byte for byte. */
final class ScriptedServer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final Script script;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    private ScriptedServer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    static ScriptedServer open(Script script) {
        try {
            ScriptedServer opened =
                    new ScriptedServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
            daemon(opened::accept);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers every handshake with these lines, {@code {accept}} replaced by the right value, and then stays silent. */
    static ScriptedServer answering(String... lines) {
        return open(connection -> {
            connection.answer(lines);
            connection.drain();
        });
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.play(new Connection(socket));
        } catch (IOException gone) {
            // The client has what it wanted.
            return;
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** What happens on each connection. */
    @FunctionalInterface
    interface Script {
        void play(Connection connection) throws IOException;
    }

    /** One connection, its request head already read. */
    static final class Connection {
        private static final int CLOSE = 8;

        private final DataInputStream in;
        private final OutputStream out;
        private final String head;
        private int lastOpcode;

        Connection(Socket socket) throws IOException {
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
            this.head = head(in);
        }

        /** The value of a request header, or an empty text. */
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        void answer(String... lines) throws IOException {
            String text = String.join("\r\n", lines) + "\r\n\r\n";
            out.write(text.replace("{accept}", accept(header("Sec-WebSocket-Key")))
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        void open() throws IOException {
            answer(
                    "HTTP/1.1 101 Switching Protocols",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Accept: {accept}");
        }

        void text(String message) throws IOException {
            send(frame(0x81, message.getBytes(StandardCharsets.UTF_8)));
        }

        void closeWith(int code) throws IOException {
            send(frame(0x88, new byte[] {(byte) (code >> 8), (byte) code}));
        }

        /** The payload of the next frame, unmasked. */
        String read() throws IOException {
            lastOpcode = in.readUnsignedByte() & 0xf;
            int length = in.readUnsignedByte() & 0x7f;
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Reads until the client's Close frame. */
        void awaitClose() throws IOException {
            while (lastOpcode != CLOSE) {
                read();
            }
        }

        /** Echoes text frames until the client is gone. */
        void echo() throws IOException {
            while (true) {
                text(read());
            }
        }

        void drain() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        /** Both in one write, so that the client reads them together. */
        void textAndClose(String message, int code) throws IOException {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.write(frame(0x81, message.getBytes(StandardCharsets.UTF_8)));
            both.write(frame(0x88, new byte[] {(byte) (code >> 8), (byte) code}));
            send(both.toByteArray());
        }

        private void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        private static byte[] frame(int first, byte[] payload) {
            byte[] frame = new byte[payload.length + 2];
            frame[0] = (byte) first;
            frame[1] = (byte) payload.length;
            System.arraycopy(payload, 0, frame, 2, payload.length);
            return frame;
        }

        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("the client left");
                }
                head.append((char) next);
            }
            return head.toString();
        }

        private static String accept(String key) {
            try {
                MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
                return Base64.getEncoder()
                        .encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
