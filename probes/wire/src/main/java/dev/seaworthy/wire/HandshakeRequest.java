package dev.seaworthy.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The opening request as it goes on the wire (RFC 6455 section 4.1), its fields in a fixed order: those that the protocol
 * wants, our identity, then the caller's. A field that the caller gives is not added again.
 *
 * @param headers every field that is sent
 * @param key the value of {@code Sec-WebSocket-Key} that is sent
 */
record HandshakeRequest(byte[] bytes, Headers headers, String key) {
    static HandshakeRequest of(WebSocketRequest asked, Origin origin, Identity identity, String freshKey) {
        Headers given = asked.headers();
        Headers all = Headers.NONE;
        all = unlessGiven(all, given, "Host", origin.authority());
        all = unlessGiven(all, given, "Upgrade", "websocket");
        all = unlessGiven(all, given, "Connection", "Upgrade");
        all = unlessGiven(all, given, "Sec-WebSocket-Key", freshKey);
        all = unlessGiven(all, given, "Sec-WebSocket-Version", "13");
        if (!asked.subprotocols().isEmpty()) {
            all = all.with("Sec-WebSocket-Protocol", String.join(", ", asked.subprotocols()));
        }
        all = unlessGiven(all, given, "User-Agent", identity.userAgent());
        all = unlessGiven(all, given, Identity.RUN_HEADER, identity.runId());
        for (Header field : given.fields()) {
            all = all.with(field.name(), field.value());
        }
        StringBuilder head = new StringBuilder(512);
        head.append("GET ").append(RequestBytes.target(asked.uri())).append(" HTTP/1.1\r\n");
        all.fields().forEach(field -> RequestBytes.line(head, field.name(), field.value()));
        head.append("\r\n");
        return new HandshakeRequest(
                head.toString().getBytes(StandardCharsets.UTF_8),
                all,
                all.first("Sec-WebSocket-Key").orElse(""));
    }

    /** What makes it unfit for the wire, or null. */
    @Nullable
    String objection() {
        return RequestBytes.objection("GET", headers);
    }

    private static Headers unlessGiven(Headers all, Headers given, String name, String value) {
        return given.first(name).isPresent() ? all : all.with(name, value);
    }
}
