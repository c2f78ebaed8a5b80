package dev.seaworthy.twin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The browser's way in: a session in a cookie, a change that nobody else can make in the user's name, and a logout.
 * Thread-safe.
 */
final class CookieDesk {
    static final String COOKIE = "__Host-harbour";
    private static final String TOKEN_HEADER = "X-CSRF-Token";
    private static final int LONGEST_THEME = 20;

    private final TwinSettings settings;
    private final Doorman doorman;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong counter = new AtomicLong(1_000);
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    CookieDesk(TwinSettings settings, Doorman doorman, Clock clock) {
        this.settings = settings;
        this.doorman = doorman;
        this.clock = clock;
    }

    void addTo(Router router) {
        router.open("POST", "/session/login", this::login);
        router.open("GET", "/session/me", this::me);
        router.open("POST", "/session/theme", this::theme);
        if (settings.has(Fault.CSRF_UNCHECKED)) {
            router.open("GET", "/session/theme", this::theme);
        }
        router.open("POST", "/session/logout", this::logout);
    }

    /** Forgets sessions that have run out. */
    void sweep() {
        long now = clock.millis();
        sessions.values().removeIf(session -> session.endMillis < now);
    }

    private Answer login(Request request) {
        User user = doorman.admit(request.call());
        String brought = cookie(request.call());
        boolean kept = settings.has(Fault.SESSION_FIXED) && brought != null;
        if (brought != null && !kept) {
            sessions.remove(brought);
        }
        String id = kept ? brought : newId();
        Session session = new Session(
                user, text(16), clock.millis() + settings.refreshTokenLifetime().toMillis());
        sessions.put(id, session);
        String path = settings.has(Fault.COOKIE_DROPPED) ? "/session" : "/";
        String hidden = settings.has(Fault.COOKIE_READABLE) ? "" : "; HttpOnly";
        return Answer.ok(Json.object("user", user.json(), "csrf_token", session.csrfToken))
                .with("Set-Cookie", COOKIE + "=" + id + "; Path=" + path + "; Secure" + hidden + "; SameSite=Lax");
    }

    private Answer me(Request request) {
        return Answer.ok(Json.object("user", session(request.call()).user.json()));
    }

    /** A change without consequences. */
    private Answer theme(Request request) {
        Session session = session(request.call());
        if (!settings.has(Fault.CSRF_UNCHECKED)) {
            requireOwnPage(request.call(), session);
        }
        String theme = request.call().method().equals("GET")
                ? request.call().parameter("theme", "")
                : Call.text(request.call().json(), "theme");
        if (theme.length() > LONGEST_THEME) {
            throw Refusal.of(422, "too_long", "a theme has a short name");
        }
        return Answer.ok(Json.object("theme", theme));
    }

    private Answer logout(Request request) {
        requireOwnPage(request.call(), session(request.call()));
        String id = cookie(request.call());
        if (id != null) {
            sessions.remove(id);
        }
        return Answer.ok(Json.object("status", "logged_out"))
                .with("Clear-Site-Data", "\"cookies\"")
                .with("Set-Cookie", COOKIE + "=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    private Session session(Call call) {
        String id = cookie(call);
        Session session = id == null ? null : sessions.get(id);
        if (session == null || session.endMillis < clock.millis()) {
            throw Refusal.unauthenticated("this route needs the cookie of a session");
        }
        return session;
    }

    /** Only a page of ours knows the session's token, sends JSON, and has an origin of ours. */
    private static void requireOwnPage(Call call, Session session) {
        String token = call.headers().get(TOKEN_HEADER, "");
        String origin = call.headers().get(HttpHeaderNames.ORIGIN);
        String type = call.headers()
                .get(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .toLowerCase(Locale.ROOT);
        boolean same = MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), session.csrfToken.getBytes(StandardCharsets.UTF_8));
        boolean ours = origin == null
                || Cors.ORIGINS.contains(origin)
                || origin.equals("http://" + call.headers().get(HttpHeaderNames.HOST));
        if (!same || !ours || !type.startsWith("application/json")) {
            throw Refusal.of(403, "cross_site", "the request does not come from a page of ours");
        }
    }

    private static @Nullable String cookie(Call call) {
        String line = call.headers().get(HttpHeaderNames.COOKIE);
        if (line == null) {
            return null;
        }
        return ServerCookieDecoder.LAX.decode(line).stream()
                .filter(cookie -> cookie.name().equals(COOKIE))
                .map(Cookie::value)
                .findFirst()
                .orElse(null);
    }

    private String newId() {
        return settings.has(Fault.SESSION_COUNTED)
                ? String.format(Locale.ROOT, "%032x", counter.incrementAndGet())
                : text(32);
    }

    private String text(int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }

    private record Session(User user, String csrfToken, long endMillis) {
        @Override
        public String toString() {
            return "a session of " + user.email();
        }
    }
}
