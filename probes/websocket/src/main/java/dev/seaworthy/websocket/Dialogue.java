package dev.seaworthy.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One open socket in a check: says something, waits for what belongs to it. Closes the socket when it is closed. */
final class Dialogue implements AutoCloseable {
    private static final int NORMAL = 1000;

    private final Handshake handshake;
    private final WebSocket socket;
    private final Duration patience;
    private final TimeSource time;

    Dialogue(Handshake handshake, WebSocket socket, Duration patience, TimeSource time) {
        this.handshake = handshake;
        this.socket = socket;
        this.patience = patience;
        this.time = time;
    }

    WebSocket socket() {
        return socket;
    }

    Handshake handshake() {
        return handshake;
    }

    Duration patience() {
        return patience;
    }

    /** Waits for the next arrival that fits; others are let pass. Null when none came in time, or the socket ended. */
    WebSocket.@Nullable Message await(Predicate<WebSocket.Message> fits, Duration within) throws InterruptedException {
        long deadline = time.nanos() + within.toNanos();
        while (true) {
            long left = deadline - time.nanos();
            WebSocket.Message message = left <= 0 ? null : socket.next(Duration.ofNanos(left));
            if (message == null || fits.test(message)) {
                return message;
            }
            if (message.kind() == WebSocket.Message.Kind.END) {
                return null;
            }
        }
    }

    /** The greeting, or a missing node. */
    JsonNode greeting(WebSocketSettings.@Nullable Greeting greeting) throws InterruptedException {
        if (greeting == null) {
            return Template.read("");
        }
        WebSocket.Message message =
                await(arrived -> isText(arrived) && greeting.mark().on(read(arrived)), patience);
        return message == null ? Template.read("") : read(message);
    }

    /** Sends a ping and says after how many nanoseconds the pong with the same payload came; empty when it did not. */
    Optional<Long> ping(String nonce) throws InterruptedException {
        byte[] payload = nonce.getBytes(StandardCharsets.US_ASCII);
        CompletableFuture<Long> written = socket.ping(payload);
        WebSocket.Message pong = await(
                arrived -> arrived.kind() == WebSocket.Message.Kind.PONG && Arrays.equals(arrived.payload(), payload),
                patience);
        return pong == null ? Optional.empty() : nanosSince(written, pong);
    }

    /** Sends a message and says after how many nanoseconds its answer came; empty when it did not. */
    Optional<Long> ask(WebSocketSettings.RoundTrip roundTrip, String nonce) throws InterruptedException {
        CompletableFuture<Long> written = socket.sendText(new Template(roundTrip.send()).with(nonce));
        WebSocket.Message answer = await(arrived -> answers(roundTrip, nonce, arrived), patience);
        return answer == null ? Optional.empty() : nanosSince(written, answer);
    }

    /** Whether a message is the answer to the one that carried this nonce. */
    static boolean answers(WebSocketSettings.RoundTrip roundTrip, String nonce, WebSocket.Message arrived) {
        if (!isText(arrived)) {
            return false;
        }
        JsonNode message = read(arrived);
        return roundTrip.expect().on(message)
                && message.at(roundTrip.nonce()).asText("").equals(nonce);
    }

    static boolean isText(WebSocket.Message message) {
        return message.kind() == WebSocket.Message.Kind.TEXT;
    }

    static JsonNode read(WebSocket.Message message) {
        return Template.read(message.text());
    }

    /** Handshake and conversation. */
    List<Exchange> exchanges(String summary) {
        return List.of(handshake.exchange(), socket.transcript(summary));
    }

    /** In words whether and how the socket ended. */
    String state() {
        return ending(socket.ended().getNow(null));
    }

    static String ending(WebSocket.@Nullable End end) {
        if (end == null) {
            return "the socket is open";
        }
        return switch (end.cause()) {
            case CLOSED_BY_US -> "closed by us with " + end.code();
            case CLOSED_BY_PEER -> "closed by the server with " + end.code();
            case DROPPED -> "dropped by the server without a Close frame";
            case PROTOCOL_ERROR -> "ended with " + end.code() + " because the server broke the protocol";
        };
    }

    @Override
    public void close() {
        var unused = socket.close(NORMAL, "");
    }

    private static Optional<Long> nanosSince(CompletableFuture<Long> written, WebSocket.Message arrived) {
        // The answer may overtake the report of the write; the instant of arrival then stands for it.
        boolean known = written.isDone() && !written.isCompletedExceptionally();
        return Optional.of(arrived.atNanos() - (known ? written.join() : arrived.atNanos()));
    }
}
