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
import dev.seaworthy.wire.HttpAnswer;
import java.util.Optional;

/** A logout on one device leaves the other logged in. */
final class LogoutEndsOne implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.logout.ends-one",
                                "The logout of one session leaves the same user's other session alive",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 7.4.3 and 7.4.5; OWASP WSTG-SESS-11"),
                        "Two logins of one user, both tokens to a protected operation, the logout of the first; then both again.",
                        "The first is refused, the second still accepted.",
                        "PASS: devices are logged out one by one. A logout of all devices is not tried.",
                        "The second session's token is refused after the first's logout.",
                        "curl -X POST -H \"Authorization: Bearer $ONE\" https://HOST/auth/logout"
                                + " && curl -i -H \"Authorization: Bearer $OTHER\" https://HOST/api/profile    # 200")
                .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 8, "two sessions of a test user, one ended"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Ending> ending = Ending.of(bench);
        if (ending.isEmpty()) {
            return Ending.missing(bench, claim);
        }
        Credential one = bench.obtain(0);
        Credential other = bench.obtain(0);
        Course course = new Course(bench, claim).after(one.exchanges()).after(other.exchanges());
        if (one.token().equals(other.token())) {
            return course.unproven("two logins of one user gave the same token: there is no second session");
        }
        Optional<Route> route = course.discriminating(one.token());
        if (route.isEmpty() || course.shown(route.get(), other.token()) != Reading.ACCEPTED) {
            return course.unproven("the two sessions of one user do not both work: " + course.lastSummary());
        }
        HttpAnswer logout = course.send(ending.get().request(one));
        if (!ending.get().isDone(one, logout)) {
            return course.unproven("the logout did not succeed: " + course.lastSummary());
        }
        Reading first = course.shown(route.get(), one.token());
        if (first != Reading.REFUSED) {
            return course.unproven(
                    "the logout did not end its own session: " + course.lastSummary() + "; see auth.logout.revokes");
        }
        Reading second = course.shown(route.get(), other.token());
        return switch (second) {
            case ACCEPTED -> course.pass("the logout ended its own session, and the user's other session goes on");
            case REFUSED -> course.fail("the logout of one session ended the same user's other session, too");
            default -> course.unproven("the other session was neither accepted nor refused: " + course.lastSummary());
        };
    }
}
