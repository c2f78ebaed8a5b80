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

/** Browsers keep what the login sets. */
final class CookiesKept implements AuthCheck {
    private static final int SHOWN = 3;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.session.cookie-kept",
                                "No browser has to drop a cookie that the login sets",
                                Severity.MEDIUM,
                                "RFC 6265 sections 4.1.1 and 6.1; draft-ietf-httpbis-rfc6265bis sections 4.1.3 and 5.6; OWASP ASVS 5.0 3.3.5"),
                        "One login of probes.auth.sessions.cookie.",
                        "No SameSite=None without Secure, no prefix whose rules are broken, no more than "
                                + CookieRules.MOST + " cookies and none over " + CookieRules.LARGEST
                                + " bytes, no character that is not allowed.",
                        "PASS: by the letter of the RFCs all of them are kept. What one browser's settings drop is not tried.",
                        "A cookie with such a combination, or too many of them.",
                        "curl -si -d \"{\\\"email\\\": \\\"$USER\\\", \\\"password\\\": \\\"$PASSWORD\\\"}\" https://HOST/session/login"
                                + " | grep -i '^set-cookie'")
                .with(new Footprint(
                        SafetyClass.OWN_SESSIONS, 2, "one session of a test user, ended if the contract says how"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Optional<Browser> browser = Browser.of(bench);
        if (browser.isEmpty()) {
            return Browser.missing(claim);
        }
        Course course = new Course(bench, claim);
        Browser.Login login = browser.get().login(course, 0, Optional.empty());
        int set = login.answer().headers().all("Set-Cookie").size();
        if (login.session().isEmpty() && set <= CookieRules.MOST) {
            return course.unproven("the login " + login.problem());
        }
        browser.get().end(course, login);
        List<String> dropped = login.cookies().stream()
                .flatMap(cookie -> CookieRules.dropped(cookie).stream().map(reason -> cookie + " " + reason))
                .toList();
        if (set > CookieRules.MOST) {
            String looked = set > SetCookie.LOOKED_AT ? "; the first " + SetCookie.LOOKED_AT + " were looked at" : "";
            return course.fail("the login sets " + set + " cookies, and browsers need keep " + CookieRules.MOST
                            + " of a domain" + looked)
                    .with("cookies", set)
                    .with("dropped", dropped.stream().limit(SHOWN).toList());
        }
        if (!dropped.isEmpty()) {
            String more = dropped.size() > 1 ? "; and " + (dropped.size() - 1) + " more" : "";
            return course.fail(dropped.get(0) + more + ": browsers drop it")
                    .with("cookies", set)
                    .with("dropped", dropped.stream().limit(SHOWN).toList());
        }
        return course.pass("browsers keep all " + set + " cookies of the login").with("cookies", set);
    }
}
