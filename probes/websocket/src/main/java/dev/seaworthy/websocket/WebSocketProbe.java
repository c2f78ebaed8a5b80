package dev.seaworthy.websocket;

import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.wire.Wire;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Opens sockets, talks on them, holds them. */
final class WebSocketProbe implements Probe {
    private final Wire wire;
    private final List<Check> checks;
    private final List<Operation> operations;

    WebSocketProbe(WebSocketSettings settings, Surroundings surroundings) {
        this.wire = Wire.open(surroundings.reach());
        URI uri = surroundings.environment().targets().webSocket();
        if (uri == null) {
            this.checks = Cards.ALL.stream()
                    .map(card -> Check.of(
                            card,
                            claim -> Finding.skipped(claim, "the contract names no WebSocket; set targets.websocket")))
                    .toList();
            this.operations = List.of();
            return;
        }
        Endpoint endpoint = new Endpoint(settings, surroundings, wire, uri);
        SubprotocolChecks subprotocol = new SubprotocolChecks(endpoint);
        MessageChecks messages = new MessageChecks(endpoint);
        this.checks = List.of(
                check(Cards.HANDSHAKE, new HandshakeCheck(endpoint)::run),
                check(Cards.SELECTED, subprotocol::selected),
                check(Cards.NO_ECHO, subprotocol::noCredentialEcho),
                check(Cards.AUTH, new AuthCheck(endpoint)::run),
                check(Cards.PING, messages::ping),
                check(Cards.ROUND_TRIP, messages::roundTrip),
                check(Cards.FLOW, new FlowCheck(endpoint)::run),
                check(Cards.BAD_MESSAGE, messages::badMessage),
                check(Cards.HELD, new HeldSocketsCheck(endpoint)::run));
        this.operations = operations(endpoint);
    }

    private static List<Operation> operations(Endpoint endpoint) {
        List<Operation> operations = new ArrayList<>();
        operations.add(new OpenOperation(endpoint));
        operations.add(new TalkOperation("ws.ping", endpoint, Questions.ping()));
        WebSocketSettings.RoundTrip echo = endpoint.settings().echo();
        if (echo != null) {
            operations.add(new TalkOperation("ws.echo", endpoint, Questions.echo(echo)));
        }
        return operations;
    }

    @Override
    public String id() {
        return WebSocketProbeFactory.ID;
    }

    @Override
    public List<Check> checks() {
        return checks;
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }

    @Override
    public void close() {
        wire.close();
    }

    private static Check check(CheckCard card, Grounded body) {
        return Check.of(card, claim -> {
            try {
                return body.run(claim);
            } catch (Undecided undecided) {
                return undecided.finding(claim);
            }
        });
    }

    /** The body of a check that needs a credential or a socket to stand on. */
    @FunctionalInterface
    private interface Grounded {
        Finding run(Claim claim) throws Undecided, InterruptedException;
    }
}
