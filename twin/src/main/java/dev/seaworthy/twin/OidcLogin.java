package dev.seaworthy.twin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The provider's own sessions: a form, and a cookie for who has filled it in. Thread-safe. */
final class OidcLogin {
    private static final String COOKIE = "harbour_login";

    private final Accounts accounts;
    private final Map<String, User> sessions = new ConcurrentHashMap<>();

    OidcLogin(Accounts accounts) {
        this.accounts = accounts;
    }

    /** The id of the session that a request's cookie proves; empty if none. */
    Optional<String> session(Call call) {
        return Optional.of(cookie(call, COOKIE)).filter(sessions::containsKey);
    }

    User user(String session) {
        return sessions.getOrDefault(session, User.NOBODY);
    }

    void end(String session) {
        sessions.remove(session);
    }

    /** The form. What the authorization request asked for stays in its address. */
    static Answer form(String query, String complaint) {
        String form = "<form method=\"post\" action=\"/oidc/login?" + Page.text(query) + "\">"
                + "<p>" + Page.text(complaint) + "</p>"
                + "<label>E-mail <input name=\"email\" type=\"email\"></label>"
                + "<label>Password <input name=\"password\" type=\"password\"></label>"
                + "<button type=\"submit\">Sign in</button></form>";
        return Answer.ok(Page.of("Sign in to the harbour", form));
    }

    /** Takes the form, and sends a user whose password is right back to the authorization request. */
    Answer submit(Call call, String query) {
        Map<String, List<String>> form = form(call);
        String email = OidcClients.one(form, "email");
        Optional<User> user = accounts.login(email, OidcClients.one(form, "password"));
        if (user.isEmpty()) {
            return form(query, "The e-mail address or the password is wrong.");
        }
        String session = OidcGrants.random();
        sessions.put(session, user.get());
        return Answer.empty(303)
                .with("Location", "/oidc/authorize?" + query)
                .with("Set-Cookie", COOKIE + "=" + session + "; Path=/oidc; HttpOnly; SameSite=Lax");
    }

    /** The fields of a body in {@code application/x-www-form-urlencoded}. */
    static Map<String, List<String>> form(Call call) {
        return new QueryStringDecoder(new String(call.body(), StandardCharsets.UTF_8), false).parameters();
    }

    /** The value of a cookie; empty if it is not there. */
    static String cookie(Call call, String name) {
        return call.headers().getAll(HttpHeaderNames.COOKIE).stream()
                .flatMap(line -> ServerCookieDecoder.LAX.decode(line).stream())
                .filter(cookie -> cookie.name().equals(name))
                .map(Cookie::value)
                .findFirst()
                .orElse("");
    }
}
