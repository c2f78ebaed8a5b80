package dev.seaworthy.websocket;

import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
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
                    .map(card ->
                            Check.of(card, claim -> Finding.skipped(claim, "not in the contract: targets.websocket")))
                    .toList();
            this.operations = List.of();
            return;
        }
        Endpoint endpoint = new Endpoint(settings, surroundings, wire, uri);
        SubprotocolChecks subprotocol = new SubprotocolChecks(endpoint);
        MessageChecks messages = new MessageChecks(endpoint);
        this.checks = List.of(
                Check.of(Cards.HANDSHAKE, new HandshakeCheck(endpoint)::run),
                Check.of(Cards.SELECTED, subprotocol::selected),
                Check.of(Cards.NO_ECHO, subprotocol::noCredentialEcho),
                Check.of(Cards.AUTH, new AuthCheck(endpoint)::run),
                Check.of(Cards.PING, messages::ping),
                Check.of(Cards.ROUND_TRIP, messages::roundTrip),
                Check.of(Cards.FLOW, new FlowCheck(endpoint)::run),
                Check.of(Cards.BAD_MESSAGE, messages::badMessage),
                Check.of(Cards.HELD, new HeldSocketsCheck(endpoint)::run));
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
}
