package dev.seaworthy.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Undecided;
import dev.seaworthy.wire.WebSocket;
import java.time.Duration;
import java.util.Optional;

/** {@code ws.flow}: one run of the declared flow, held against its automaton. */
final class FlowCheck {
    /** How long after the last event a late duplicate is still waited for. */
    private static final Duration AFTERMATH = Duration.ofMillis(150);

    private final Endpoint endpoint;

    FlowCheck(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    Finding run(Claim claim) throws Undecided, InterruptedException {
        WebSocketSettings.Flow declared = endpoint.settings().flow();
        if (declared == null) {
            return Finding.skipped(claim, "not in the contract: probes.websocket.flow");
        }
        WebSocketSettings.Greeting greeting = endpoint.settings().greeting();
        try (Dialogue dialogue = endpoint.open(0)) {
            JsonNode greeted = dialogue.greeting(greeting);
            String user = greeting == null || greeting.user() == null
                    ? ""
                    : greeted.at(greeting.user()).asText("");
            Template start = new Template(declared.start());
            String nonce = endpoint.nonce();
            String run = endpoint.nonce();
            EventFlow flow =
                    new EventFlow(declared, start.namesRun() ? run : null, nonce, user.isEmpty() ? null : user);
            var unused = dialogue.socket().sendText(start.with(nonce, run));
            follow(flow, dialogue, declared.limit());
            return judge(claim, flow, declared, dialogue);
        }
    }

    private static void follow(EventFlow flow, Dialogue dialogue, Duration limit) throws InterruptedException {
        WebSocket.Message arrived = dialogue.await(
                message -> {
                    take(flow, message);
                    return flow.ended();
                },
                limit);
        if (arrived != null) {
            var unused = dialogue.await(
                    message -> {
                        take(flow, message);
                        return false;
                    },
                    AFTERMATH);
        }
    }

    private static void take(EventFlow flow, WebSocket.Message message) {
        if (Dialogue.isText(message)) {
            flow.receive(Dialogue.read(message), message.atNanos());
        }
    }

    private static Finding judge(Claim claim, EventFlow flow, WebSocketSettings.Flow declared, Dialogue dialogue) {
        Evidence evidence = Evidence.of(dialogue.exchanges("one run of the declared flow"));
        Optional<String> violation = flow.violation();
        String state = dialogue.socket().isOpen() ? "" : "; " + dialogue.state();
        Finding finding = violation
                .map(how -> Finding.fail(claim, how + state, evidence))
                .orElseGet(() -> Finding.pass(
                        claim,
                        "all " + declared.events().size() + " events came once, in order, for our run"
                                + (declared.nonce() == null ? "" : ", and the nonce came back"),
                        evidence));
        return finding.with("events", flow.seen())
                .with("offsetsMs", flow.offsetsMillis())
                .with("otherMessages", flow.others());
    }
}
