package dev.seaworthy.twin;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A small OpenID provider: the code flow with PKCE, and what goes with it. */
final class OidcDesk {
    static final String ISSUER_PATH = "/oidc";

    private final TwinSettings settings;
    private final Clock clock;
    private final OidcKeys keys;
    private final OidcClients clients;
    private final OidcGrants grants;
    private final OidcLogin login;

    OidcDesk(TwinSettings settings, Accounts accounts, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.keys = new OidcKeys(settings);
        this.clients = new OidcClients(settings);
        this.grants = new OidcGrants(settings, clock);
        this.login = new OidcLogin(accounts);
    }

    void addTo(Router router) {
        router.open("GET", ISSUER_PATH + "/.well-known/openid-configuration", this::discovery);
        router.open("GET", "/.well-known/oauth-authorization-server" + ISSUER_PATH, this::discovery);
        router.open("GET", "/oidc/jwks", request -> Answer.ok(keys.document()).with("Cache-Control", "max-age=300"));
        router.open("GET", "/oidc/authorize", this::authorize);
        router.open("POST", "/oidc/login", request -> login.submit(request.call(), query(request.call())));
        router.open("POST", "/oidc/token", this::token);
        router.open("GET", "/oidc/userinfo", this::userInfo);
        router.open("POST", "/oidc/introspect", this::introspect);
        router.open("POST", "/oidc/revoke", this::revoke);
        router.open("GET", "/oidc/logout", this::logout);
        new OidcApp(settings, grants).addTo(router);
    }

    static Refusal refused(int status, String error, String why) {
        return Refusal.with(Answer.of(status, Json.object("error", error, "error_description", why)), why);
    }

    /** Where this twin is, by the connection and not by what a client says in a header. */
    static String base(Call call) {
        return "http://" + call.local();
    }

    private Answer discovery(Request request) {
        Call call = request.call();
        String base = settings.has(Fault.OIDC_ISSUER_FOLLOWS_HOST)
                ? "http://"
                        + call.headers().get("X-Forwarded-Host", call.headers().get(HttpHeaderNames.HOST, ""))
                : base(call);
        String issuer = base + ISSUER_PATH;
        boolean implicit = settings.has(Fault.OIDC_IMPLICIT_ADVERTISED);
        return Answer.ok(Json.object(
                "issuer",
                settings.has(Fault.OIDC_ISSUER_SLASH) ? issuer + "/" : issuer,
                "authorization_endpoint",
                issuer + "/authorize",
                "token_endpoint",
                issuer + "/token",
                "userinfo_endpoint",
                issuer + "/userinfo",
                "jwks_uri",
                issuer + "/jwks",
                "introspection_endpoint",
                issuer + "/introspect",
                "revocation_endpoint",
                issuer + "/revoke",
                "end_session_endpoint",
                issuer + "/logout",
                "response_types_supported",
                implicit ? List.of("code", "id_token token") : List.of("code"),
                "response_modes_supported",
                List.of("query"),
                "grant_types_supported",
                List.of("authorization_code", "refresh_token"),
                "scopes_supported",
                List.of("openid"),
                "subject_types_supported",
                List.of("public"),
                "id_token_signing_alg_values_supported",
                List.of("RS256"),
                "token_endpoint_auth_methods_supported",
                List.of("client_secret_basic", "client_secret_post"),
                "code_challenge_methods_supported",
                List.of("S256"),
                "authorization_response_iss_parameter_supported",
                true));
    }

    /** The authorization endpoint (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
    private Answer authorize(Request request) {
        Call call = request.call();
        String client = OidcClients.one(call.query(), "client_id");
        String redirectUri = OidcClients.one(call.query(), "redirect_uri");
        if (!OidcClients.isKnown(client) || !clients.knowsRedirect(base(call), client, redirectUri)) {
            return new Answer(
                    400, Map.of(), Page.of("This request is not for us", "<p>Unknown client or address.</p>"));
        }
        String challenge = OidcClients.one(call.query(), "code_challenge");
        String method = OidcClients.one(call.query(), "code_challenge_method");
        boolean plain = !challenge.isEmpty() && !method.equals("S256");
        String objection = !OidcClients.one(call.query(), "response_type").equals("code")
                ? "unsupported_response_type"
                : challenge.isEmpty() && !settings.has(Fault.OIDC_PKCE_OPTIONAL)
                                || plain && !settings.has(Fault.OIDC_PKCE_PLAIN)
                        ? "invalid_request"
                        : "";
        if (!objection.isEmpty()) {
            return back(call, redirectUri, Json.object("error", objection));
        }
        Optional<String> session = login.session(call);
        if (session.isEmpty()) {
            return OidcClients.one(call.query(), "prompt").equals("none")
                    ? back(call, redirectUri, Json.object("error", "login_required"))
                    : OidcLogin.form(query(call), "");
        }
        OidcGrants.Asked asked = new OidcGrants.Asked(
                client,
                redirectUri,
                OidcClients.one(call.query(), "scope"),
                OidcClients.one(call.query(), "nonce"),
                challenge,
                plain);
        String code = grants.code(asked, login.user(session.get()), session.get());
        return back(call, redirectUri, Json.object("code", code));
    }

    private Answer back(Call call, String redirectUri, Map<String, Object> result) {
        result.put("iss", base(call) + ISSUER_PATH);
        String state = OidcClients.one(call.query(), "state");
        if (!state.isEmpty() && !settings.has(Fault.OIDC_STATE_DROPPED)) {
            result.put("state", state);
        }
        String query = result.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded((String) field.getValue()))
                .collect(Collectors.joining("&"));
        return Answer.empty(302).with("Location", redirectUri + "?" + query).with("Referrer-Policy", "no-referrer");
    }

    /** The token endpoint (RFC 6749 sections 4.1.3 and 6). */
    private Answer token(Request request) {
        Call call = request.call();
        Map<String, List<String>> form = OidcLogin.form(call);
        String client = clients.authenticated(call, form);
        OidcGrants.Grant grant;
        switch (OidcClients.one(form, "grant_type")) {
            case "authorization_code" ->
                grant = grants.redeem(
                        OidcClients.one(form, "code"),
                        client,
                        OidcClients.one(form, "redirect_uri"),
                        OidcClients.one(form, "code_verifier"),
                        call.connection());
            case "refresh_token" -> grant = grants.renew(OidcClients.one(form, "refresh_token"), client);
            default -> throw refused(400, "unsupported_grant_type", "codes and refresh tokens are traded here");
        }
        Answer answer = Answer.ok(Json.object(
                "access_token", grants.accessToken(grant),
                "refresh_token", grants.refreshToken(grant),
                "token_type", "Bearer",
                "expires_in", settings.accessTokenLifetime().toSeconds(),
                "id_token", idToken(call, grant)));
        return settings.has(Fault.OIDC_TOKENS_CACHEABLE) ? answer.with("Cache-Control", "max-age=60") : answer;
    }

    private String idToken(Call call, OidcGrants.Grant grant) {
        long now = clock.instant().getEpochSecond();
        Map<String, Object> claims = Json.object(
                "iss",
                base(call) + ISSUER_PATH,
                "aud",
                grant.asked.client(),
                "sub",
                grant.user.id(),
                "sid",
                grant.session,
                "iat",
                now,
                "exp",
                now + settings.accessTokenLifetime().toSeconds());
        if (!grant.asked.nonce().isEmpty() && !settings.has(Fault.OIDC_NONCE_DROPPED)) {
            claims.put("nonce", grant.asked.nonce());
        }
        return keys.sign(claims);
    }

    private Answer userInfo(Request request) {
        String header = request.call().headers().get(HttpHeaderNames.AUTHORIZATION, "");
        OidcGrants.Grant grant = grants.behind(header.replaceFirst("(?i)^bearer +", ""));
        if (grant == null) {
            throw Refusal.invalidToken("the access token is unknown or revoked");
        }
        return Answer.ok(Json.object("sub", grant.user.id(), "email", grant.user.email()));
    }

    private Answer introspect(Request request) {
        Map<String, List<String>> form = OidcLogin.form(request.call());
        if (!settings.has(Fault.OIDC_INTROSPECTION_OPEN)) {
            clients.strictlyAuthenticated(request.call(), form);
        }
        OidcGrants.Grant grant = grants.behind(OidcClients.one(form, "token"));
        return Answer.ok(
                grant == null
                        ? Json.object("active", false)
                        : Json.object("active", true, "sub", grant.user.id(), "client_id", grant.asked.client()));
    }

    private Answer revoke(Request request) {
        Map<String, List<String>> form = OidcLogin.form(request.call());
        if (!settings.has(Fault.OIDC_REVOCATION_OPEN)) {
            clients.strictlyAuthenticated(request.call(), form);
        }
        grants.revoke(OidcClients.one(form, "token"));
        return Answer.empty(200);
    }

    private Answer logout(Request request) {
        login.session(request.call()).ifPresent(session -> {
            login.end(session);
            grants.end(session);
        });
        return Answer.ok(Page.of("Signed out", "<p>Fair winds.</p>"));
    }

    /** The query of a call as it can stand in an address again. */
    private static String query(Call call) {
        return call.query().entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> field.getKey() + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
