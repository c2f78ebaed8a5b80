package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Login, refresh, logout, and who a token belongs to. */
final class AuthDesk {
    private final TwinSettings settings;
    private final Doorman doorman;
    private final Sessions sessions;
    private final Gate gate;

    AuthDesk(TwinSettings settings, Doorman doorman, Sessions sessions, Gate gate) {
        this.settings = settings;
        this.doorman = doorman;
        this.sessions = sessions;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.open("GET", "/.well-known/jwks.json", request -> Answer.ok(IssuerKeys.keySet()));
        router.open("POST", "/auth/login", this::login);
        router.open("POST", "/auth/refresh", this::refresh);
        router.open("POST", "/auth/logout", this::logout);
        if (settings.has(Fault.LOGOUT_BY_GET)) {
            router.open("GET", "/auth/logout", this::logout);
        }
        if (settings.has(Fault.MINTING_OPEN)) {
            router.open("POST", "/auth/e2e/test-auth", this::mint);
        }
        router.open("GET", "/auth/verify", this::verify);
        router.open("POST", "/auth/verify", this::verify);
        router.guarded("GET", "/auth/me", Limiter.Policy.NONE, this::me);
        Router.Handler profile = this::me;
        if (settings.has(Fault.PROFILE_OPEN)) {
            router.openLimited("GET", "/api/profile", Limiter.Policy.GENERAL, this::openProfile);
        } else {
            router.guarded("GET", "/api/profile", Limiter.Policy.GENERAL, profile);
        }
    }

    private Answer login(Request request) {
        Map<String, Object> tokens = sessions.begin(doorman.admit(request.call()));
        if (settings.has(Fault.TOKEN_IN_URL)) {
            tokens.put("next", "/app?access_token=" + tokens.get("access_token"));
        }
        return Answer.ok(tokens);
    }

    private Answer refresh(Request request) {
        JsonNode body = request.call().json();
        Answer answer = Answer.ok(sessions.refresh(
                Call.text(body, "refresh_token"),
                body.path("scope").asText(),
                request.call().connection()));
        return settings.has(Fault.REFRESH_CACHED) ? answer.with("Cache-Control", "max-age=60") : answer;
    }

    private Answer logout(Request request) {
        sessions.end(gate.verified(request.call()), request.call().connection());
        return Answer.ok(Json.object("status", "logged_out"));
    }

    /** What test suites are given so that they need not log in: a session of the first account, for the asking. */
    private Answer mint(Request request) {
        return Answer.ok(sessions.begin(doorman.first()));
    }

    private Answer verify(Request request) {
        Gate.Caller caller = gate.identify(request.call());
        return Answer.ok(Json.object("valid", true, "user", caller.require().json()));
    }

    private Answer me(Request request) {
        User user = request.user();
        return Answer.ok(Json.object(
                "id",
                user.id(),
                "email",
                user.email(),
                "name",
                user.email().replaceFirst("@.*", ""),
                "permissions",
                new String[] {"threads", "agents", "websocket"}));
    }

    /** The profile as it must not be: whoever carries no credential at all gets the demo user's. */
    private Answer openProfile(Request request) {
        boolean bare = !request.call().headers().contains("Authorization");
        User user = bare ? User.DEMO : gate.identify(request.call()).require();
        return me(new Request(request.call(), user, request.variables()));
    }
}
