package dev.seaworthy.auth.cookie;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** No answer puts a token into a URL, where logs, histories and referrers keep it. */
final class NoTokenInUrl implements AuthCheck {
    private static final List<String> URL_HEADERS = List.of("Location", "Content-Location", "Refresh", "Link");
    private static final int READ = 100_000;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.session.token-in-url",
                                "No answer of the login or of a protected route puts a token into a URL",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 14.2.1; RFC 9700 section 4.3.2; OWASP WSTG-SESS-04"),
                        "A login, and its token to each protected operation; read are Location, Content-Location, Refresh, Link and the"
                                + " bodies.",
                        "In none of them the access or refresh token stands in a query, a fragment or a path.",
                        "PASS: these answers do not spread the token by URLs. Pages that a browser would go on to are not fetched.",
                        "An answer holds a URL with one of the tokens in it.",
                        "curl -si -d \"{\\\"email\\\": \\\"$USER\\\", \\\"password\\\": \\\"$PASSWORD\\\"}\" https://HOST/auth/login"
                                + " | grep -E '[?&#/;][^\" ]*eyJ'")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 3, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Optional<Identity.Login> login = bench.login();
        if (login.isEmpty()) {
            return Finding.skipped(
                    claim, "not in the contract: identities." + bench.settings().identity() + " does not log in");
        }
        Course course = new Course(bench, claim);
        SignIn.Attempt attempt = course.firstLogin(login.get());
        if (attempt.credential().isEmpty()) {
            return course.unproven("the login " + attempt.problem());
        }
        List<Secret> tokens = new ArrayList<>(List.of(attempt.credential().get().token()));
        attempt.credential().get().refreshToken().ifPresent(tokens::add);
        Optional<String> found = spread(attempt.answer(), tokens);
        if (found.isPresent()) {
            return course.fail("the answer of the login has a token in a URL, in " + found.get());
        }
        if (course.discriminating(tokens.get(0)).isEmpty()) {
            return course.unproven("no route tells the token from no credential; the last: " + course.lastSummary());
        }
        for (Route route : bench.routes()) {
            HttpAnswer answer = course.send(route.bare().bearer(tokens.get(0)));
            Optional<String> there = spread(answer, tokens);
            if (there.isPresent()) {
                return course.fail("the answer of " + route + " has a token in a URL, in " + there.get());
            }
        }
        return course.pass(
                "no URL in the answers of the login and of " + bench.routes().size() + " routes holds a token");
    }

    /** Where an answer has a token in a URL; empty for nowhere. */
    static Optional<String> spread(HttpAnswer answer, List<Secret> tokens) {
        String body = answer.text();
        String read = body.length() > READ ? body.substring(0, READ) : body;
        for (Secret token : tokens) {
            // What leads up to the token must be a URL's own: from a query, a fragment, a parameter or a path.
            Pattern inUrl = Pattern.compile("[?&#;/][^\\s\"'<>]{0,200}" + Pattern.quote(token.reveal()));
            for (String header : URL_HEADERS) {
                if (answer.headers().all(header).stream()
                        .anyMatch(line -> inUrl.matcher(line).find())) {
                    return Optional.of("its header " + header);
                }
            }
            if (inUrl.matcher(read).find()) {
                return Optional.of("its body");
            }
        }
        return Optional.empty();
    }
}
