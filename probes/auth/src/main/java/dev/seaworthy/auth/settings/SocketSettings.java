package dev.seaworthy.auth.settings;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a WebSocket of {@code targets.websocket} is authenticated: {@code probes.auth.websocket}.
 *
 * @param subprotocol the application's own, offered in every handshake; or null
 * @param carriers where a token may travel, the usual way first; {@code Authorization} unless given
 * @param echo a message that only somebody who was let in gets an answer to
 * @param user JSON pointer to the user's id in the server's first message, or null
 * @param subscribe a message that subscribes to the channel of the user whose id stands for {@code {user}}, or null
 * @param origin of a page that may open a WebSocket; that of the HTTP target unless given
 * @param endsWithin how long a WebSocket may outlive the logout, or the end, of its token; 5 s unless given
 * @param firstMessageWithin how long it may stay open without the first message that carries the token; 10 s unless given
 */
public record SocketSettings(
        @Nullable String subprotocol,
        List<Carrier> carriers,
        Question echo,
        @Nullable String user,
        @Nullable Question subscribe,
        @Nullable String origin,
        Duration endsWithin,
        Duration firstMessageWithin) {

    public SocketSettings(
            @Nullable String subprotocol,
            @Nullable List<Carrier> carriers,
            Question echo,
            @Nullable String user,
            @Nullable Question subscribe,
            @Nullable String origin,
            @Nullable Duration endsWithin,
            @Nullable Duration firstMessageWithin) {
        this.subprotocol = subprotocol;
        this.carriers =
                carriers == null || carriers.isEmpty() ? List.of(Carrier.in(Place.HEADER)) : List.copyOf(carriers);
        this.echo = echo;
        this.user = user;
        this.subscribe = subscribe;
        this.origin = origin;
        this.endsWithin = endsWithin == null ? Duration.ofSeconds(5) : endsWithin;
        this.firstMessageWithin = firstMessageWithin == null ? Duration.ofSeconds(10) : firstMessageWithin;
    }

    /** Where a token travels. */
    public enum Place {
        HEADER,
        COOKIE,
        QUERY,
        SUBPROTOCOL,
        MESSAGE
    }

    /** How it is spelled there. */
    public enum Encoding {
        RAW,
        BASE64URL
    }

    /**
     * One way for a token.
     *
     * @param in where
     * @param name of the header, cookie or parameter
     * @param prefix before the token
     * @param encoding of the token behind the prefix
     * @param send the first message, {@code {token}} in it replaced; null elsewhere
     */
    public record Carrier(
            Place in,
            String name,
            String prefix,
            Encoding encoding,
            @Nullable JsonNode send) {
        public Carrier(
                Place in,
                @Nullable String name,
                @Nullable String prefix,
                @Nullable Encoding encoding,
                @Nullable JsonNode send) {
            this.in = in;
            this.name = name == null ? usualName(in) : name;
            this.prefix = prefix == null ? usualPrefix(in) : prefix;
            this.encoding = encoding == null ? Encoding.RAW : encoding;
            this.send = send;
            if (in == Place.MESSAGE && send == null) {
                throw new IllegalArgumentException(
                        "auth.websocket.carriers: a token in the first message needs send, with {token} in it");
            }
        }

        /** The usual spelling at a place. */
        public static Carrier in(Place place) {
            return new Carrier(place, null, null, null, null);
        }

        private static String usualName(Place in) {
            return switch (in) {
                case HEADER -> "Authorization";
                case COOKIE -> "access_token";
                case QUERY -> "token";
                case SUBPROTOCOL, MESSAGE -> "";
            };
        }

        private static String usualPrefix(Place in) {
            return switch (in) {
                case HEADER -> "Bearer ";
                case SUBPROTOCOL -> "jwt.";
                case COOKIE, QUERY, MESSAGE -> "";
            };
        }

        @Override
        public String toString() {
            return switch (in) {
                case HEADER -> "the header " + name;
                case COOKIE -> "the cookie " + name;
                case QUERY -> "the query parameter " + name;
                case SUBPROTOCOL -> "an offered subprotocol";
                case MESSAGE -> "the first message";
            };
        }
    }

    /**
     * A message and its answer.
     *
     * @param send the message, {@code {nonce}} in it replaced
     * @param expect how the answer is recognised
     * @param nonce JSON pointer to where the nonce comes back
     */
    public record Question(JsonNode send, Mark expect, String nonce) {}

    /**
     * A value by which a message is recognised.
     *
     * @param pointer JSON pointer into the message (RFC 6901)
     * @param value what stands there, as text
     */
    public record Mark(String pointer, String value) {}
}
