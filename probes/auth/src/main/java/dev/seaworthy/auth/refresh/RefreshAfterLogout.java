package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Ending;
import dev.seaworthy.auth.bench.SignIn;
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

/** After a logout nothing renews the session. */
final class RefreshAfterLogout implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.refresh.after-logout",
                                "The refresh token of a session that was logged out is refused",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 7.4.1; RFC 7009 section 2.1"),
                        "Two logins in two accounts, the logout of the first; then the refresh token of the first and, as the control,"
                                + " that of the second.",
                        "The first is refused, the second gives tokens.",
                        "PASS: a logout ends the session and not only its access token. Disabled users and changed passwords are not"
                                + " tried.",
                        "The refresh token of the session that was logged out is answered with tokens.",
                        "curl -X POST -H \"Authorization: Bearer $TOKEN\" https://HOST/auth/logout && curl -i -H 'Content-Type:"
                                + " application/json' -d \"{\\\"refresh_token\\\": \\\"$REFRESH_TOKEN\\\"}\" https://HOST/auth/refresh    # 401")
                .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 5, "two sessions of test users, one ended"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Renewal> renewal = Renewal.of(bench);
        Optional<Ending> ending = Ending.of(bench);
        if (renewal.isEmpty() || ending.isEmpty()) {
            return renewal.isEmpty() ? Renewal.missing(bench, claim) : Ending.missing(bench, claim);
        }
        Credential ended = bench.obtain(0);
        Credential other = OtherSession.of(bench).begun(bench);
        Course course = new Course(bench, claim).after(ended.exchanges()).after(other.exchanges());
        if (ended.refreshToken().isEmpty() || other.refreshToken().isEmpty()) {
            return course.unproven("the login gives no refresh token where the contract says it is");
        }
        HttpAnswer logout = course.send(ending.get().request(ended));
        if (!ending.get().isDone(ended, logout)) {
            return course.unproven("the logout did not succeed: " + course.lastSummary());
        }
        SignIn.Attempt after = renewal.get().renew(course, ended);
        if (after.credential().isPresent()) {
            return course.fail("the refresh token still gives tokens after its session's logout was answered");
        }
        if (!after.isRefusal()) {
            return course.unproven(
                    "after the logout the refresh token was neither accepted nor refused: it " + after.problem());
        }
        SignIn.Attempt control = OtherSession.of(bench).renew(bench, course, renewal.get());
        return control.credential().isPresent()
                ? course.pass("the refresh token was refused after the logout, while another session's gave tokens")
                : course.unproven("control lost: a renewal in another session " + control.problem());
    }
}
