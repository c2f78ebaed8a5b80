package dev.seaworthy.websocket;

import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;

/** What each check says of itself. */
final class Cards {
    private static final String CONTRACT = "the contract, probes.websocket";
    private static final String BY_HAND =
            "curl -siN --http1.1 --max-time 2 -H 'Connection: Upgrade' -H 'Upgrade: websocket'"
                    + " -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='";
    private static final String WSCAT = "wscat -c $WS_URL -H \"Authorization: Bearer $TOKEN\"";

    private static final Footprint OPENS_SOCKETS =
            new Footprint(SafetyClass.OWN_SESSIONS, 0, "sessions of test users, and no open socket");

    static final CheckCard HANDSHAKE = new CheckCard(
                    new Claim(
                            "ws.handshake",
                            "A handshake with a valid credential opens, and its answer breaks no rule of the protocol",
                            Severity.CRITICAL,
                            "RFC 6455 section 4.1"),
                    "One handshake as the contract describes it: subprotocol, and a fresh token in its place",
                    "101, Upgrade and Connection as they must be, exactly one accept value that matches the key, and no extension"
                            + " that was not offered",
                    "This client, and every client that keeps to the RFC, gets a socket. What was selected as subprotocol is a"
                            + " claim of its own",
                    "Another status than 101, or an answer that breaks a rule of section 4.1; the finding lists the client stacks"
                            + " that fail for it",
                    BY_HAND + " -H \"Authorization: Bearer $TOKEN\" $HTTP_URL_OF_THE_SOCKET")
            .with(OPENS_SOCKETS);

    static final CheckCard SELECTED = new CheckCard(
                    new Claim(
                            "ws.subprotocol.selected",
                            "The application's subprotocol is selected when it is offered, and nothing else ever",
                            Severity.HIGH,
                            "RFC 6455 sections 4.1 and 11.3.4; WHATWG WebSockets, establish a connection"),
                    "One handshake that offers the application's name (and the token's item, where it travels there); one with a"
                            + " random stand-in in the token's place; one that offers nothing",
                    "Exactly one Sec-WebSocket-Protocol field, with the application's name as it was offered",
                    "Strict clients, browsers among them, open. The finding names the kind of violation, the likely cause, and which"
                            + " measured client stacks fail and which open",
                    "No field although the name was offered, a name that was not offered, another offered item, a list, an empty"
                            + " value, or two fields",
                    BY_HAND
                            + " -H \"Sec-WebSocket-Protocol: $SUBPROTOCOL, jwt.$TOKEN\" $HTTP_URL_OF_THE_SOCKET | grep -i"
                            + " sec-websocket-protocol")
            .with(OPENS_SOCKETS);

    static final CheckCard NO_ECHO = new CheckCard(
                    new Claim(
                            "ws.subprotocol.no-credential-echo",
                            "The answer to a handshake never contains the offered credential",
                            Severity.CRITICAL,
                            "OWASP ASVS 5.0, 14.2.1; RFC 6455 section 4.2.2"),
                    "One handshake with a token in its place; one, authenticated by header, with a random stand-in in the token's"
                            + " place",
                    "No field of either answer contains the token or the stand-in",
                    "The server does not reflect credentials into response headers, where developer tools, HAR files and proxy logs"
                            + " keep them. The stand-in shows it without a credential",
                    "The token, or what stands in its place, in a field of the answer",
                    BY_HAND + " -H \"Authorization: Bearer $TOKEN\" -H \"Sec-WebSocket-Protocol: $SUBPROTOCOL,"
                            + " jwt.this-must-not-come-back\" $HTTP_URL_OF_THE_SOCKET | grep this-must-not-come-back")
            .with(OPENS_SOCKETS);

    static final CheckCard AUTH = new CheckCard(
                    new Claim(
                            "ws.auth.required",
                            "Nobody is served over a WebSocket without a valid token",
                            Severity.CRITICAL,
                            "OWASP ASVS 5.0, 4.4.3; RFC 6455 section 10.5"),
                    "A handshake with a valid token and a message on it; one without a token; one with a token-like text that"
                            + " nobody issued; a valid one again. On every socket that opens, the same message",
                    "Without a valid token: 401 or 403, or a socket that is closed with 1008 or a 4xxx code before it answers the"
                            + " message. With one: the message is answered, before and after",
                    "The endpoint tells valid tokens from none and from junk. Expired and tampered tokens are the business of the"
                            + " auth probe. 101 alone is no acceptance; an answered message is",
                    "The message is answered on a socket that was opened without a valid token",
                    BY_HAND + " $HTTP_URL_OF_THE_SOCKET | head -1    # without a token")
            .with(OPENS_SOCKETS);

    static final CheckCard PING = new CheckCard(
                    new Claim(
                            "ws.ping",
                            "A ping is answered by a pong with the same payload",
                            Severity.MEDIUM,
                            "RFC 6455 sections 5.5.2 and 5.5.3"),
                    "One ping frame with a nonce on a fresh socket",
                    "A pong frame with that nonce",
                    "Heartbeats of proxies and clients work, and a half-open connection can be noticed",
                    "No pong with the nonce in time",
                    "websocat --ping-interval 1 --ping-timeout 3 $WS_URL -H \"Authorization: Bearer $TOKEN\"")
            .with(OPENS_SOCKETS);

    static final CheckCard ROUND_TRIP = new CheckCard(
                    new Claim(
                            "ws.message.round-trip",
                            "The application answers its own ping and echo messages, each with its nonce",
                            Severity.HIGH,
                            CONTRACT),
                    "The declared ping and echo messages, each with a nonce of its own, on a fresh socket",
                    "For each, a message with the declared mark and the nonce in its place; before them the declared greeting",
                    "Messages reach the application and its answers come back to the asker",
                    "No greeting, no answer in time, or an answer without the nonce",
                    WSCAT + " -x '{\"type\":\"ping\",\"id\":\"n-1\"}' -w 2")
            .with(OPENS_SOCKETS);

    static final CheckCard FLOW = new CheckCard(
                    new Claim(
                            "ws.flow",
                            "A run yields each declared event exactly once, in order, and of nobody else's run",
                            Severity.CRITICAL,
                            CONTRACT + ", flow"),
                    "The message that starts a run, with a nonce and, where the contract has a place for it, a run id of our own",
                    "The declared events: exactly one of each, in the declared order, all with our run id and user id; the nonce in"
                            + " the declared place; nothing after the last",
                    "One run was whole and was ours. It says nothing about runs under load",
                    "A missing, repeated, late or misplaced event, an event of another run or user, or a nonce that does not come"
                            + " back; the finding names the first",
                    WSCAT + " -x \"$START_MESSAGE\" -w 10")
            .with(OPENS_SOCKETS);

    static final CheckCard BAD_MESSAGE = new CheckCard(
                    new Claim(
                            "ws.bad-message",
                            "A message that is not JSON is answered with an error or a close, not with silence",
                            Severity.LOW,
                            CONTRACT + ", error; RFC 6455 section 7.4.1"),
                    "One text message that is cut off in the middle of a JSON string, then one good message",
                    "An error message, or a Close frame; the finding says whether the socket is still served",
                    "A client can tell that it was not understood, and one bad message does not cost the connection without a word",
                    "Neither an error nor a close in time, or a dropped connection",
                    WSCAT + " -x '{\"type\": \"unfinished' -w 2")
            .with(OPENS_SOCKETS);

    static final CheckCard HELD = new CheckCard(
                    new Claim(
                            "ws.sockets.held",
                            "The declared number of sockets stays open together, and each still answers at the end",
                            Severity.HIGH,
                            CONTRACT + ", sockets"),
                    "That many handshakes at once, spread over the accounts; after the declared time one ping with a nonce on each",
                    "Every socket opens, none ends, every ping is answered: planned = alive",
                    "So many sockets live together for that long. Longer lives and larger numbers are the business of a soak",
                    "A socket that did not open, was closed or dropped, or no longer answers; counted by cause and close code",
                    "for i in $(seq $N); do websocat $WS_URL -H \"Authorization: Bearer $TOKEN\" & done; sleep $HOLD; jobs -r | wc"
                            + " -l")
            .with(OPENS_SOCKETS);

    static final List<CheckCard> ALL =
            List.of(HANDSHAKE, SELECTED, NO_ECHO, AUTH, PING, ROUND_TRIP, FLOW, BAD_MESSAGE, HELD);

    private Cards() {}
}
