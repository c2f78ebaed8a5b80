package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket handshake as it was answered. The engine parses leniently and judges separately: {@link #faults()} says
 * what RFC 6455 section 4.1 objects to, and the socket is there whenever the server answered 101 with a usable accept
 * value, even if a stricter client would have refused it.
 *
 * @param outcome {@link Outcome#OK} when a complete HTTP answer arrived, whatever its status
 * @param detail what failed, in one line without secrets; empty when complete
 * @param status the status code; 0 when no answer was complete
 * @param headers of the answer: order, case and duplicates kept
 * @param offered the subprotocols that were offered
 * @param faults every rule that the answer breaks
 * @param clocks the instants
 * @param exchange the redacted record: both sides, the first 4 KiB of the answer
 * @param socket the open connection, or null
 */
public record Handshake(
        Outcome outcome,
        String detail,
        int status,
        Headers headers,
        List<String> offered,
        Set<Fault> faults,
        Clocks clocks,
        Exchange exchange,
        @Nullable WebSocket socket) {

    /** What RFC 6455 section 4.1 objects to in an answer. */
    public enum Fault {
        /** Not 101. */
        NOT_SWITCHING,
        /** {@code Upgrade} is missing or does not name websocket. */
        UPGRADE,
        /** {@code Connection} lacks the token Upgrade. */
        CONNECTION,
        /** {@code Sec-WebSocket-Accept} is missing. */
        ACCEPT_MISSING,
        /** {@code Sec-WebSocket-Accept} does not match the key. */
        ACCEPT_WRONG,
        /** An extension that was not offered. */
        EXTENSION_NOT_OFFERED,
        /** A subprotocol that was not offered, compared with case; also a list where one value belongs. */
        SUBPROTOCOL_NOT_OFFERED,
        /** More than one {@code Sec-WebSocket-Protocol} field (section 11.3.4). */
        SUBPROTOCOL_TWICE,
        /** An empty {@code Sec-WebSocket-Protocol} value. */
        SUBPROTOCOL_EMPTY,
        /** Offered, and nothing selected. Legal by the RFC; several client stacks refuse it nevertheless. */
        SUBPROTOCOL_ABSENT
    }

    /** Without what may be a credential: the offer and the header values. */
    @Override
    public String toString() {
        return exchange.summary() + (faults.isEmpty() ? "" : " " + faults);
    }

    public boolean opened() {
        return socket != null;
    }

    /** The first subprotocol that the answer names. */
    public Optional<String> selected() {
        return headers.first("Sec-WebSocket-Protocol");
    }
}
