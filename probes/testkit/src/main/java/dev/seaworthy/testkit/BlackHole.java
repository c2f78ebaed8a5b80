package dev.seaworthy.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A server on loopback that accepts every connection, reads nothing and never answers. */
public final class BlackHole implements AutoCloseable {
    private final ServerSocket server;
    private final Queue<Socket> swallowed = new ConcurrentLinkedQueue<>();

    private BlackHole(ServerSocket server) {
        this.server = server;
    }

    /** Opens one on a free port. */
    public static BlackHole open() {
        try {
            BlackHole hole = new BlackHole(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(hole::swallow, "black-hole");
            thread.setDaemon(true);
            thread.start();
            return hole;
        } catch (IOException e) {
            throw new UncheckedIOException("no port for a black hole", e);
        }
    }

    /** The base URI of a port on which nothing listens: a connection is refused at once. */
    public static URI refusing() {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return http(closed);
        } catch (IOException e) {
            throw new UncheckedIOException("no port to leave unused", e);
        }
    }

    /** Its base URI, {@code http}. */
    public URI uri() {
        return http(server);
    }

    /** How many connections it has accepted so far. */
    public int swallowed() {
        return swallowed.size();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : swallowed) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the black hole does not let go", e);
        }
    }

    private void swallow() {
        while (!server.isClosed()) {
            try {
                swallowed.add(server.accept());
            } catch (IOException e) {
                // Closed, or no descriptor is left: either way there is nothing more to accept, and tests count.
                return;
            }
        }
    }

    private static URI http(ServerSocket socket) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
}
