package dev.seaworthy.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Undecided;
import dev.seaworthy.wire.WebSocket;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code ws.ping}, {@code ws.message.round-trip} and {@code ws.bad-message}: one socket, one question, one answer. */
final class MessageChecks {
    private static final String CUT_OFF = "{\"type\": \"unfinished";

    private final Endpoint endpoint;

    MessageChecks(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Finding ping(Claim claim) throws Undecided, InterruptedException {
        try (Dialogue dialogue = endpoint.open(0)) {
            Optional<Long> nanos = dialogue.ping(endpoint.nonce());
            Evidence evidence = Evidence.of(dialogue.exchanges("a ping with a nonce"));
            return nanos.map(taken -> Finding.pass(
                                    claim, "the pong brought the nonce back in " + millis(taken), evidence)
                            .with("seconds", taken / 1e9))
                    .orElseGet(() -> Finding.fail(
                            claim,
                            "no pong with the nonce came within "
                                    + dialogue.patience().toMillis() + " ms; " + dialogue.state(),
                            evidence));
        }
    }

    Finding roundTrip(Claim claim) throws Undecided, InterruptedException {
        Map<String, WebSocketSettings.RoundTrip> declared = new LinkedHashMap<>();
        WebSocketSettings settings = endpoint.settings();
        if (settings.ping() != null) {
            declared.put("ping", settings.ping());
        }
        if (settings.echo() != null) {
            declared.put("echo", settings.echo());
        }
        if (declared.isEmpty()) {
            return Finding.skipped(claim, "not in the contract: probes.websocket.ping or echo");
        }
        try (Dialogue dialogue = endpoint.open(0)) {
            if (settings.greeting() != null
                    && dialogue.greeting(settings.greeting()).isMissingNode()) {
                return Finding.fail(
                        claim,
                        "the declared greeting did not come; " + dialogue.state(),
                        Evidence.of(dialogue.exchanges("waiting for the greeting")));
            }
            Map<String, Object> seconds = new LinkedHashMap<>();
            for (Map.Entry<String, WebSocketSettings.RoundTrip> entry : declared.entrySet()) {
                Optional<Long> nanos = dialogue.ask(entry.getValue(), endpoint.nonce());
                if (nanos.isEmpty()) {
                    return Finding.fail(
                            claim,
                            "the " + entry.getKey() + " message got no answer with its nonce within "
                                    + dialogue.patience().toMillis() + " ms; " + dialogue.state(),
                            Evidence.of(dialogue.exchanges("an unanswered " + entry.getKey())));
                }
                seconds.put(entry.getKey(), nanos.get() / 1e9);
            }
            return Finding.pass(
                            claim,
                            "answered with their nonces: " + String.join(", ", declared.keySet()),
                            Evidence.of(dialogue.exchanges("messages with nonces")))
                    .with("seconds", seconds);
        }
    }

    Finding badMessage(Claim claim) throws Undecided, InterruptedException {
        WebSocketSettings settings = endpoint.settings();
        try (Dialogue dialogue = endpoint.open(0)) {
            JsonNode greeting = dialogue.greeting(settings.greeting());
            var unused = dialogue.socket().sendText(CUT_OFF);
            WebSocket.Message answer = dialogue.await(
                    arrived -> arrived.kind() == WebSocket.Message.Kind.END || refusesBadMessage(arrived),
                    endpoint.patience());
            boolean alive = dialogue.socket().isOpen() && answersStill(dialogue);
            String state = alive ? "the socket is still served" : dialogue.state();
            Evidence evidence = Evidence.of(dialogue.exchanges("a message that is not JSON"));
            Finding finding = answer == null
                    ? Finding.fail(
                            claim,
                            "a message that is not JSON got neither an error nor a close within "
                                    + endpoint.patience().toMillis() + " ms; " + state,
                            evidence)
                    : judged(claim, answer, dialogue, state, evidence);
            return finding.with("connection", state).with("greeted", !greeting.isMissingNode());
        }
    }

    private static Finding judged(
            Claim claim, WebSocket.Message answer, Dialogue dialogue, String state, Evidence evidence) {
        if (answer.kind() != WebSocket.Message.Kind.END) {
            return Finding.pass(claim, "a message that is not JSON was answered with an error; " + state, evidence);
        }
        WebSocket.End end = dialogue.socket().ended().getNow(null);
        return end != null && end.cause() == WebSocket.Cause.CLOSED_BY_PEER
                ? Finding.pass(claim, "a message that is not JSON was answered with Close " + end.code(), evidence)
                : Finding.fail(
                        claim, "a message that is not JSON cost the connection: " + Dialogue.ending(end), evidence);
    }

    private boolean refusesBadMessage(WebSocket.Message arrived) {
        WebSocketSettings.Mark error = endpoint.settings().error();
        return Dialogue.isText(arrived) && (error == null || error.on(Dialogue.read(arrived)));
    }

    private boolean answersStill(Dialogue dialogue) throws InterruptedException {
        WebSocketSettings.RoundTrip echo = endpoint.settings().echo();
        return echo == null
                ? dialogue.ping(endpoint.nonce()).isPresent()
                : dialogue.ask(echo, endpoint.nonce()).isPresent();
    }

    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.2f ms", nanos / 1e6);
    }
}
