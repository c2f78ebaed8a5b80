package dev.seaworthy.auth.cookie;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.settings.CookieRequest;
import dev.seaworthy.auth.settings.CookieSettings;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The browser's way in of the contract: logs in, shows cookies, and says what came of it. */
record Browser(Bench bench, CookieSettings settings, Identity.Login identity) {
    /** As the contract says; empty if it does not. */
    static Optional<Browser> of(Bench bench) {
        CookieSettings cookie = bench.settings().sessions().cookie();
        return cookie == null ? Optional.empty() : bench.login().map(login -> new Browser(bench, cookie, login));
    }

    /** What a check finds that needs a session in a cookie, where the contract has none. */
    static Finding missing(Claim claim) {
        return Finding.skipped(claim, "not in the contract: probes.auth.sessions.cookie, with its login and me");
    }

    /** Logs an account in, with cookies that it brings along or without. */
    Login login(Course course, int account, Optional<String> cookies) throws InterruptedException {
        Identity.Account chosen =
                identity.accounts().get(account % identity.accounts().size());
        HttpRequest bare = filled(
                settings.login(),
                "POST",
                Map.of("user", chosen.user(), "password", chosen.password().reveal()));
        HttpAnswer answer = course.send(with(bare, cookies));
        List<SetCookie> cookieList = SetCookie.of(answer);
        cookieList.stream()
                .filter(cookie -> cookie.value().length() >= 6)
                .forEach(cookie -> bench.vault().keep(cookie.secret()));
        boolean signedIn = answer.outcome().answered() && answer.status() < 400;
        Optional<SetCookie> session = signedIn ? session(cookieList) : Optional.empty();
        Optional<Secret> token = settings.csrfToken() == null
                ? Optional.empty()
                : (settings.csrfToken().header() != null
                                ? answer.headers().first(settings.csrfToken().header())
                                : SignIn.value(settings.csrfToken(), answer.body()))
                        .filter(text -> !text.isBlank())
                        .map(bench.vault()::keep);
        return new Login(answer, cookieList, session, token);
    }

    /** Whether the route of the session lets this cookie in. */
    Shown shown(Course course, Optional<String> cookies) throws InterruptedException {
        return read(course.send(with(filled(settings.me(), "GET", Map.of()), cookies)));
    }

    /** Whether the route of the session refuses who has no cookie; asked once in a run. */
    boolean refusesNobody(Course course) throws InterruptedException {
        Known known = bench.shared(Known.class, Known::new);
        if (known.exchanges.isEmpty()) {
            int before = course.exchanges().size();
            if (shown(course, Optional.empty()) != Shown.OUT) {
                return false;
            }
            List<Exchange> all = course.exchanges();
            known.exchanges = List.copyOf(all.subList(before, all.size()));
        } else {
            course.after(known.exchanges);
        }
        return true;
    }

    private static final class Known {
        private List<Exchange> exchanges = List.of();
    }

    static Shown read(HttpAnswer answer) {
        if (!answer.outcome().answered()) {
            return Shown.UNCLEAR;
        }
        int status = answer.status();
        if (status / 100 == 2) {
            return Shown.IN;
        }
        boolean refused = status == 401 || status == 403 || status / 100 == 3;
        return refused ? Shown.OUT : Shown.UNCLEAR;
    }

    /** The change of the contract with a cookie; the caller adds what proves that it comes from a page of the user's own. */
    HttpRequest change(CookieRequest change, String cookie) {
        String nonce = Bench.hex(bench.random("change"), 4);
        return with(filled(change, "POST", Map.of("nonce", nonce)), Optional.of(cookie));
    }

    /** Ends a session, where the contract says how. */
    void end(Course course, Login login) throws InterruptedException {
        CookieRequest logout = settings.logout();
        if (logout == null || login.session().isEmpty()) {
            return;
        }
        HttpRequest request = with(filled(logout, "POST", Map.of()), login.cookie());
        course.send(
                login.csrfToken().isPresent()
                        ? request.header(
                                settings.csrfHeader(), login.csrfToken().get().reveal())
                        : request);
    }

    private HttpRequest filled(CookieRequest request, String usualMethod, Map<String, String> values) {
        RequestSpec spec = request.spec(usualMethod);
        return SignIn.filled(spec, bench.targets(), values);
    }

    private static HttpRequest with(HttpRequest request, Optional<String> cookies) {
        return cookies.map(text -> request.header("Cookie", text)).orElse(request);
    }

    private Optional<SetCookie> session(List<SetCookie> cookies) {
        String name = settings.name();
        return cookies.stream()
                .filter(cookie -> !cookie.isRemoval())
                .filter(cookie -> name == null || cookie.name().equals(name))
                .max(Comparator.comparingInt(cookie -> cookie.value().length()));
    }

    /** What a session's route makes of a cookie. */
    enum Shown {
        IN,
        OUT,
        UNCLEAR
    }

    /**
     * What a login gave.
     *
     * @param cookies that it set
     * @param session the session's among them; empty if it set none, or was refused
     * @param csrfToken that it gave, where the contract says where
     */
    record Login(HttpAnswer answer, List<SetCookie> cookies, Optional<SetCookie> session, Optional<Secret> csrfToken) {
        /** The line that a browser would send. */
        Optional<String> cookie() {
            return session.map(cookie -> cookie.name() + "=" + cookie.value());
        }

        /** Why there is no session, in one clause. */
        String problem() {
            return answer.outcome().answered()
                    ? "sets no session cookie (status " + answer.status() + ", "
                            + answer.headers().first("Content-Type").orElse("no content type") + ")"
                    : "was not answered (" + answer.outcome() + ": " + answer.detail() + ")";
        }

        /** Nothing of it: it is a credential. */
        @Override
        public String toString() {
            return answer.toString();
        }
    }
}
