package dev.seaworthy.wire;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A handshake to attempt (RFC 6455 section 4.1). Subprotocols are given as a list and nowhere else: a hand-written
 * {@code Sec-WebSocket-Protocol} header is refused, because a client that sends what it did not declare then blames the
 * server for the answer.
 *
 * @param uri {@code ws} or {@code wss}
 * @param subprotocols offered in this order in one header line; none sends no header
 * @param headers further request headers, e.g. {@code Authorization} or {@code Origin}
 * @param timeout from the intended start to the end of the handshake
 */
public record WebSocketRequest(URI uri, List<String> subprotocols, Headers headers, Duration timeout) {
    public WebSocketRequest {
        subprotocols = List.copyOf(subprotocols);
        if (headers.first("Sec-WebSocket-Protocol").isPresent()) {
            throw new IllegalArgumentException("offer subprotocols as a list, not by a header");
        }
    }

    /** A handshake that offers nothing, with a timeout of ten seconds. */
    public static WebSocketRequest to(URI uri) {
        return new WebSocketRequest(uri, List.of(), Headers.NONE, Duration.ofSeconds(10));
    }

    public WebSocketRequest offering(List<String> offered) {
        return new WebSocketRequest(uri, offered, headers, timeout);
    }

    public WebSocketRequest header(String name, String value) {
        return new WebSocketRequest(uri, subprotocols, headers.with(name, value), timeout);
    }

    /** Without what may be a credential: query, subprotocols and header values. */
    @Override
    public String toString() {
        return "handshake with " + uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort() + uri.getRawPath()
                + ", " + subprotocols.size() + " subprotocols offered";
    }

    public WebSocketRequest within(Duration limit) {
        return new WebSocketRequest(uri, subprotocols, headers, limit);
    }
}
