package dev.seaworthy.wire;

import dev.seaworthy.kernel.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An open WebSocket. Masks what it sends, answers pings, joins fragments, echoes Close (RFC 6455 sections 5 and 7).
 *
 * <p>Thread-safe. Until a listener is set, messages and the end wait in a queue that {@link #next} reads; after that they
 * go to the listener, on the connection's loop.
 */
public interface WebSocket {
    /** Sends one text message, unfragmented; completes with the nanosecond instant at which it was written. */
    CompletableFuture<Long> sendText(String text);

    /** Sends one binary message. */
    CompletableFuture<Long> sendBinary(byte[] bytes);

    /** Sends a ping with at most 125 bytes of payload; the pong arrives as {@link Message}. */
    CompletableFuture<Long> ping(byte[] payload);

    /**
     * Waits for the next message, pong or end.
     *
     * @return the message, or null when none came in time
     */
    @Nullable
    Message next(Duration patience) throws InterruptedException;

    /** From now on, messages go here, those still waiting first. */
    void listen(Listener listener);

    /** Starts the closing handshake (section 7.1.2) and completes with the end; after two seconds TCP is closed. */
    CompletableFuture<End> close(int code, String reason);

    /** Completes when the connection has ended, for whatever cause. */
    CompletableFuture<End> ended();

    boolean isOpen();

    /**
     * The conversation so far as evidence: both directions, redacted, the latest 100 frames.
     *
     * @param summary one line that says what these frames show
     */
    Exchange transcript(String summary);

    /** What arrived. */
    record Message(Kind kind, byte[] payload, long atNanos) {
        /** Kinds of arrivals. */
        public enum Kind {
            TEXT,
            BINARY,
            PONG,
            /** The connection has ended; {@link WebSocket#ended()} says how. */
            END
        }

        /** The payload as UTF-8. */
        public String text() {
            return new String(payload, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    /**
     * How a connection ended.
     *
     * @param cause who ended it
     * @param code the close code received, or sent by us; 1005 when the Close frame had none, 1006 without a Close frame
     * @param reason the reason received, redacted
     * @param atNanos when TCP was closed
     */
    record End(Cause cause, int code, String reason, long atNanos) {}

    /** Who ended a connection. */
    enum Cause {
        /** We closed, and the peer echoed. */
        CLOSED_BY_US,
        /** The peer sent a Close frame. */
        CLOSED_BY_PEER,
        /** TCP ended without a Close frame. */
        DROPPED,
        /** The peer broke the protocol; we sent Close 1002 or 1007. */
        PROTOCOL_ERROR
    }

    /** Receives what arrives, on the connection's loop; must not block. */
    interface Listener {
        void received(Message message);

        void ended(End end);
    }

    /** The rules of {@link Handshake} that this connection's answer broke; empty for a clean one. */
    List<Handshake.Fault> handshakeFaults();
}
