package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import java.util.Optional;

/** A refresh token works once. */
final class RefreshRotates implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.refresh.rotates",
                                "A refresh token gives a new token once, and is refused after that",
                                Severity.HIGH,
                                "RFC 9700 sections 2.2.2 and 4.14.2; OWASP ASVS 5.0 10.4.5"),
                        "A login, a renewal with its refresh token, the new token to a protected operation; then a garbage refresh"
                                + " token, the used one again (after twice the grace, where one is declared), and, as the last control, a renewal in another session.",
                        "Both renewals give tokens, the new token opens the route, the garbage and the used refresh token are refused.",
                        "PASS: a stolen refresh token that its owner has used is worth nothing. Simultaneous renewals are tried by auth.refresh.race.",
                        "The used refresh token is answered with another token.",
                        "curl -i -H 'Content-Type: application/json' -d \"{\\\"refresh_token\\\": \\\"$TOKEN\\\"}\""
                                + " https://HOST/auth/refresh    # twice: 200, then 401")
                .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 0, "sessions of test users"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Renewal> renewal = Renewal.of(bench);
        if (renewal.isEmpty()) {
            return Renewal.missing(bench, claim);
        }
        return renewal.get().rotates() ? run(bench, claim, renewal.get()) : Renewal.withoutRotation(claim);
    }

    private static Finding run(Bench bench, Claim claim, Renewal renewal)
            throws CredentialRefused, InterruptedException {
        Credential first = bench.obtain(0);
        Course course = new Course(bench, claim).after(first.exchanges());
        if (first.refreshToken().isEmpty()) {
            return course.fail("the login gives no refresh token where the contract says it is");
        }
        SignIn.Attempt renewed = renewal.renew(course, first);
        if (renewed.credential().isEmpty()) {
            return course.broken("the first renewal", renewed);
        }
        if (course.discriminating(renewed.credential().get().token()).isEmpty()) {
            return course.unproven("no route shows that the renewed token works; the last: " + course.lastSummary());
        }
        SignIn.Attempt garbage = renewal.renew(course, garbage(bench, first));
        if (!garbage.isRefusal()) {
            return course.unproven(
                    "a garbage refresh token is not refused, so a refusal says nothing: " + course.lastSummary());
        }
        Pause.of(renewal.beyondGrace());
        SignIn.Attempt again = renewal.renew(course, first);
        if (again.credential().isPresent()) {
            return course.fail("a refresh token that was used already gave another token");
        }
        if (!again.isRefusal()) {
            return course.unproven("the used refresh token was neither accepted nor refused: it " + again.problem());
        }
        OtherSession other = OtherSession.of(bench);
        course.after(other.begun(bench).exchanges());
        SignIn.Attempt control = other.renew(bench, course, renewal);
        return control.credential().isPresent()
                ? course.pass(
                        "the refresh token worked once and was refused after that, while another session's worked")
                : course.unproven("control lost: a renewal in another session " + control.problem());
    }

    private static Credential garbage(Bench bench, Credential like) {
        return Renewal.like(like, Secret.of(Bench.hex(bench.random("garbage refresh token"), 20)));
    }
}
