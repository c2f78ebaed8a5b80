package dev.seaworthy.twin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The opening handshake of {@code /ws} (RFC 6455 section 4.2). Decides; the front carries it out. */
final class Handshake {
    static final String PATH = "/ws";
    static final String SUBPROTOCOL = "harbour.v1";
    private static final String TRANSFORMED = "jwt-auth";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private final TwinSettings settings;
    private final Gate gate;

    Handshake(TwinSettings settings, Gate gate) {
        this.settings = settings;
        this.gate = gate;
    }

    /** Examines a request for {@link #PATH}. */
    Decision decide(Call call) {
        if (settings.has(Fault.CLOSE_BEFORE_ACCEPT) && call.names(HttpHeaderNames.UPGRADE, "websocket")) {
            return Decision.refused(Answer.empty(403));
        }
        Optional<Answer> flaw = flaw(call);
        if (flaw.isPresent()) {
            return Decision.refused(flaw.get());
        }
        if (isForeign(call) && !settings.has(Fault.WS_ANY_ORIGIN)) {
            return Decision.refused(
                    Answer.error(403, "origin_not_allowed", "pages of this origin may not open a WebSocket"));
        }
        Gate.Caller caller = gate.identifySocket(call);
        User user = caller.user();
        if (user == null) {
            Refusal refusal = caller.refusal();
            return Decision.refused(
                    refusal == null ? Answer.error(401, "unauthenticated", "no credential") : refusal.answer());
        }
        String key = call.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY, "").strip();
        Supplier<Optional<String>> objection = user.equals(User.DEMO) ? Optional::empty : () -> gate.objection(call);
        return new Decision(null, new Opening(accept(key), selected(call).orElse(null), user, objection));
    }

    /** Whether a browser says that a page of another origin asks (RFC 6455 section 10.2); other clients send none. */
    private static boolean isForeign(Call call) {
        return call.headers().getAll(HttpHeaderNames.ORIGIN).stream()
                .anyMatch(origin -> !Cors.ORIGINS.contains(origin));
    }

    /** What is wrong with the request as a handshake. */
    private static Optional<Answer> flaw(Call call) {
        if (!call.method().equals("GET")) {
            return Optional.of(Answer.error(405, "method_not_allowed", "a WebSocket opens with GET")
                    .with("Allow", "GET"));
        }
        if (!call.names(HttpHeaderNames.UPGRADE, "websocket")) {
            return Optional.of(Answer.error(426, "upgrade_required", "this route speaks WebSocket only")
                    .with("Upgrade", "websocket"));
        }
        if (!call.names(HttpHeaderNames.CONNECTION, "upgrade")
                || !call.version().equals(HttpVersion.HTTP_1_1)) {
            return Optional.of(bad("an upgrade needs HTTP/1.1 and the Connection option 'Upgrade'"));
        }
        if (call.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            return Optional.of(bad("a handshake needs one Host header"));
        }
        List<String> versions = call.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
        if (versions.size() != 1 || !versions.get(0).strip().equals("13")) {
            return Optional.of(Answer.error(426, "unsupported_version", "this route speaks WebSocket version 13")
                    .with("Sec-WebSocket-Version", "13"));
        }
        List<String> keys = call.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        return keys.size() == 1 && isKey(keys.get(0).strip())
                ? Optional.empty()
                : Optional.of(bad("Sec-WebSocket-Key must be 16 bytes in base64, once"));
    }

    private static Answer bad(String message) {
        return Answer.error(400, "bad_handshake", message);
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES && key.length() == 24;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Our one subprotocol where it was offered, and never the item that carries the token. */
    private Optional<String> selected(Call call) {
        List<String> offered = call.items(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        Optional<String> token = Gate.tokenItem(call);
        boolean ours = offered.contains(SUBPROTOCOL);
        if (settings.has(Fault.SUBPROTOCOL_ECHO) && token.isPresent()) {
            return token;
        }
        if (settings.has(Fault.SUBPROTOCOL_TRANSFORM) && (ours || token.isPresent())) {
            return Optional.of(TRANSFORMED);
        }
        if (settings.has(Fault.WS_SELECTS_UNKNOWN)) {
            return offered.stream()
                    .filter(item -> !item.startsWith(Gate.TOKEN_ITEM))
                    .findFirst();
        }
        return ours && !settings.has(Fault.SUBPROTOCOL_SILENT) ? Optional.of(SUBPROTOCOL) : Optional.empty();
    }

    /** The answer to a key (RFC 6455 section 4.2.2, step 5.4). */
    static String accept(String key) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** Exactly one of the two is there. */
    record Decision(@Nullable Answer refusal, @Nullable Opening opening) {
        static Decision refused(Answer answer) {
            return new Decision(answer, null);
        }
    }

    /**
     * A WebSocket that may open.
     *
     * @param accept for Sec-WebSocket-Accept
     * @param subprotocol the selected one, or null
     * @param objection why it must end by now; empty while it may go on
     */
    record Opening(String accept, @Nullable String subprotocol, User user, Supplier<Optional<String>> objection) {}
}
