package dev.seaworthy.twin;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** An application whose users sign in at the twin's own provider, or at one that is far away. Thread-safe. */
final class OidcApp {
    static final String CALLBACK = "/oidc/app/callback";
    private static final String COOKIE = "harbour_app";

    private final TwinSettings settings;
    private final OidcGrants grants;
    private final Map<String, Begun> begun = new ConcurrentHashMap<>();

    OidcApp(TwinSettings settings, OidcGrants grants) {
        this.settings = settings;
        this.grants = grants;
    }

    void addTo(Router router) {
        router.open("GET", "/oidc/app/login", this::login);
        router.open("GET", CALLBACK, this::callback);
        router.open("GET", "/oidc/app/far-away", this::farAway);
    }

    private Answer login(Request request) {
        String base = OidcDesk.base(request.call());
        Begun sent = new Begun(OidcGrants.random(), OidcGrants.random());
        begun.put(sent.state, sent);
        return Answer.empty(302)
                .with("Location", base + "/oidc/authorize?" + query(OidcClients.WEB, base + CALLBACK, sent, sent.state))
                .with("Set-Cookie", COOKIE + "=" + sent.state + "; Path=/oidc/app; HttpOnly; SameSite=Lax");
    }

    /** Sends the user to a provider on another site. Where it goes is all that a test may look at. */
    private Answer farAway(Request request) {
        Begun sent = new Begun(OidcGrants.random(), OidcGrants.random());
        String state = settings.has(Fault.OIDC_EXTERNAL_STATELESS) ? "" : sent.state;
        String redirect = OidcDesk.base(request.call()) + "/oidc/app/far-away/callback";
        return Answer.empty(302)
                .with(
                        "Location",
                        "https://accounts.far-away.example/authorize?" + query("harbour", redirect, sent, state));
    }

    private static String query(String client, String redirectUri, Begun sent, String state) {
        return "response_type=code&scope=openid&client_id=" + client
                + "&redirect_uri=" + OidcDesk.encoded(redirectUri)
                + (state.isEmpty() ? "" : "&state=" + state)
                + "&nonce=" + OidcGrants.random()
                + "&code_challenge=" + OidcGrants.challenge(sent.verifier) + "&code_challenge_method=S256";
    }

    private Answer callback(Request request) {
        Call call = request.call();
        String error = OidcClients.one(call.query(), "error");
        if (!error.isEmpty()) {
            return new Answer(400, Map.of(), Page.of("Not signed in", "<p>" + shown(error) + "</p>"));
        }
        Begun sent = sent(call);
        String issuer = call.parameter("iss", "");
        boolean ours = issuer.equals(OidcDesk.base(call) + OidcDesk.ISSUER_PATH);
        if (sent == null || !ours && !settings.has(Fault.OIDC_CALLBACK_ISSUER)) {
            return new Answer(400, Map.of(), Page.of("Not signed in", "<p>This answer was not asked for.</p>"));
        }
        OidcGrants.Grant grant = grants.redeem(
                OidcClients.one(call.query(), "code"),
                OidcClients.WEB,
                OidcDesk.base(call) + CALLBACK,
                sent.verifier,
                call.connection());
        return Answer.ok(Page.of("Signed in", "<p>" + Page.text(grant.user.email()) + "</p>"));
    }

    /** What this browser was sent away with, if the answer belongs to it; used up by this. */
    private @Nullable Begun sent(Call call) {
        String expected = OidcLogin.cookie(call, COOKIE);
        if (settings.has(Fault.OIDC_CALLBACK_STATELESS)) {
            return begun.get(expected);
        }
        return OidcClients.one(call.query(), "state").equals(expected) ? begun.remove(expected) : null;
    }

    private String shown(String error) {
        return settings.has(Fault.OIDC_CALLBACK_ECHO) ? error : Page.text(error);
    }

    private record Begun(String state, String verifier) {}
}
