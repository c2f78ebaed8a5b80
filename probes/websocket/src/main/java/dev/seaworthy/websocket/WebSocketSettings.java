package dev.seaworthy.websocket;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings under {@code probes.websocket}. The endpoint itself is {@code targets.websocket}.
 *
 * @param identity whose credential opens the socket, or null where none is needed
 * @param subprotocol the application's subprotocol: offered, and then to be selected; or null
 * @param token where the token travels; by default in {@code Authorization}
 * @param greeting the message with which the server begins, or null
 * @param ping the application's own ping, or null
 * @param echo a message that comes back, or null; {@code ws.echo} needs it
 * @param error how an error message is recognised, or null where any answer to a bad message will do
 * @param flow the events of one run, or null
 * @param sockets how many are held together, and for how long
 * @param unauthenticated what is to happen to somebody without a valid token
 */
public record WebSocketSettings(
        @Nullable String identity,
        @Nullable String subprotocol,
        @Nullable Token token,
        @Nullable Greeting greeting,
        @Nullable RoundTrip ping,
        @Nullable RoundTrip echo,
        @Nullable Mark error,
        @Nullable Flow flow,
        @Nullable Sockets sockets,
        @Nullable Unauthenticated unauthenticated) {

    public WebSocketSettings {
        token = token == null ? new Token(Carrier.HEADER, null, null, null) : token;
        sockets = sockets == null ? new Sockets(10, Duration.ofSeconds(5)) : sockets;
        unauthenticated = unauthenticated == null ? Unauthenticated.REFUSED : unauthenticated;
    }

    Token carriage() {
        return token == null ? new Token(Carrier.HEADER, null, null, null) : token;
    }

    Sockets held() {
        return sockets == null ? new Sockets(10, Duration.ofSeconds(5)) : sockets;
    }

    /** Where a token travels. */
    public enum Carrier {
        HEADER,
        SUBPROTOCOL,
        QUERY
    }

    /** How it is spelled there. */
    public enum Encoding {
        RAW,
        BASE64URL
    }

    /** What is to happen to somebody without a valid token. */
    public enum Unauthenticated {
        REFUSED,
        ALLOWED
    }

    /**
     * Where the token travels.
     *
     * @param carrier a header, an item of the offered subprotocols, or a query parameter
     * @param prefix before the token, e.g. {@code jwt.}; by default {@code "Bearer "} in a header, and nothing elsewhere
     * @param encoding of the token behind the prefix; by default as it is
     * @param name of the header or the query parameter; by default {@code Authorization} and {@code token}
     */
    public record Token(
            Carrier carrier,
            @Nullable String prefix,
            @Nullable Encoding encoding,
            @Nullable String name) {}

    /**
     * A value by which a message is recognised.
     *
     * @param pointer JSON pointer into the message (RFC 6901)
     * @param value what stands there, as text
     */
    public record Mark(String pointer, String value) {
        boolean on(JsonNode message) {
            return message.at(pointer).asText("").equals(value);
        }
    }

    /**
     * The message with which the server begins.
     *
     * @param pointer JSON pointer to the value that recognises it
     * @param value that value
     * @param user JSON pointer to the id of the user whom the server saw, or null
     */
    public record Greeting(
            String pointer, String value, @Nullable String user) {
        Mark mark() {
            return new Mark(pointer, value);
        }
    }

    /**
     * A message and its answer.
     *
     * @param send the message, {@code {nonce}} in it replaced
     * @param expect how the answer is recognised
     * @param nonce JSON pointer to where the nonce comes back
     */
    public record RoundTrip(JsonNode send, Mark expect, String nonce) {}

    /**
     * The events of one run, each exactly once and in this order.
     *
     * @param start the message that starts a run; {@code {run}} and {@code {nonce}} in it are replaced
     * @param type JSON pointer to an event's name
     * @param events the names, in order; the last one ends the run
     * @param run JSON pointer to the id of the run, or null
     * @param user JSON pointer to the id of the user, or null
     * @param nonce JSON pointer to a text of one of the events that contains the nonce, or null
     * @param patience for the whole run; by default ten seconds
     */
    public record Flow(
            JsonNode start,
            String type,
            List<String> events,
            @Nullable String run,
            @Nullable String user,
            @Nullable String nonce,
            @Nullable Duration patience) {
        public Flow {
            events = events == null ? List.of() : List.copyOf(events);
            if (events.size() < 2) {
                throw new IllegalArgumentException("websocket.flow needs at least two events: a first and a last");
            }
            if (new HashSet<>(events).size() < events.size()) {
                throw new IllegalArgumentException("websocket.flow names an event twice: " + events);
            }
        }

        Duration limit() {
            return patience == null ? Duration.ofSeconds(10) : patience;
        }
    }

    /**
     * How many sockets are held together, and for how long.
     *
     * @param count at least 1
     * @param hold from the moment at which the last one has opened
     */
    public record Sockets(int count, Duration hold) {
        public Sockets {
            if (count < 1) {
                throw new IllegalArgumentException("websocket.sockets holds at least 1, not " + count);
            }
            if (hold.isNegative()) {
                throw new IllegalArgumentException("websocket.sockets cannot hold for " + hold);
            }
        }
    }
}
