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
    WS_EXPIRED_ACCEPTED("ws-expired-accepted", "A WebSocket opens with an expired token."),
    WS_FORGED_ACCEPTED("ws-forged-accepted", "A WebSocket opens with a token whose signature does not verify."),
    WS_CARRIERS_DIFFER(
            "ws-carriers-differ",
            "A WebSocket opens with a token whose signature does not verify, if it comes in the Authorization header."),
    WS_TOKEN_IN_QUERY("ws-token-in-query", "A WebSocket opens with a valid token in the query parameter token."),
    WS_ANY_ORIGIN("ws-any-origin", "A WebSocket opens for a page of any origin."),
    WS_CHANNELS_OPEN("ws-channels-open", "A WebSocket may subscribe to the channel of any user."),
    WS_OUTLIVES_LOGOUT("ws-outlives-logout", "An open WebSocket goes on after the logout of its session."),
    WS_OUTLIVES_EXPIRY("ws-outlives-expiry", "An open WebSocket goes on after the end of its token."),
    WS_SELECTS_UNKNOWN(
            "ws-selects-unknown",
            "The handshake selects the first offered subprotocol without a token, whether it is known or not."),
    MINTING_OPEN("minting-open", "POST /auth/e2e/test-auth gives anybody a valid token."),
    BYPASS_UNLIMITED(
            "bypass-unlimited",
            "A request that carries a test header such as X-E2E-Test: true needs no valid token and passes no limiter."),
    PATH_VARIANT_OPEN("path-variant-open", "A protected path with a slash at its end is served without a token."),
    THREADS_SHARED("threads-shared", "A thread is shown to every user who knows its id."),
    THREAD_EXISTENCE("thread-existence", "Another user's thread is answered 403, one that does not exist 404."),
    THREAD_LISTS_SHARED("thread-lists-shared", "The list of threads holds those of all users."),
    THREAD_WRITES_SHARED("thread-writes-shared", "A thread is changed and deleted by every user who knows its id."),
    ADMIN_OPEN("admin-open", "The administration's list of users is shown to every user."),
    MASS_ASSIGNMENT("mass-assignment", "A new thread takes over the message_count that the request gives."),
    BYPASS_HEADER(
            "bypass-header", "A request that carries a test header such as X-E2E-Test: true needs no valid token."),
    EXPIRED_ACCEPTED("expired-accepted", "An expired token is still accepted."),
    REFRESH_CACHED("refresh-cached", "The answer of a renewal may be cached for a minute."),
    REFRESH_FAMILY_LIVES("refresh-family-lives", "The second use of a refresh token is refused and revokes nothing."),
    REFRESH_BY_ACCESS("refresh-by-access", "An access token renews a session like a refresh token."),
    REFRESH_WIDENS("refresh-widens", "A renewal grants every scope that it asks for."),
    REFRESH_RACY(
            "refresh-racy",
            "What one connection renewed is known over others only a second later: the token works there again."),
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
    LOGIN_UNTHROTTLED("login-unthrottled", "Wrong passwords are never throttled."),
    THROTTLE_RACY(
            "throttle-racy",
            "Wrong passwords within half a second of each other over several connections count as one."),
    THROTTLE_LOCKS("throttle-locks", "An account that was throttled stays closed for ten minutes."),
    THROTTLE_BY_ADDRESS("throttle-by-address", "Wrong passwords are counted by X-Forwarded-For, where that is sent."),
    LOGIN_TELLS("login-tells", "The answer to an unknown e-mail address says that there is no such user."),
    LOGIN_TOGETHER(
            "login-together",
            "Logins of one user within 200 ms over several connections close the account for three seconds."),
    LOGOUT_IGNORED("logout-ignored", "A logout answers 200 and revokes nothing."),
    REVOCATION_FAILS_OPEN(
            "revocation-fails-open",
            "While more than 150 requests a second come in, the check for revoked tokens gives up after 40 ms and admits"
                    + " them."),
    REVOCATION_STAYS_OPEN(
            "revocation-stays-open",
            "Once more than 150 requests a second came in, revoked tokens are admitted, and so it stays."),
    EXPIRY_FAILS_OPEN(
            "expiry-fails-open", "While more than 150 requests a second come in, expired tokens are admitted."),
    SIGNATURE_FAILS_OPEN(
            "signature-fails-open",
            "While more than 150 requests a second come in, tokens are admitted whose signature does not verify."),
    VALID_REFUSED_UNDER_LOAD(
            "valid-refused-under-load",
            "While more than 150 requests a second come in, one valid token in five is answered 401."),
    CROSS_TALK(
            "cross-talk",
            "While more than 150 requests a second come in, one answer in twenty is that to the user before."),
    LIMITER_UNMOUNTED("limiter-unmounted", "Limits are announced in headers and never enforced."),
    CANNED_AGENTS("canned-agents", "Agents return one constant text whatever they are asked."),
    FAILURES_AS_200("failures-as-200", "Failures of an agent execution come as HTTP 200 with status error."),
    EVENT_MISSING("event-missing", "The event tool_completed of an agent run is lost."),
    EVENT_FOREIGN("event-foreign", "An event of another user's run slips into an agent run."),
    HEALTH_CACHED("health-cached", "Readiness repeats the first document that it made, for ever."),
    CORS_MISSING("cors-missing", "No answer but a preflight's names the allowed origin that asked."),
    CORS_UNVARIED("cors-unvaried", "Answers that depend on the origin lack Vary."),
    CORS_PREFIX("cors-prefix", "An origin whose host begins like an allowed one is named as one that may read."),
    CORS_REFLECTS("cors-reflects", "An origin of no known host is named as one that may read, with credentials."),
    CORS_NULL("cors-null", "The origin null is named as one that may read, with credentials."),
    CORS_PLAIN("cors-plain", "An allowed host is named as one that may read over plain http, too."),
    CORS_WILDCARD(
            "cors-wildcard", "Every answer to another than an allowed origin has a * in the place of the origin."),
    PREFLIGHT_GUARDED("preflight-guarded", "A preflight without a token is answered 401."),
    CORS_TEST_HEADER("cors-test-header", "Preflights allow the header X-E2E-Test."),
    CORS_MISSING_ON_ERRORS("cors-missing-on-errors", "Refusals do not name the allowed origin that asked."),
    NOSNIFF_MISSING("nosniff-missing", "No answer has X-Content-Type-Options."),
    CONTENT_TYPE_MISSING("content-type-missing", "No answer has a Content-Type."),
    CACHEABLE("cacheable", "Every answer may be kept by its reader for a minute."),
    VERSION_TOLD("version-told", "Every answer tells the version of the service in Server."),
    TRACE_ON("trace-on", "TRACE is answered with the request."),
    ANY_METHOD("any-method", "A method that there is not is served like GET."),
    PAGE_WITHOUT_POLICY("page-without-policy", "The page has no Content-Security-Policy."),
    PAGE_FRAMED("page-framed", "The page may be framed by anybody."),
    PAGE_OPENED("page-opened", "The page may be reached by the window that opened it."),
    PAGE_REFERS("page-refers", "The page lets its whole address be told to other hosts."),
    TLS_OLD_VERSIONS("tls-old-versions", "With --tls, TLS 1.0 and 1.1 are on, with a cipher that they know."),
    TLS_STATIC_RSA("tls-static-rsa", "With --tls, a cipher without forward secrecy is on."),
    TLS_SELF_SIGNED("tls-self-signed", "With --tls, the certificate is signed by itself."),
    TLS_CHAIN_CUT("tls-chain-cut", "With --tls, the intermediate certificate is not sent."),
    TLS_EXPIRED("tls-expired", "With --tls, the certificate ended two days ago."),
    TLS_LAST_DAYS("tls-last-days", "With --tls, the certificate has three days left."),
    TLS_RENEWAL_DUE("tls-renewal-due", "With --tls, the certificate has twenty days left."),
    TLS_OTHER_NAME("tls-other-name", "With --tls, the certificate is for another host."),
    TLS_SHORT_KEY("tls-short-key", "With --tls, the key of the certificate has 1024 bits."),
    TLS_CHANGING_CERTIFICATE(
            "tls-changing-certificate", "With --tls, every second connection sees another certificate."),
    HSTS_MISSING("hsts-missing", "With --tls, no answer has Strict-Transport-Security."),
    PLAIN_HTTP_SERVED("plain-http-served", "With --tls, the port without TLS serves everything, too."),
    DEPENDENCY_DOWN("dependency-down", "The analytics dependency is down, and readiness says so with 503."),
    SIGNATURE_UNCHECKED("signature-unchecked", "Tokens are decoded, and their signature is not checked."),
    SIGNATURE_OPTIONAL(
            "signature-optional", "A token with an empty signature is accepted, if the rest of it is right."),
    NONE_ACCEPTED("none-accepted", "A token with the algorithm none, in any case, needs no signature."),
    KEY_CONFUSED(
            "key-confused", "An HS256 token may also be signed with the published RSA key, in PEM, as its secret."),
    ALGORITHM_UNKNOWN(
            "algorithm-unknown",
            "A token under an algorithm that is neither none nor known here is accepted unverified."),
    SECRET_WEAK("secret-weak", "Tokens are signed and verified with a secret that anybody would guess."),
    KID_PATH("kid-path", "The header kid is the path of a file with the secret, and an empty file is an empty secret."),
    JWK_TRUSTED("jwk-trusted", "A key that a token brings in jwk is trusted."),
    X5C_TRUSTED("x5c-trusted", "A certificate that a token brings in x5c is trusted."),
    JKU_TRUSTED("jku-trusted", "The keys at the address that a token names in jku are fetched and trusted."),
    JKU_FETCHED("jku-fetched", "The address that a token names in jku is visited, though nothing there is trusted."),
    RETIRED_KEY_TRUSTED("retired-key-trusted", "A key that was withdrawn still makes tokens."),
    NBF_IGNORED("nbf-ignored", "A token before its time (nbf) is accepted."),
    EXP_OPTIONAL("exp-optional", "A token without exp is accepted."),
    EXP_LAX("exp-lax", "An exp that is no whole number of a time to come is not looked at."),
    IAT_IGNORED("iat-ignored", "A token that is issued in the future is accepted."),
    TOKENS_LONG_LIVED("tokens-long-lived", "Access tokens live for ten years."),
    ISS_UNCHECKED("iss-unchecked", "A token of any issuer, or of none, is accepted."),
    AUD_UNCHECKED("aud-unchecked", "A token for any audience, or for none, is accepted."),
    SUB_OPTIONAL("sub-optional", "A token without a subject is accepted, as the demo user."),
    SCOPE_UNCHECKED("scope-unchecked", "A token without the scope of this service is accepted."),
    REFRESH_AS_ACCESS("refresh-as-access", "A refresh token is accepted as an access token."),
    DUPLICATES_TAKEN("duplicates-taken", "Of a claim that stands twice in a token, the last is taken."),
    CRIT_IGNORED("crit-ignored", "A header that must be understood (crit) is ignored."),
    PADDING_ACCEPTED("padding-accepted", "The signature of a token may carry its base64 padding."),
    LARGE_TOKEN_BREAKS("large-token-breaks", "A token of 6 KiB or more is answered with 500."),
    TOKEN_IN_QUERY("token-in-query", "The token may stand in the query, as access_token."),
    FIRST_CREDENTIAL_TAKEN("first-credential-taken", "Of two Authorization headers the first is taken."),
    SCHEME_CASE("scheme-case", "The scheme Bearer counts only with a capital letter."),
    CHALLENGE_MISSING("challenge-missing", "A 401 comes without WWW-Authenticate."),
    REFUSAL_TALKATIVE("refusal-talkative", "A refused token is answered with a stack trace."),
    MALFORMED_BREAKS("malformed-breaks", "A token whose header is JSON, but no object, is answered with 500."),
    GARBAGE_ACCEPTED("garbage-accepted", "A bearer credential that is no token at all is accepted as a demo user."),
    REFRESH_REUSE("refresh-reuse", "A refresh token that was used already works again."),
    OIDC_ISSUER_SLASH("oidc-issuer-slash", "The discovery document names its issuer with a slash at the end."),
    OIDC_ISSUER_FOLLOWS_HOST(
            "oidc-issuer-follows-host", "The discovery document names the host that the request asked for."),
    OIDC_KEYS_PRIVATE("oidc-keys-private", "The key set publishes the private exponent."),
    OIDC_KEYS_ALIKE("oidc-keys-alike", "The key set holds two keys of one name."),
    OIDC_IMPLICIT_ADVERTISED("oidc-implicit-advertised", "Discovery offers the implicit flow."),
    OIDC_PKCE_OPTIONAL("oidc-pkce-optional", "An authorization request without a challenge is granted."),
    OIDC_PKCE_PLAIN("oidc-pkce-plain", "A challenge by the method plain is granted."),
    OIDC_VERIFIER_IGNORED("oidc-verifier-ignored", "A code is traded whatever its verifier is."),
    OIDC_REDIRECT_PREFIX("oidc-redirect-prefix", "A redirect URI that begins with the registered one is accepted."),
    OIDC_STATE_DROPPED("oidc-state-dropped", "The authorization response comes without the state."),
    OIDC_TOKENS_CACHEABLE("oidc-tokens-cacheable", "Answers with tokens may be stored by caches."),
    OIDC_CODE_TWICE("oidc-code-twice", "A code works as often as it is sent."),
    OIDC_CODE_RACY("oidc-code-racy", "That a code was used is known over other connections only 20 ms later."),
    OIDC_REUSE_SPARES("oidc-reuse-spares", "A code that is sent twice leaves the tokens of the first time alive."),
    OIDC_CODE_ANY_CLIENT("oidc-code-any-client", "A client may trade a code that another client was given."),
    OIDC_SECRET_IGNORED("oidc-secret-ignored", "The token endpoint does not look at the client's secret."),
    OIDC_SECRET_IN_QUERY("oidc-secret-in-query", "The token endpoint takes the client's secret from the query."),
    OIDC_INTROSPECTION_OPEN("oidc-introspection-open", "Tokens are introspected for everybody."),
    OIDC_REVOCATION_OPEN("oidc-revocation-open", "Tokens are revoked for everybody."),
    OIDC_NONCE_DROPPED("oidc-nonce-dropped", "The id token comes without the nonce."),
    OIDC_CALLBACK_STATELESS("oidc-callback-stateless", "The application's callback does not look at the state."),
    OIDC_CALLBACK_ISSUER("oidc-callback-issuer", "The application's callback does not look at the issuer."),
    OIDC_CALLBACK_ECHO("oidc-callback-echo", "The application's callback writes the error into its page as it is."),
    OIDC_EXTERNAL_STATELESS("oidc-external-stateless", "Users are sent to the far-away provider without a state."),
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
