package dev.seaworthy.auth.token;

import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.auth.forge.KeyRows;
import dev.seaworthy.auth.forge.Signer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** An address on loopback where a key of our own lies: whoever asks there has followed a token. Thread-safe. */
final class KeyListener implements AutoCloseable {
    private static final String KEYS = "/keys.json";
    private static final String CERTIFICATE = "/certificate.pem";

    private final HttpServer server;
    private final KeyPair keys = Signer.keysFor("RS256");
    private final Set<String> visits = new ConcurrentSkipListSet<>();

    private KeyListener(HttpServer server) {
        this.server = server;
    }

    /**
     * Listens on a free port.
     *
     * @param now around which its certificate is valid
     * @throws IOException if there is none
     */
    static KeyListener open(Instant now) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        KeyListener listener = new KeyListener(server);
        listener.serve(KEYS, "application/json", KeyRows.keySet(listener.keys));
        listener.serve(CERTIFICATE, "application/x-pem-file", KeyRows.certificate(listener.keys, now));
        server.start();
        return listener;
    }

    KeyPair keys() {
        return keys;
    }

    URI keySet() {
        return at(KEYS);
    }

    URI certificate() {
        return at(CERTIFICATE);
    }

    /** Which of its documents were asked for. */
    Set<String> visits() {
        return Set.copyOf(visits);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private void serve(String path, String type, String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            visits.add(path);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
