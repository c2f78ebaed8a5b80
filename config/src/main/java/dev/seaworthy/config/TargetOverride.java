package dev.seaworthy.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Targets that take the place of a contract's own, e.g. because a server was started on a free port. They are added to the
 * contract's allow-list, and held to the same rails as the targets that they replace.
 *
 * @param http base URI of the HTTP API, or null to keep the contract's
 * @param webSocket URI of the WebSocket endpoint, or null likewise
 * @param auth base URI of the host that signs users in, or null likewise
 */
public record TargetOverride(
        @Nullable URI http,
        @Nullable URI webSocket,
        @Nullable URI auth) {
    /** Replaces nothing. */
    public static final TargetOverride NONE = new TargetOverride(null, null, null);

    void applyTo(ObjectNode contract) {
        if (contract.get("targets") instanceof ObjectNode targets) {
            put(targets, "http", http);
            put(targets, "websocket", webSocket);
            put(targets, "auth", auth);
        }
    }

    /** Whether the target of this key is replaced. */
    boolean replaces(String key) {
        return switch (key) {
            case "http" -> http != null;
            case "websocket" -> webSocket != null;
            default -> auth != null;
        };
    }

    private static void put(ObjectNode targets, String key, @Nullable URI uri) {
        if (uri != null) {
            targets.put(key, uri.toString());
        }
    }
}
