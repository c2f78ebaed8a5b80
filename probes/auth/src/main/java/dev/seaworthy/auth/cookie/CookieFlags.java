package dev.seaworthy.auth.cookie;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;
import java.util.Optional;

/** The session's cookie stays where it belongs. */
final class CookieFlags implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.session.cookie-flags",
                                "The session cookie is Secure, HttpOnly, of this host alone, and says SameSite",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 3.3.1 to 3.3.4; OWASP WSTG-SESS-02; RFC 6265 section 5.2"),
                        "One login of probes.auth.sessions.cookie; then its cookie, and none, to the route of the session.",
                        "Secure, HttpOnly, SameSite, no Domain of a parent, and the prefix __Host- or __Secure- in its name.",
                        "PASS: no script and no other site of this cookie's host gets hold of it. It does not say what the page does with"
                                + " it.",
                        "One of these is missing.",
                        "curl -si -d \"{\\\"email\\\": \\\"$USER\\\", \\\"password\\\": \\\"$PASSWORD\\\"}\" https://HOST/session/login"
                                + " | grep -i '^set-cookie'")
                .with(new Footprint(
                        SafetyClass.OWN_SESSIONS, 4, "one session of a test user, ended if the contract says how"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Optional<Browser> browser = Browser.of(bench);
        if (browser.isEmpty()) {
            return Browser.missing(claim);
        }
        Course course = new Course(bench, claim);
        Browser.Login login = browser.get().login(course, 0, Optional.empty());
        if (login.session().isEmpty()) {
            return course.unproven("the login " + login.problem());
        }
        boolean tells = browser.get().shown(course, login.cookie()) == Browser.Shown.IN
                && browser.get().refusesNobody(course);
        browser.get().end(course, login);
        if (!tells) {
            return course.unproven(login.session().get() + " is not what opens the route of the session");
        }
        List<String> missing = CookieRules.missing(
                login.session().get(), bench.targets().http().getHost());
        return missing.isEmpty()
                ? course.pass(login.session().get() + " has all its flags")
                : course.fail(login.session().get() + " " + String.join(", ", missing));
    }
}
