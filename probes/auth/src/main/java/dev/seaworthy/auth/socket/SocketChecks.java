package dev.seaworthy.auth.socket;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;

/**
 * Who may open a WebSocket, and by which carrier of a token: the checks, in report order. That a socket without a token, or
 * with garbage, is not served is {@code ws.auth.required} of the WebSocket probe; that the token is not echoed as a
 * subprotocol is {@code ws.subprotocol.no-credential-echo}.
 */
public final class SocketChecks {
    private static final String BY_HAND = "curl -i -N --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket'"
            + " -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='";
    private static final String CONTROLS = "Handshakes with a valid token before and after and without one, then ";
    private static final String ACCEPTANCE =
            "a handshake with 101 is no acceptance yet: what counts is whether a message is answered";

    public static final List<AuthCheck> ALL = List.of(
            new SocketCheck(expired(), CredentialSteps::expired),
            new SocketCheck(forged(), CredentialSteps::forged),
            new SocketCheck(queryToken(), CredentialSteps::queryToken),
            new SocketCheck(carriers(), CredentialSteps::carriers),
            new SocketCheck(originWithTokens(), OriginSteps::withTokens),
            new SocketCheck(originWithCookies(), OriginSteps::withCookies),
            new SocketCheck(firstMessage(), FirstMessageStep::run),
            new SocketCheck(channels(), OpenSocketSteps::channels),
            new SocketCheck(expiry(), OpenSocketSteps::expiry),
            new SocketCheck(logout(), OpenSocketSteps::logout),
            new SocketCheck(plaintext(), PlaintextStep::run),
            new SocketCheck(negotiation(), NegotiationStep::run));

    private SocketChecks() {}

    private static CheckCard expired() {
        return new CheckCard(
                        new Claim(
                                "auth.ws.expired",
                                "A WebSocket does not open with an expired token",
                                Severity.HIGH,
                                "RFC 7519 section 4.1.4; OWASP ASVS 5.0 9.2.1 and 4.4.3"),
                        CONTROLS
                                + "one with the same claims and an end an hour ago, signed with the contract's test key, in the"
                                + " usual carrier.",
                        "The handshake is refused, or the socket closed before a message is answered.",
                        "PASS: the end of a token is enforced at the handshake; " + ACCEPTANCE
                                + ". auth.token.expired-refused says the same of HTTP.",
                        "A message is answered on a socket that an expired token opened.",
                        BY_HAND
                                + " -H \"Authorization: Bearer $TOKEN\" https://HOST/ws    # once its exp has passed: 401")
                .with(Footprint.reads(5));
    }

    private static CheckCard forged() {
        return new CheckCard(
                        new Claim(
                                "auth.ws.forged",
                                "A WebSocket does not open with a token whose signature does not verify",
                                Severity.CRITICAL,
                                "RFC 7515 section 5.2; RFC 8725 section 3.1; OWASP ASVS 5.0 9.1.1"),
                        CONTROLS
                                + "three forgeries in the usual carrier: one bit of the signature changed, algorithm none, an"
                                + " unknown key.",
                        "Each handshake is refused, or the socket closed before a message is answered.",
                        "PASS: these forgeries open no WebSocket; " + ACCEPTANCE
                                + ". The many others are tried over HTTP only.",
                        "A message is answered on a socket that a forgery opened: anybody can be anybody.",
                        BY_HAND
                                + " -H \"Authorization: Bearer $(printf '{\"alg\":\"none\"}' | basenc --base64url | tr -d =)."
                                + "$PAYLOAD.\" https://HOST/ws    # 401")
                .with(Footprint.reads(6));
    }

    private static CheckCard queryToken() {
        return new CheckCard(
                        new Claim(
                                "auth.ws.query-token",
                                "A WebSocket does not open with a session's token in its address",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 14.2.1, 4.4.3 and 4.4.4; RFC 9700 section 4.3.2"),
                        CONTROLS + "a valid token in the query parameters token and access_token.",
                        "They are not let in: addresses are kept in logs, histories and referrers. A ticket that is good for one"
                                + " handshake may be.",
                        "PASS: these parameters open nothing. Other names are not tried.",
                        "A message is answered on a socket whose address held the token.",
                        BY_HAND + " \"https://HOST/ws?token=$TOKEN\"    # 401")
                .with(Footprint.reads(6));
    }

    private static CheckCard carriers() {
        return new CheckCard(
                        new Claim(
                                "auth.ws.carriers-agree",
                                "Every carrier of a token to a WebSocket refuses the same tokens",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 6.3.4"),
                        "By each carrier of the contract, and by header, cookie, query and subprotocol besides: a valid token;"
                                + " where that is let in, garbage, an expired one, a tampered one, and one with algorithm none.",
                        "What one carrier refuses, the others refuse.",
                        "PASS: there is no second way in with a lower threshold. It does not show that the threshold is right;"
                                + " auth.ws.forged and auth.ws.expired do.",
                        "A token opens a socket by one carrier and not by another.",
                        BY_HAND + " -H \"Cookie: access_token=$TOKEN\" https://HOST/ws    # as with Authorization")
                .with(Footprint.reads(22));
    }

    private static CheckCard originWithTokens() {
        return origin(
                "auth.ws.origin",
                "A page of a foreign origin cannot open a WebSocket, even with a valid token",
                Severity.MEDIUM,
                "A stolen token can be used from any page.");
    }

    private static CheckCard originWithCookies() {
        return origin(
                "auth.ws.origin-cookie",
                "A page of a foreign origin cannot open a WebSocket with its visitor's cookie",
                Severity.HIGH,
                "Any page that a signed-in user visits speaks as that user (cross-site WebSocket hijacking).");
    }

    private static CheckCard origin(String id, String sentence, Severity severity, String falsifier) {
        return new CheckCard(
                        new Claim(
                                id,
                                sentence,
                                severity,
                                "RFC 6455 section 10.2; OWASP ASVS 5.0 4.4.2; OWASP WSTG-CLNT-10"),
                        "Handshakes with a valid token and the Origin of the contract before and after; between them, a foreign"
                                + " one, one that begins like it, and null.",
                        "The contract's origin is let in, the others are refused.",
                        "PASS: these origins are shut out. A client that is no browser can send any Origin: this guards users,"
                                + " not the service.",
                        "A message is answered on a socket that a foreign page opened. " + falsifier,
                        BY_HAND
                                + " -H 'Origin: https://attacker.example' -H \"Authorization: Bearer $TOKEN\" https://HOST/ws"
                                + "    # 403")
                .with(Footprint.reads(5));
    }

    private static CheckCard firstMessage() {
        return new CheckCard(
                        new Claim(
                                "auth.ws.first-message",
                                "Nothing is answered before the message that carries the token, and a socket without it is closed",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 4.4.3; RFC 6455 section 10.5"),
                        "Where the token travels in the first message: a valid one; a question before any; then ten sockets that"
                                + " say nothing.",
                        "The question is not answered, and the ten are closed within"
                                + " probes.auth.websocket.first-message-within.",
                        "PASS: strangers get nothing and do not stay. How many may wait at once is told, not judged.",
                        "The question is answered, or a silent socket is still open.",
                        "websocat wss://HOST/ws    # say nothing: closed within 10 s")
                .with(Footprint.reads(14));
    }

    private static CheckCard channels() {
        return new CheckCard(
                        new Claim(
                                "auth.ws.channels",
                                "A user cannot subscribe to the channel of another user",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 8.2.2 and 4.4.3; OWASP WSTG-CLNT-10"),
                        "Two users' sockets, whose first messages name them; the first subscribes to its own channel, then to"
                                + " the other's.",
                        "The first subscription is confirmed, the second is not.",
                        "PASS: this kind of channel is kept from this other user.",
                        "The subscription to the other user's channel is confirmed.",
                        "websocat -H \"Authorization: Bearer $TOKEN\" wss://HOST/ws    # subscribe to another user's channel")
                .with(Footprint.reads(2));
    }

    private static CheckCard expiry() {
        return new CheckCard(
                        new Claim(
                                "auth.ws.expiry-while-open",
                                "An open WebSocket ends with its token",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 7.3.2 and 4.4.3; RFC 7519 section 4.1.4"),
                        "A socket opened with a token that has three seconds to live, signed with the contract's test key; a"
                                + " message when it is open, and one probes.auth.websocket.ends-within after the token's end.",
                        "The first is answered, the second is not: the socket was closed.",
                        "PASS: a WebSocket does not outlive its token by more than the contract allows.",
                        "The second message is answered: whoever is in stays in.",
                        "websocat -H \"Authorization: Bearer $TOKEN\" wss://HOST/ws    # speak again after its exp")
                .with(Footprint.reads(2));
    }

    private static CheckCard logout() {
        return new CheckCard(
                        new Claim(
                                "auth.ws.logout-while-open",
                                "An open WebSocket ends with its session's logout",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 7.4.1 and 4.4.3; OWASP WSTG-SESS-06"),
                        "A login; a socket opened with its token; a message; the logout; another message"
                                + " probes.auth.websocket.ends-within later.",
                        "The first message is answered, the second is not: the socket was closed.",
                        "PASS: a logout reaches the sockets of its session within what the contract allows.",
                        "The second message is answered: a logout leaves a way in open.",
                        "websocat -H \"Authorization: Bearer $TOKEN\" wss://HOST/ws    # speak again after the logout")
                .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 4, "one session, ended"));
    }

    private static CheckCard plaintext() {
        return new CheckCard(
                        new Claim(
                                "auth.ws.plaintext",
                                "Where the WebSocket is wss, the same endpoint is not served in the clear",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 4.4.1 and 12.2.1; RFC 6455 section 10.6"),
                        "A handshake without a token to the wss target; the same to its ws sibling, if rails.allow permits it.",
                        "Nobody listens there, or the handshake is redirected or refused.",
                        "PASS: no token can be sent there by mistake and be heard on the way.",
                        "The handshake in the clear is answered 101, or asks for a token with 401.",
                        "curl -i -N --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' http://HOST/ws")
                .with(Footprint.reads(2));
    }

    private static CheckCard negotiation() {
        return new CheckCard(
                        new Claim(
                                "auth.ws.negotiation",
                                "Whatever subprotocols are offered, the server selects none or a known one of them",
                                Severity.MEDIUM,
                                "RFC 6455 sections 1.9, 4.1 and 4.2.2"),
                        "With a valid token: handshakes that offer nothing, the application's subprotocol, an unknown one, both,"
                                + " and an item that looks like a token and is none.",
                        "Known ones are selected where they are offered; nothing else ever is.",
                        "PASS: the server's side of the negotiation is sound on these offers, so a failing client has another"
                                + " reason. ws.subprotocol.selected says so of the contract's offer alone.",
                        "Something is selected that was not offered, that is unknown, or that has the form of a credential; or a"
                                + " known one is passed over.",
                        BY_HAND
                                + " -H 'Sec-WebSocket-Protocol: unknown.v9' -H \"Authorization: Bearer $TOKEN\" https://HOST/ws")
                .with(Footprint.reads(7));
    }
}
