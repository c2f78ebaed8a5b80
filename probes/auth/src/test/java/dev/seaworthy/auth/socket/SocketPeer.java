package dev.seaworthy.auth.socket;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A WebSocket server of the tests' own, for behaviour that the twin does not have. Every connection has a thread. */
final class SocketPeer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final Script script;

    SocketPeer(Script script) throws IOException {
        this.script = script;
        daemon(this::accept);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/ws");
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                accepted.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                // Closed: the test is over.
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Conversation conversation = new Conversation(socket);
            conversation.open();
            script.play(conversation);
        } catch (IOException e) {
            // The client hung up; what it saw is what the test looks at.
            accepted.remove(socket);
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "socket-peer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    /** What happens after the handshake. */
    @FunctionalInterface
    interface Script {
        void play(Conversation conversation) throws IOException;
    }

    /** One open socket. */
    static final class Conversation {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;
        private String head = "";

        Conversation(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /** The request line and the fields of the handshake. */
        String head() {
            return head;
        }

        private void open() throws IOException {
            StringBuilder read = new StringBuilder();
            while (!read.toString().endsWith("\r\n\r\n")) {
                read.append((char) in.readUnsignedByte());
            }
            head = read.toString();
            String key = head.replaceFirst("(?is).*sec-websocket-key: *([^\\r]*)\\r.*", "$1");
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        }

        private static String accept(String key) {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1")
                                .digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-1", e);
            }
        }

        /** The next text; empty if none came within so many milliseconds, or the client closes. */
        String next(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                int opcode = in.readUnsignedByte() & 0x0F;
                int length = in.readUnsignedByte() & 0x7F;
                length = length == 126 ? in.readUnsignedShort() : length;
                byte[] mask = in.readNBytes(4);
                byte[] payload = in.readNBytes(length);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i % 4];
                }
                return opcode == 1 ? new String(payload, StandardCharsets.UTF_8) : "";
            } catch (SocketTimeoutException e) {
                // Nothing came: that is the answer.
                return "";
            }
        }

        void say(String text) throws IOException {
            frame(0x81, text.getBytes(StandardCharsets.UTF_8));
        }

        void close(int code) throws IOException {
            frame(0x88, new byte[] {(byte) (code >> 8), (byte) code});
        }

        private void frame(int first, byte[] payload) throws IOException {
            byte[] frame = new byte[payload.length + (payload.length > 125 ? 4 : 2)];
            frame[0] = (byte) first;
            int at = 2;
            if (payload.length > 125) {
                frame[1] = 126;
                frame[2] = (byte) (payload.length >> 8);
                frame[3] = (byte) payload.length;
                at = 4;
            } else {
                frame[1] = (byte) payload.length;
            }
            System.arraycopy(payload, 0, frame, at, payload.length);
            out.write(frame);
            out.flush();
        }
    }
}
