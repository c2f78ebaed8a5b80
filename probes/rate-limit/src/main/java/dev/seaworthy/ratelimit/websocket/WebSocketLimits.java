package dev.seaworthy.ratelimit.websocket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.Optional;

/**
 * All that a journal says of WebSockets.
 *
 * @param connections empty where it was not tried
 * @param messages empty where it was not tried
 */
public record WebSocketLimits(Optional<ConnectionLimit> connections, Optional<MessageLimit> messages) {
    /** Draws it from a journal; empty where nothing of it was tried. Pure. */
    public static Optional<WebSocketLimits> judge(Journal journal) {
        WebSocketLimits limits = new WebSocketLimits(ConnectionTrial.judge(journal), MessageScope.judge(journal));
        return limits.connections.isEmpty() && limits.messages.isEmpty() ? Optional.empty() : Optional.of(limits);
    }

    /** What it adds to the verdict: the key {@code websocket}, and its lines. */
    public Section section() {
        Section section = new Section();
        ObjectNode json = section.json().putObject("websocket");
        json.putNull("connectionCap")
                .putNull("capKind")
                .putNull("capScope")
                .putNull("refusedWith")
                .putNull("messageScope")
                .putNull("overLimit")
                .putNull("freshQuotaAfterReconnect");
        connections.ifPresent(limit -> connections(limit, json, section));
        messages.ifPresent(limit -> messages(limit, json, section));
        return section;
    }

    private static void connections(ConnectionLimit limit, ObjectNode json, Section section) {
        boolean seen = limit.kind() != ConnectionLimit.Kind.NONE_SEEN;
        json.put("connectionCap", seen ? limit.opened() : null)
                .put("connectionsOpened", limit.opened())
                .put("capKind", limit.kind().name())
                .put("capScope", limit.scope().name())
                .put("refusedWith", seen ? limit.refusedWith() : null);
        String what = switch (limit.kind()) {
            case CONCURRENT -> "at once";
            case RATE -> "in a short time, however many are closed";
            case UNKNOWN -> "opened";
            case NONE_SEEN -> "at once, none was refused";
        };
        String whom = switch (limit.scope()) {
            case TOKEN -> " for each caller";
            case ALL -> " for all callers together";
            case UNKNOWN -> "";
        };
        String more = seen ? ", more are refused with " + Refusals.text(limit.refusedWith()) : "";
        section.line("Connections", limit.opened() + " " + what + whom + more);
    }

    private static void messages(MessageLimit limit, ObjectNode json, Section section) {
        json.put("messagesAdmitted", limit.admitted())
                .put(
                        "messageScope",
                        limit.overLimit().isEmpty() ? null : limit.scope().name())
                .put("overLimit", limit.overLimit().isEmpty() ? null : limit.overLimit())
                .put(
                        "freshQuotaAfterReconnect",
                        limit.freshQuotaAfterReconnect().orElse(null));
        if (limit.overLimit().isEmpty()) {
            section.line("Messages", limit.admitted() + " in a row, none was refused");
            return;
        }
        String whom = switch (limit.scope()) {
            case CONNECTION -> "each connection by itself";
            case TOKEN -> "all connections of a caller together";
            case ALL -> "all callers together";
            case TOKEN_OR_ALL -> "all connections of a caller together, at least";
            case UNKNOWN -> "not known whom";
        };
        section.line("Messages", "limited: " + whom + "; over the limit comes " + Refusals.text(limit.overLimit()));
        if (limit.freshQuotaAfterReconnect().orElse(false)) {
            section.line("WEAK", "a new connection has a new quota: only the churn of connections is limited");
        }
    }
}
