package dev.seaworthy.auth.cookie;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.settings.CookieRequest;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.Header;
import dev.seaworthy.wire.Headers;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What another site's page can send with the user's cookie changes nothing. */
final class CrossSiteRefused implements AuthCheck {
    private static final String FOREIGN = "https://elsewhere.example";

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.session.cross-site",
                                "A change that another site's page could send with the user's cookie is refused",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 3.5.1 to 3.5.3; OWASP WSTG-SESS-05"),
                        "Two logins; the change of probes.auth.sessions.cookie as the user's own page sends it, then with the cookie and"
                                + " without its token, with the other session's token, from a foreign Origin and Referer, as text/plain from"
                                + " there, and as a GET; then as the own page sends it once more.",
                        "The first and the last are done, all between are refused (403, or another 4xx).",
                        "PASS: these forms of a forged request do not come through. What SameSite keeps from being sent is not counted on.",
                        "One of them is done.",
                        "curl -i -X POST -b \"$COOKIE\" -H 'Origin: https://elsewhere.example' -H 'Content-Type: text/plain' -d '{}'"
                                + " https://HOST/session/theme    # 403")
                .with(new Footprint(
                        SafetyClass.OWN_SESSIONS, 11, "two sessions of test users, ended if the contract says how"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Optional<Browser> browser = Browser.of(bench);
        if (browser.isEmpty()) {
            return Browser.missing(claim);
        }
        CookieRequest change = browser.get().settings().change();
        if (change == null) {
            return Finding.skipped(
                    claim, "not in the contract: probes.auth.sessions.cookie.change, a change without consequences");
        }
        Course course = new Course(bench, claim);
        Browser.Login own = browser.get().login(course, 0, Optional.empty());
        Browser.Login other = browser.get().login(course, 1, Optional.empty());
        Optional<String> cookie = own.cookie();
        if (cookie.isEmpty() || other.session().isEmpty()) {
            return course.unproven("the login " + (cookie.isEmpty() ? own : other).problem());
        }
        if (browser.get().settings().csrfToken() != null && own.csrfToken().isEmpty()) {
            return course.unproven(
                    "the login's answer has no token where probes.auth.sessions.cookie.csrf-token says it is");
        }
        HttpRequest bare = browser.get().change(change, cookie.get());
        HttpRequest right = withToken(browser.get(), bare, own);
        Finding finding = tried(course, right, forged(browser.get(), bare, own, other));
        browser.get().end(course, own);
        browser.get().end(course, other);
        return finding;
    }

    private static Finding tried(Course course, HttpRequest right, Map<String, HttpRequest> forged)
            throws InterruptedException {
        if (!isDone(course.send(right))) {
            return course.unproven("the change is not done as the user's own page sends it: " + course.lastSummary());
        }
        List<String> done = new ArrayList<>();
        List<String> unclear = new ArrayList<>();
        for (Map.Entry<String, HttpRequest> request : forged.entrySet()) {
            HttpAnswer answer = course.send(request.getValue());
            if (isDone(answer)) {
                done.add(request.getKey());
            } else if (!isRefused(answer)) {
                unclear.add(
                        "the change " + request.getKey() + " was neither done nor refused: " + course.lastSummary());
            }
        }
        Finding finding;
        if (!done.isEmpty()) {
            finding = course.fail("the change is done " + String.join(", and ", done));
        } else if (!unclear.isEmpty()) {
            finding = course.unproven(unclear.get(0));
        } else if (!isDone(course.send(right))) {
            finding = course.unproven("control lost: the change is not done any more as the user's own page sends it: "
                    + course.lastSummary());
        } else {
            finding = course.pass(
                    "0 of " + forged.size() + " forged changes done, with the real one done before and after");
        }
        return finding.with("tried", forged.size()).with("accepted", done.size());
    }

    private static Map<String, HttpRequest> forged(
            Browser browser, HttpRequest bare, Browser.Login own, Browser.Login other) {
        Map<String, HttpRequest> forged = new LinkedHashMap<>();
        if (own.csrfToken().isPresent()) {
            forged.put("without its token", bare);
            forged.put("with another session's token", withToken(browser, bare, other));
        }
        HttpRequest foreign = bare.header("Origin", FOREIGN).header("Referer", FOREIGN + "/page");
        forged.put("from a foreign origin", foreign);
        forged.put("as text/plain from a foreign origin", withType(foreign, "text/plain"));
        HttpRequest get = new HttpRequest("GET", bare.uri(), without(bare.headers(), "Content-Type"), new byte[0]);
        forged.put("as a GET", get);
        return forged;
    }

    private static HttpRequest withToken(Browser browser, HttpRequest request, Browser.Login login) {
        return login.csrfToken()
                .map(token -> request.header(browser.settings().csrfHeader(), token.reveal()))
                .orElse(request);
    }

    private static HttpRequest withType(HttpRequest request, String type) {
        Headers headers = without(request.headers(), "Content-Type").with("Content-Type", type);
        return new HttpRequest(request.method(), request.uri(), headers, request.body());
    }

    private static Headers without(Headers headers, String name) {
        List<Header> kept = headers.fields().stream()
                .filter(field -> !field.name().equalsIgnoreCase(name))
                .toList();
        return new Headers(kept);
    }

    private static boolean isDone(HttpAnswer answer) {
        return answer.outcome().answered() && answer.status() / 100 == 2;
    }

    private static boolean isRefused(HttpAnswer answer) {
        int status = answer.status();
        boolean away = status / 100 == 4 || status / 100 == 3;
        return answer.outcome().answered() && away && status != 429;
    }
}
