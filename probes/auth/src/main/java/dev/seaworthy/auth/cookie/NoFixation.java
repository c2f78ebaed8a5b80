package dev.seaworthy.auth.cookie;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import java.util.Optional;

/** A login begins a session of its own, whatever id was there before. */
final class NoFixation implements AuthCheck {
    private static final int BYTES = 24;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.session.fixation",
                                "A login gives a new session id and adopts none that it is sent",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 7.2.4; OWASP WSTG-SESS-03"),
                        "A login; a login with a session id of our own making; a login with the first one's id; and to the route of the"
                                + " session the id of our making, the first id after the third login, and the third.",
                        "Three different ids, the one of our making worth nothing, the first dead after the third login, the third alive.",
                        "PASS: who plants a session id in a browser does not share the session that begins there.",
                        "An id that was sent along is alive after the login, or is given out again.",
                        "curl -si -b '__Host-session=planted' -d \"{\\\"email\\\": \\\"$USER\\\", \\\"password\\\": \\\"$PASSWORD\\\"}\""
                                + " https://HOST/session/login | grep -i '^set-cookie'")
                .with(new Footprint(
                        SafetyClass.ENDS_OWN_SESSIONS,
                        9,
                        "three sessions of a test user, ended if the contract says how"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Optional<Browser> browser = Browser.of(bench);
        if (browser.isEmpty()) {
            return Browser.missing(claim);
        }
        Course course = new Course(bench, claim);
        Browser.Login first = browser.get().login(course, 0, Optional.empty());
        if (first.session().isEmpty()) {
            return course.unproven("the login " + first.problem());
        }
        boolean tells = browser.get().shown(course, first.cookie()) == Browser.Shown.IN
                && browser.get().refusesNobody(course);
        if (!tells) {
            return course.unproven(first.session().get() + " is not what opens the route of the session");
        }
        String name = first.session().get().name();
        Secret planted = bench.vault().keep(Bench.hex(bench.random("planted session id"), BYTES));
        Browser.Login second = browser.get().login(course, 0, Optional.of(name + "=" + planted.reveal()));
        if (second.answer().outcome().answered()
                        && second.answer().status() < 400
                        && second.session().isEmpty()
                || second.session()
                        .filter(cookie -> cookie.secret().equals(planted))
                        .isPresent()) {
            if (browser.get().shown(course, Optional.of(name + "=" + planted.reveal())) == Browser.Shown.IN) {
                return course.fail("a login adopts a session id that was planted: it opens the route of the session");
            }
        }
        if (second.session().isEmpty()) {
            return course.unproven("the login with a planted session id " + second.problem());
        }
        Browser.Shown afterPlanting = browser.get().shown(course, Optional.of(name + "=" + planted.reveal()));
        if (afterPlanting != Browser.Shown.OUT) {
            return afterPlanting == Browser.Shown.IN
                    ? course.fail("a planted session id is alive after a login that brought it along")
                    : course.unproven(
                            "the planted session id was neither accepted nor refused: " + course.lastSummary());
        }
        browser.get().end(course, second);
        return again(course, browser.get(), first);
    }

    private static Finding again(Course course, Browser browser, Browser.Login first) throws InterruptedException {
        Browser.Login third = browser.login(course, 0, first.cookie());
        if (third.session().isEmpty()) {
            return course.unproven("the login with an earlier session's id " + third.problem());
        }
        if (third.session().get().value().equals(first.session().orElseThrow().value())) {
            return course.fail("a login gives the session id once more that its request brought along");
        }
        Browser.Shown old = browser.shown(course, first.cookie());
        Browser.Shown fresh = browser.shown(course, third.cookie());
        browser.end(course, third);
        if (old == Browser.Shown.IN) {
            return course.fail("the session id that was there before a login is alive after it");
        }
        return old == Browser.Shown.OUT && fresh == Browser.Shown.IN
                ? course.pass("three logins gave three ids; a planted one was not adopted, and an earlier one ended")
                : course.unproven("control lost: the last session is not alive: " + course.lastSummary());
    }
}
