package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.settings.Rotation;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.Optional;

/** A client that lost the answer of a renewal can ask again within the grace. */
final class RefreshRepeatable implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.refresh.repeatable",
                                "Within the declared grace, a renewal whose answer was lost can be asked for again",
                                Severity.LOW,
                                "the contract: probes.auth.sessions.rotation and grace"),
                        "A login, a renewal whose answer is thrown away, and the same renewal again at once.",
                        "Both give tokens, and the second access token opens a protected operation.",
                        "PASS: a lost answer does not log the user out. The connection is not cut: to the target, an answer that was"
                                + " lost looks like one that was thrown away.",
                        "The repeated renewal is refused, or its token is.",
                        "curl -i -H 'Content-Type: application/json' -d \"{\\\"refresh_token\\\": \\\"$TOKEN\\\"}\""
                                + " https://HOST/auth/refresh    # twice within the grace: 200 and 200")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 5, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Renewal> renewal = Renewal.of(bench);
        if (renewal.isEmpty()) {
            return Renewal.missing(bench, claim);
        }
        if (renewal.get().policy().rotation() != Rotation.GRACE) {
            return Finding.skipped(claim, "does not apply: probes.auth.sessions.rotation is not grace");
        }
        Credential session = bench.obtain(0);
        Course course = new Course(bench, claim).after(session.exchanges());
        if (session.refreshToken().isEmpty()) {
            return course.unproven("the login gives no refresh token where the contract says it is");
        }
        SignIn.Attempt lost = renewal.get().renew(course, session);
        if (lost.credential().isEmpty()) {
            return course.unproven("the first renewal " + lost.problem());
        }
        SignIn.Attempt again = renewal.get().renew(course, session);
        if (again.credential().isEmpty()) {
            return course.broken("the renewal that was repeated within the grace", again);
        }
        return course.discriminating(again.credential().get().token()).isPresent()
                ? course.pass("the renewal was repeated at once, and its token works")
                : course.unproven("no route shows that the repeated renewal's token works: " + course.lastSummary());
    }
}
