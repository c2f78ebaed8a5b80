package dev.seaworthy.ratelimit.websocket;

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
import java.time.Duration;
import java.util.Base64;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket server on loopback, written apart from the engine that it tests. */
final class TalkServer implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 8;

    private final ServerSocket server;
    private final House house;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Who is let in. */
    interface House {
        /** How it talks on a new connection, or null to refuse the upgrade with 429. */
        @Nullable
        Talk enter(String token);

        default void left(String token) {}
    }

    /** How one connection answers. */
    interface Talk {
        void on(Peer peer, String message) throws IOException, InterruptedException;

        /** After the handshake. */
        default void begin(Peer peer) throws IOException, InterruptedException {}

        /** Whether anything is read at all. */
        default boolean reads() {
            return true;
        }
    }

    private TalkServer(ServerSocket server, House house) {
        this.server = server;
        this.house = house;
    }

    static TalkServer open(House house) {
        try {
            TalkServer opened = new TalkServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), house);
            daemon(opened::accept);
            return opened;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/talk");
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        later.shutdownNow();
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
            socket.setTcpNoDelay(true);
            String head = head(socket.getInputStream());
            String token = header(head, "Authorization");
            Talk talk = house.enter(token);
            if (talk == null) {
                write(socket, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
                return;
            }
            try {
                write(
                        socket,
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accept(header(head, "Sec-WebSocket-Key")) + "\r\n\r\n");
                talk(socket, talk);
            } finally {
                house.left(token);
            }
        } catch (IOException gone) {
            // The client has what it wanted.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void talk(Socket socket, Talk talk) throws IOException, InterruptedException {
        Peer peer = new Peer(socket, later);
        talk.begin(peer);
        while (talk.reads()) {
            String message = peer.read();
            if (message == null) {
                return;
            }
            talk.on(peer, message);
        }
        closed.await();
    }

    /** The client. */
    static final class Peer {
        private final DataInputStream in;
        private final OutputStream out;
        private final ScheduledExecutorService later;
        private boolean closing;

        private Peer(Socket socket, ScheduledExecutorService later) throws IOException {
            this.later = later;
            in = new DataInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        synchronized void text(String message) throws IOException {
            byte[] payload = message.getBytes(StandardCharsets.UTF_8);
            frame(0x81, payload);
        }

        /** Answers as one does who is slow; after what was to be said before. */
        void textIn(Duration delay, String message) {
            var unused = later.schedule(
                    () -> {
                        text(message);
                        return message;
                    },
                    delay.toNanos(),
                    TimeUnit.NANOSECONDS);
        }

        synchronized void closeWith(int code) throws IOException {
            closing = true;
            frame(0x80 | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
        }

        private void frame(int first, byte[] payload) throws IOException {
            byte[] frame = new byte[payload.length + 2];
            frame[0] = (byte) first;
            frame[1] = (byte) payload.length;
            System.arraycopy(payload, 0, frame, 2, payload.length);
            out.write(frame);
            out.flush();
        }

        /** The next message, or null after a Close. */
        private @Nullable String read() throws IOException {
            while (true) {
                int opcode = in.readUnsignedByte() & 0xf;
                int length = in.readUnsignedByte() & 0x7f;
                byte[] mask = in.readNBytes(4);
                byte[] payload = in.readNBytes(length);
                for (int i = 0; i < payload.length; i++) {
                    payload[i] ^= mask[i % 4];
                }
                if (opcode == CLOSE) {
                    if (!closing) {
                        frame(0x80 | CLOSE, payload);
                    }
                    return null;
                }
                if (!closing) {
                    return new String(payload, StandardCharsets.UTF_8);
                }
            }
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "talk-server");
        thread.setDaemon(true);
        thread.start();
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
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
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
