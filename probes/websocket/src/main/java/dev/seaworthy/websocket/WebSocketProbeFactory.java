package dev.seaworthy.websocket;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Probe;
import java.util.List;

/** Makes the WebSocket probe. */
public final class WebSocketProbeFactory implements ProbeFactory<WebSocketSettings> {
    static final String ID = "websocket";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String concern() {
        return "Handshakes, messages, events and held sockets";
    }

    @Override
    public Class<WebSocketSettings> settingsType() {
        return WebSocketSettings.class;
    }

    @Override
    public List<CheckCard> catalogue() {
        return Cards.ALL;
    }

    @Override
    public Probe open(WebSocketSettings settings, Surroundings surroundings) {
        return new WebSocketProbe(settings, surroundings);
    }
}
