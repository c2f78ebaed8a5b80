package dev.seaworthy.websocket;

/** What usually stands behind a status other than 101, and what would decide. */
final class StatusHint {
    private StatusHint() {}

    static String of(int status) {
        return switch (status) {
            case 200 ->
                "the path may not be routed to the WebSocket server (a plain GET that answers alike would show it)";
            case 301, 302, 307, 308 -> "the address redirects, and most clients do not follow; use the final one";
            case 400 ->
                "a field of the handshake was refused, or a proxy stripped Upgrade (the same request sent directly would show it)";
            case 401 ->
                "the credential was not accepted, or not looked for in this place (the same token on HTTP would show it)";
            case 403 ->
                "closed before it was accepted: the server refuses credential, origin or subprotocol, or is not ready"
                        + " (the same handshake without a token, and with another origin, would tell)";
            case 404 ->
                "the path is wrong, or a proxy stripped Upgrade (a plain GET with the same answer would show it)";
            case 426 ->
                "a proxy stripped Upgrade, or the version is refused (Sec-WebSocket-Version in the answer would show it)";
            case 500 -> "the handler failed";
            case 502, 504 -> "a proxy has no working backend";
            default -> "no WebSocket server answered";
        };
    }
}
