package dev.seaworthy.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * Answers every request with the same bytes, in a process of its own, so that what it allocates and burns is not taken for
 * the client's. Prints its port, and ends with its standard input.
 */
public final class CannedServer {
    static final String ANSWER = "HTTP/1.1 200 OK\r\nServer: nginx/1.22.1\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
            + "Content-Type: text/plain\r\nContent-Length: 12\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\n"
            + "Connection: keep-alive\r\nETag: \"6955b900-c\"\r\nAccept-Ranges: bytes\r\n\r\nhello world\n";

    private CannedServer() {}

    /** Serves until the standard input ends. */
    public static void main(String[] arguments) throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open();
                Selector selector = Selector.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
            listening.configureBlocking(false);
            listening.register(selector, SelectionKey.OP_ACCEPT);
            System.out.println(((InetSocketAddress) listening.getLocalAddress()).getPort());
            Thread end = new Thread(CannedServer::awaitEnd);
            end.setDaemon(true);
            end.start();
            ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
            ByteBuffer out = ByteBuffer.allocateDirect(512);
            out.put(ANSWER.getBytes(StandardCharsets.ISO_8859_1)).flip();
            while (true) {
                selector.select(key -> ready(key, selector, in, out));
            }
        }
    }

    private static void awaitEnd() {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException e) {
            System.err.println("the standard input broke: " + e.getMessage());
        }
        System.exit(0);
    }

    private static void ready(SelectionKey key, Selector selector, ByteBuffer in, ByteBuffer out) {
        try {
            if (key.channel() instanceof ServerSocketChannel listening) {
                SocketChannel accepted = listening.accept();
                accepted.configureBlocking(false);
                accepted.socket().setTcpNoDelay(true);
                accepted.register(selector, SelectionKey.OP_READ);
                return;
            }
            SocketChannel channel = (SocketChannel) key.channel();
            in.clear();
            int count = channel.read(in);
            if (count < 0) {
                channel.close();
                return;
            }
            // A bench's request is one segment, and ends it.
            if (in.get(count - 1) == '\n') {
                out.rewind();
                channel.write(out);
            }
        } catch (IOException e) {
            key.cancel();
        }
    }
}
