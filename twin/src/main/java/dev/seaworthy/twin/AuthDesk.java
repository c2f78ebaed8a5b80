package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;

/** Login, refresh, logout, and who a token belongs to. */
final class AuthDesk {
    private final TwinSettings settings;
    private final Accounts accounts;
    private final Sessions sessions;
    private final Gate gate;

    AuthDesk(TwinSettings settings, Accounts accounts, Sessions sessions, Gate gate) {
        this.settings = settings;
        this.accounts = accounts;
        this.sessions = sessions;
        this.gate = gate;
    }

    void addTo(Router router) {
        router.open("GET", "/.well-known/jwks.json", request -> Answer.ok(IssuerKeys.keySet()));
        router.open("POST", "/auth/login", this::login);
        router.open("POST", "/auth/refresh", this::refresh);
        router.open("POST", "/auth/logout", this::logout);
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
        if (settings.has(Fault.LOGIN_BROKEN)) {
            throw Refusal.of(500, "internal", "the login failed for a reason of the server's");
        }
        JsonNode body = request.call().json();
        String email = Call.text(body, "email");
        String password = Call.text(body, "password");
        User user = accounts.login(email, password)
                .orElseThrow(() -> Refusal.unauthenticated("the e-mail address or the password is wrong"));
        return Answer.ok(sessions.begin(user));
    }

    private Answer refresh(Request request) {
        return Answer.ok(sessions.refresh(Call.text(request.call().json(), "refresh_token")));
    }

    private Answer logout(Request request) {
        sessions.end(gate.verified(request.call()));
        return Answer.ok(Json.object("status", "logged_out"));
    }

    /** What test suites are given so that they need not log in: a session of the first account, for the asking. */
    private Answer mint(Request request) {
        return Answer.ok(sessions.begin(accounts.first()));
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
