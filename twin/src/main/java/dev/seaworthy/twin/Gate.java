package dev.seaworthy.twin;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says who is calling. Thread-safe. */
final class Gate {
    static final String TOKEN_ITEM = "jwt.";
    private static final String QUERY_PARAMETER = "access_token";

    /** What {@link Sessions#verify} says of such a token. */
    private static final String EXPIRED = "the token has expired";

    private static final String UNSIGNED = "the signature does not verify";
    private static final Set<String> BYPASS_VALUES = Set.of("true", "1", "test", "e2e", "staging");

    private final TwinSettings settings;
    private final Sessions sessions;
    private final Strain strain;

    Gate(TwinSettings settings, Sessions sessions, Strain strain) {
        this.strain = strain;
        this.settings = settings;
        this.sessions = sessions;
    }

    /** Who sent this request, by its Authorization header alone. Never throws. */
    Caller identify(Call call) {
        return strain.felt(bypassed(call, () -> bearer(call)));
    }

    /** Who asks for this WebSocket: Authorization first, then a {@code jwt.} item among the offered subprotocols. */
    Caller identifySocket(Call call) {
        Caller caller = strictly(call);
        boolean inHeader = call.headers().contains(HttpHeaderNames.AUTHORIZATION);
        return caller.refusal() != null && overlooked(caller.refusal(), inHeader) ? Caller.demo() : caller;
    }

    private Caller strictly(Call call) {
        boolean authorization = call.headers().contains(HttpHeaderNames.AUTHORIZATION);
        Optional<String> offered = tokenItem(call);
        return bypassed(call, () -> socketToken(call, authorization, offered));
    }

    /** Why a WebSocket that this call opened must end; empty while its token holds. */
    Optional<String> objection(Call call) {
        Refusal refusal = strictly(call).refusal();
        String why = refusal == null ? "" : String.valueOf(refusal.getMessage());
        boolean overlooked = (settings.has(Fault.WS_OUTLIVES_EXPIRY) && why.equals(EXPIRED))
                || (settings.has(Fault.WS_OUTLIVES_LOGOUT) && why.endsWith("revoked"));
        return refusal == null || overlooked ? Optional.empty() : Optional.of(why);
    }

    /** Whether a fault lets a handshake pass in spite of this refusal. */
    private boolean overlooked(Refusal refusal, boolean inHeader) {
        String why = String.valueOf(refusal.getMessage());
        return settings.has(Fault.WS_UNAUTHENTICATED)
                || (settings.has(Fault.WS_EXPIRED_ACCEPTED) && why.equals(EXPIRED))
                || (settings.has(Fault.WS_FORGED_ACCEPTED) && why.equals(UNSIGNED))
                || (settings.has(Fault.WS_CARRIERS_DIFFER) && inHeader && why.equals(UNSIGNED));
    }

    private Sessions.Verified socketToken(Call call, boolean authorization, Optional<String> offered) {
        List<String> queried = call.query().getOrDefault("token", List.of());
        if (settings.has(Fault.WS_TOKEN_IN_QUERY) && !authorization && offered.isEmpty() && queried.size() == 1) {
            return sessions.verify(queried.get(0), "access");
        }
        return authorization || offered.isEmpty()
                ? bearer(call)
                : sessions.verify(offeredToken(offered.get()), "access");
    }

    /** The verified access token of this request, without any fault's way around it. */
    Sessions.Verified verified(Call call) {
        return bearer(call);
    }

    /** The first offered subprotocol that carries a token. */
    static Optional<String> tokenItem(Call call) {
        return call.items(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .filter(item -> item.startsWith(TOKEN_ITEM))
                .findFirst();
    }

    private Caller bypassed(Call call, Proof proof) {
        try {
            return new Caller(proof.verified().user(), null);
        } catch (Refusal refusal) {
            boolean switched = settings.has(Fault.BYPASS_HEADER) || settings.has(Fault.BYPASS_UNLIMITED);
            if (switched && carriesTestHeader(call)) {
                return Caller.demo();
            }
            return garbageAccepted(call) ? Caller.demo() : new Caller(null, asFaultsHaveIt(refusal));
        }
    }

    private Refusal asFaultsHaveIt(Refusal refusal) {
        Refusal talkative = settings.has(Fault.REFUSAL_TALKATIVE) ? refusal.talkative() : refusal;
        return settings.has(Fault.CHALLENGE_MISSING) ? talkative.unchallenging() : talkative;
    }

    private Sessions.Verified bearer(Call call) {
        List<String> lines = call.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        if (lines.isEmpty()
                && settings.has(Fault.TOKEN_IN_QUERY)
                && call.query().containsKey(QUERY_PARAMETER)) {
            return sessions.verify(call.parameter(QUERY_PARAMETER, ""), "access");
        }
        if (lines.isEmpty()) {
            throw Refusal.unauthenticated("this route needs an Authorization header with a bearer token");
        }
        return sessions.verify(
                bearerToken(lines)
                        .orElseThrow(() -> Refusal.invalidToken("the Authorization header is not one bearer token")),
                "access",
                Sight.of(call));
    }

    private Optional<String> bearerToken(List<String> lines) {
        if (lines.size() != 1 && !(lines.size() > 1 && settings.has(Fault.FIRST_CREDENTIAL_TAKEN))) {
            return Optional.empty();
        }
        String[] parts = lines.get(0).strip().split(" +", -1);
        String scheme = settings.has(Fault.SCHEME_CASE) ? parts[0] : parts[0].toLowerCase(Locale.ROOT);
        return parts.length == 2 && scheme.equals(settings.has(Fault.SCHEME_CASE) ? "Bearer" : "bearer")
                ? Optional.of(parts[1])
                : Optional.empty();
    }

    /** The item holds the token as it is, or once more in base64url. */
    private static String offeredToken(String item) {
        String text = item.substring(TOKEN_ITEM.length());
        if (text.contains(".")) {
            return text;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalidToken("the offered jwt. item is neither a token nor base64url of one");
        }
    }

    private boolean garbageAccepted(Call call) {
        return settings.has(Fault.GARBAGE_ACCEPTED)
                && bearerToken(call.headers().getAll(HttpHeaderNames.AUTHORIZATION))
                        .filter(token -> Jwt.parse(token).isEmpty())
                        .isPresent();
    }

    static boolean carriesTestHeader(Call call) {
        for (Map.Entry<String, String> header : call.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            boolean named = name.contains("test") || name.contains("e2e");
            if (named && BYPASS_VALUES.contains(header.getValue().toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    private interface Proof {
        Sessions.Verified verified();
    }

    /**
     * The outcome of looking: a user, or why there is none.
     *
     * @param lateMillis how long the looking took, beyond what it usually takes
     */
    record Caller(@Nullable User user, @Nullable Refusal refusal, long lateMillis) {
        Caller(@Nullable User user, @Nullable Refusal refusal) {
            this(user, refusal, 0);
        }

        /** The same, after a check that timed out. */
        Caller late() {
            return new Caller(user, refusal, Strain.CHECK_TIMEOUT_MILLIS);
        }

        static Caller demo() {
            return new Caller(User.DEMO, null);
        }

        /** The user, or the refusal thrown. */
        User require() {
            if (user == null) {
                throw refusal != null ? refusal : Refusal.unauthenticated("nobody");
            }
            return user;
        }
    }
}
