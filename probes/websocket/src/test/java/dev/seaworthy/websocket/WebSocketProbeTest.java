package dev.seaworthy.websocket;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.testkit.ProbeContract;
import java.util.Map;
import java.util.Set;

class WebSocketProbeTest extends ProbeContract<WebSocketSettings> {
    @Override
    protected ProbeFactory<WebSocketSettings> factory() {
        return new WebSocketProbeFactory();
    }

    @Override
    protected Map<String, Set<String>> faults() {
        return Map.of(
                "subprotocol-transform", Set.of("ws.subprotocol.selected"),
                "subprotocol-echo", Set.of("ws.subprotocol.selected", "ws.subprotocol.no-credential-echo"),
                "subprotocol-silent", Set.of("ws.subprotocol.selected"),
                "close-before-accept", Set.of("ws.handshake"),
                "ws-unauthenticated", Set.of("ws.auth.required"),
                "event-missing", Set.of("ws.flow"),
                "event-foreign", Set.of("ws.flow"),
                "canned-agents", Set.of("ws.flow"),
                "ws-no-pong", Set.of("ws.ping", "ws.message.round-trip", "ws.sockets.held"),
                "ws-drops-idle", Set.of("ws.sockets.held"));
    }
}
