package dev.seaworthy.websocket;

import dev.seaworthy.wire.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** The questions that a user's socket is asked under load. */
final class Questions {
    private Questions() {}

    /** The contract's echo message. */
    static UserSocket.Question echo(WebSocketSettings.RoundTrip declared) {
        Template template = new Template(declared.send());
        return new UserSocket.Question() {
            @Override
            public CompletableFuture<Long> send(WebSocket socket, String nonce) {
                return socket.sendText(template.with(nonce));
            }

            @Override
            public String nonce(WebSocket.Message arrived) {
                return Dialogue.isText(arrived)
                        ? Dialogue.read(arrived).at(declared.nonce()).asText("")
                        : "";
            }

            @Override
            public boolean isRight(WebSocket.Message arrived) {
                return declared.expect().on(Dialogue.read(arrived));
            }
        };
    }

    /** A ping frame (RFC 6455 section 5.5.2). */
    static UserSocket.Question ping() {
        return new UserSocket.Question() {
            @Override
            public CompletableFuture<Long> send(WebSocket socket, String nonce) {
                return socket.ping(nonce.getBytes(StandardCharsets.US_ASCII));
            }

            @Override
            public String nonce(WebSocket.Message arrived) {
                return arrived.kind() == WebSocket.Message.Kind.PONG
                        ? new String(arrived.payload(), StandardCharsets.US_ASCII)
                        : "";
            }

            @Override
            public boolean isRight(WebSocket.Message arrived) {
                return true;
            }
        };
    }
}
