package dev.seaworthy.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a loopback port whose every connection follows a script, in a thread of its own. */
final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listening;
    private final Script script;
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

    private ScriptedServer(ServerSocket listening, Script script) {
        this.listening = listening;
        this.script = script;
    }

    /** What happens on one connection. */
    @FunctionalInterface
    interface Script {
        void play(Peer peer) throws IOException, InterruptedException;
    }

    static ScriptedServer playing(Script script) throws IOException {
        return on(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
    }

    static ScriptedServer on(ServerSocket socket, Script script) {
        ScriptedServer server = new ScriptedServer(socket, script);
        server.daemon(server::accept);
        return server;
    }

    /** Reads a head and answers with these bytes, again and again until the client hangs up. */
    static ScriptedServer answering(String answer) throws IOException {
        return playing(peer -> {
            while (!peer.readHead().isEmpty()) {
                peer.write(answer);
            }
        });
    }

    /** Reads one head, answers with these bytes and ends the connection. */
    static ScriptedServer answeringOnce(String answer) throws IOException {
        return playing(peer -> {
            peer.readHead();
            peer.write(answer);
        });
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    URI ws(String path) {
        return URI.create("ws://127.0.0.1:" + port() + path);
    }

    int port() {
        return listening.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                accepted.add(socket);
                int number = connections.incrementAndGet();
                daemon(() -> play(new Peer(socket, number)));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void play(Peer peer) {
        try (Socket socket = peer.socket) {
            script.play(peer);
        } catch (IOException e) {
            requests.add("<ended: " + e.getMessage() + ">");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        listening.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    /** The server's side of one connection. */
    final class Peer {
        final Socket socket;
        final int number;

        private Peer(Socket socket, int number) {
            this.socket = socket;
            this.number = number;
        }

        /** One head up to its empty line, or "" at the end of the stream. */
        String readHead() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int octet = in.read();
                if (octet < 0) {
                    return "";
                }
                head.write(octet);
            }
            String text = head.toString(StandardCharsets.ISO_8859_1);
            requests.add(text);
            return text;
        }

        byte[] read(int count) throws IOException {
            return socket.getInputStream().readNBytes(count);
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Ends the connection by RST. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Holds the connection without a word until the server is closed. */
        void stall() throws InterruptedException {
            closing.await();
        }

        /** Reads a handshake and answers it with 101, the right accept value and further lines. */
        void upgrade(String... lines) throws IOException {
            write(switching(readHead(), lines));
        }

        /** Reads until the client hangs up. */
        void drain() throws IOException {
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        }
    }

    /** A flawless 101 for this request, with further lines. */
    static String switching(String request, String... lines) {
        String accept = HandshakeJudge.accept(field(request, "Sec-WebSocket-Key"));
        String more = lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept + "\r\n" + more + "\r\n";
    }

    static String field(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }
}
