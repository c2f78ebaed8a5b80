package dev.seaworthy.auth.logout;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.List;
import java.util.Optional;

/** After a logout, the session's token is worth nothing. */
final class LogoutRevokes implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.logout.revokes",
                                "A token that was accepted is refused after its session's logout, at once and a moment later",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 7.4.1; OWASP WSTG-SESS-06; RFC 7009 section 2.1"),
                        "Two logins in two accounts. The first token to a protected operation, the logout with it, the same token at"
                                + " once and again after probes.auth.recheck-after; then the second token, as the control.",
                        "Accepted, then refused both times; the other session goes on.",
                        "PASS: a logout ends the token on this route, and no cache brings it back within that moment. Other nodes and"
                                + " other routes are not tried.",
                        "The token is still let in after its logout was answered.",
                        "curl -X POST -H \"Authorization: Bearer $TOKEN\" https://HOST/auth/logout"
                                + " && curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # 401")
                .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 0, "a session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        RequestSpec logout = bench.login().map(Identity.Login::logout).orElse(null);
        if (logout == null) {
            return Finding.skipped(
                    claim, "not in the contract: identities." + bench.settings().identity() + ".logout");
        }
        Credential ending = bench.obtain(0);
        Credential other = bench.standing(1);
        Course course = new Course(bench, claim).after(ending.exchanges()).after(other.exchanges());
        Optional<Route> route = course.discriminating(ending.token());
        if (route.isEmpty()) {
            return course.unproven("no route tells the token from no credential; the last: " + course.lastSummary());
        }
        HttpAnswer ended = course.send(bench.signIn().logoutRequest(logout, ending));
        List<Integer> right = logout.expect().getOrDefault(CredentialClass.VALID, List.of(200));
        // The claim is about the token: a 204 where 200 stands in the contract ends the session all the same.
        boolean done = ended.outcome().answered() && ended.status() / 100 == 2;
        if (!done && right.stream().noneMatch(ended::is)) {
            String reason = "the logout was not answered " + right + ": " + course.lastSummary();
            return ended.outcome().answered() && ended.status() < 500 && ended.status() != 429
                    ? course.fail(reason)
                    : course.unproven(reason);
        }
        return afterwards(bench, course, route.get(), ending, other);
    }

    private static Finding afterwards(Bench bench, Course course, Route route, Credential ending, Credential other)
            throws InterruptedException {
        Reading atOnce = course.shown(route, ending.token());
        if (atOnce == Reading.ACCEPTED) {
            return course.fail(route + " accepts the token after its logout was answered");
        }
        Pause.of(bench.settings().recheckAfter());
        Reading later = course.shown(route, ending.token());
        if (later == Reading.ACCEPTED) {
            return course.fail(route + " accepts the token again "
                    + bench.settings().recheckAfter().toMillis() + " ms after its logout");
        }
        if (atOnce != Reading.REFUSED || later != Reading.REFUSED) {
            return course.unproven(
                    "after the logout the token was neither accepted nor refused: " + course.lastSummary());
        }
        return course.shown(route, other.token()) == Reading.ACCEPTED
                ? course.pass("the token opened " + route
                        + ", and was refused after the logout, at once and later, while" + " another session went on")
                : course.unproven(
                        "control lost: the other session's token is not accepted either: " + course.lastSummary());
    }
}
