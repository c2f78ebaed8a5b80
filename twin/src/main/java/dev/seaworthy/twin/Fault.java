package dev.seaworthy.twin;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A defect that the {@link Twin} can be given. Each one changes nothing but what its sentence says. */
public enum Fault {
    SUBPROTOCOL_TRANSFORM(
            "subprotocol-transform", "The handshake selects the subprotocol jwt-auth, which the client did not offer."),
    SUBPROTOCOL_ECHO(
            "subprotocol-echo", "The handshake selects the offered jwt.<token> item, and so echoes the credential."),
    SUBPROTOCOL_SILENT("subprotocol-silent", "The handshake selects no subprotocol although harbour.v1 was offered."),
    CLOSE_BEFORE_ACCEPT(
            "close-before-accept", "Every handshake is answered 403, as a server does that closes before it accepts."),
    WS_UNAUTHENTICATED("ws-unauthenticated", "A WebSocket opens as a demo user with an absent or invalid token."),
    BYPASS_HEADER(
            "bypass-header", "A request that carries a test header such as X-E2E-Test: true needs no valid token."),
    EXPIRED_ACCEPTED("expired-accepted", "An expired token is still accepted."),
    REFRESH_CACHED("refresh-cached", "The answer of a renewal may be cached for a minute."),
    REFRESH_FAMILY_LIVES("refresh-family-lives", "The second use of a refresh token is refused and revokes nothing."),
    REFRESH_BY_ACCESS("refresh-by-access", "An access token renews a session like a refresh token."),
    REFRESH_WIDENS("refresh-widens", "A renewal grants every scope that it asks for."),
    REFRESH_RACY(
            "refresh-racy",
            "What one connection renewed is known over others only 200 ms later: the token works there again."),
    REFRESH_OUTLIVES_LOGOUT(
            "refresh-outlives-logout", "A logout ends the access token and leaves the refresh token alive."),
    REFRESH_SLIDES("refresh-slides", "Each renewal moves the end of the session, for ever."),
    ISSUER_CLOCK_FAST("issuer-clock-fast", "Tokens are issued by a clock that is 30 seconds fast."),
    LEEWAY_UNEVEN("leeway-uneven", "GET /api/threads accepts a token until thirty seconds after its end."),
    NOT_BEFORE_EARLY("not-before-early", "A token is accepted from five minutes before its nbf."),
    REVOCATION_SLOW("revocation-slow", "What one connection revoked is known over others only 300 ms later."),
    LOGOUT_ENDS_ALL("logout-ends-all", "A logout ends every session of its user."),
    REVOCATION_BY_SCHEME(
            "revocation-by-scheme", "Revocation is looked up only for credentials whose scheme is spelled Bearer."),
    LOGOUT_BY_GET("logout-by-get", "GET /auth/logout ends the session, too."),
    COOKIE_READABLE("cookie-readable", "The session cookie is not HttpOnly."),
    COOKIE_DROPPED(
            "cookie-dropped",
            "The session cookie has the prefix __Host- and the path /session, so that browsers drop it."),
    SESSION_FIXED("session-fixed", "A login keeps the session id that its request brought along."),
    SESSION_COUNTED("session-counted", "Session ids are counted up."),
    CSRF_UNCHECKED("csrf-unchecked", "The change of the theme asks for no token, origin, content type or method."),
    TOKEN_IN_URL("token-in-url", "The answer of a login has a link with the access token in its query."),
    PROFILE_CACHED("profile-cached", "The profile may be cached for a minute."),
    LOGIN_UNTHROTTLED("login-unthrottled", "Wrong passwords are never throttled."),
    THROTTLE_RACY(
            "throttle-racy", "Wrong passwords within 200 ms of each other over several connections count as one."),
    THROTTLE_LOCKS("throttle-locks", "An account that was throttled stays closed for ten minutes."),
    THROTTLE_BY_ADDRESS("throttle-by-address", "Wrong passwords are counted by X-Forwarded-For, where that is sent."),
    LOGIN_TELLS("login-tells", "The answer to an unknown e-mail address says that there is no such user."),
    LOGIN_TOGETHER(
            "login-together",
            "Logins of one user within 200 ms over several connections close the account for three seconds."),
    LOGOUT_IGNORED("logout-ignored", "A logout answers 200 and revokes nothing."),
    LIMITER_UNMOUNTED("limiter-unmounted", "Limits are announced in headers and never enforced."),
    CANNED_AGENTS("canned-agents", "Agents return one constant text whatever they are asked."),
    FAILURES_AS_200("failures-as-200", "Failures of an agent execution come as HTTP 200 with status error."),
    EVENT_MISSING("event-missing", "The event tool_completed of an agent run is lost."),
    EVENT_FOREIGN("event-foreign", "An event of another user's run slips into an agent run."),
    HEALTH_CACHED("health-cached", "Readiness repeats the first document that it made, for ever."),
    DEPENDENCY_DOWN("dependency-down", "The analytics dependency is down, and readiness says so with 503."),
    SIGNATURE_UNCHECKED("signature-unchecked", "Tokens are decoded, and their signature is not checked."),
    GARBAGE_ACCEPTED("garbage-accepted", "A bearer credential that is no token at all is accepted as a demo user."),
    REFRESH_REUSE("refresh-reuse", "A refresh token that was used already works again."),
    RESTARTING("restarting", "Build and start time change with every health answer."),
    DISCOVERY_EMPTY("discovery-empty", "Discovery answers 200 and lists no agent and no service."),
    WS_NO_PONG("ws-no-pong", "Pings over WebSocket, frames and messages alike, are not answered."),
    WS_DROPS_IDLE("ws-drops-idle", "A WebSocket is dropped without a close frame one second after it opened."),
    LIMIT_HALVED("limit-halved", "The search limit is 10 requests and 5 a second, half of what is declared."),
    LIMIT_SHARED("limit-shared", "All callers draw from one bucket of the search limit."),
    LIMIT_BY_FORWARDED("limit-by-forwarded", "The search limit is counted by X-Forwarded-For, where that is sent."),
    LIMIT_RACY("limit-racy", "What one connection takes of the search limit is known over others only 20 ms later."),
    LIMIT_OPENS(
            "limit-opens", "While more than 30 other requests a second come in, the search limit admits everybody."),
    LIMIT_LOCKS("limit-locks", "Whoever the search limit refuses is refused for six seconds."),
    RETRY_AFTER_EARLY(
            "retry-after-early", "A refusal of the search limit lasts 400 ms, and Retry-After, rounded down, says 0."),
    LOGIN_BROKEN("login-broken", "Every login answers 500."),
    PROFILE_OPEN("profile-open", "GET /api/profile answers without a token."),
    SLOW("slow", "Every HTTP answer comes 400 ms late.");

    private final String id;
    private final String defect;

    Fault(String id, String defect) {
        this.id = id;
        this.defect = defect;
    }

    /** The name on the command line. */
    public String id() {
        return id;
    }

    /** What is wrong while this fault is on, in one sentence. */
    public String defect() {
        return defect;
    }

    /**
     * The fault of this name.
     *
     * @throws IllegalArgumentException for an unknown name; the message names the nearest one
     */
    public static Fault of(String id) {
        List<Fault> all = Arrays.asList(values());
        return all.stream().filter(fault -> fault.id.equals(id)).findFirst().orElseThrow(() -> {
            Fault nearest = all.stream()
                    .min(Comparator.comparingInt(fault -> distance(fault.id, id)))
                    .orElseThrow();
            return new IllegalArgumentException("no fault is named '" + id + "'; the nearest is '" + nearest.id + "'");
        });
    }

    /** Levenshtein's distance: how many letters to insert, delete or replace. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
