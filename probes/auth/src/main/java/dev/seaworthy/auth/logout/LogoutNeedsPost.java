package dev.seaworthy.auth.logout;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Ending;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpRequest;
import java.util.Optional;

/** A link or an image does not log anybody out. */
final class LogoutNeedsPost implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.logout.method",
                                "A GET of the logout does not end the session",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 3.5.3; RFC 9110 section 9.2.1"),
                        "A login, its token to a protected operation, a GET of the logout's path with it, the token again; then the logout as"
                                + " the contract has it, and the token once more.",
                        "The token is accepted after the GET, and refused after the real logout.",
                        "PASS: what browsers and mail scanners fetch by themselves does not end a session.",
                        "The token is refused after the GET.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/auth/logout    # GET: 405, and the session goes on")
                .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 7, "one session of a test user, ended"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Ending> ending = Ending.of(bench);
        if (ending.isEmpty()) {
            return Ending.missing(bench, claim);
        }
        Credential session = bench.obtain(0);
        Course course = new Course(bench, claim).after(session.exchanges());
        HttpRequest logout = ending.get().request(session);
        if (logout.method().equals("GET")) {
            return course.fail("the contract's own logout is a GET: any link to it logs a user out");
        }
        Optional<Route> route = course.discriminating(session.token());
        if (route.isEmpty()) {
            return course.unproven("no route tells the token from no credential; the last: " + course.lastSummary());
        }
        course.send(HttpRequest.get(logout.uri()).bearer(session.token()));
        String got = course.lastSummary();
        Reading after = course.shown(route.get(), session.token());
        if (after == Reading.REFUSED) {
            return course.fail("a GET of the logout ended the session: " + got);
        }
        if (after != Reading.ACCEPTED) {
            return course.unproven("after the GET the token was neither accepted nor refused: " + course.lastSummary());
        }
        boolean done = ending.get().isDone(session, course.send(logout));
        return done && course.shown(route.get(), session.token()) == Reading.REFUSED
                ? course.pass("a GET of the logout left the session alive, and the logout itself ended it")
                : course.unproven("the logout itself does not end the session, so that a GET does not says nothing: "
                        + course.lastSummary());
    }
}
