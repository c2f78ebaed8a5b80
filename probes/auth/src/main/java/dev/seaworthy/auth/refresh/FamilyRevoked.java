package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;
import java.util.Optional;

/** Who uses a refresh token twice ends what came of it. */
final class FamilyRevoked implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.refresh.family-revoked",
                                "The second use of a refresh token ends the newest tokens of its session, too",
                                Severity.MEDIUM,
                                "RFC 9700 section 4.14.2; OWASP ASVS 5.0 10.4.5"),
                        "A login, a renewal, the used refresh token again (after twice the grace, where one is declared); then the"
                                + " newest access token to a protected operation, the newest refresh token, and, as the control, the"
                                + " token of another session.",
                        "The used token is refused, and after that both newest ones are; the other session goes on.",
                        "PASS: a thief and the rightful user cannot both go on. How the rightful user hears of it is not tried.",
                        "The newest access or refresh token still works after the reuse was refused.",
                        "curl -i -H 'Content-Type: application/json' -d \"{\\\"refresh_token\\\": \\\"$OLD\\\"}\""
                                + " https://HOST/auth/refresh && curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # 401")
                .with(new Footprint(SafetyClass.ENDS_OWN_SESSIONS, 9, "one session of a test user, ended"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Renewal> renewal = Renewal.of(bench);
        if (renewal.isEmpty()) {
            return Renewal.missing(bench, claim);
        }
        if (!renewal.get().rotates()) {
            return Renewal.withoutRotation(claim);
        }
        Credential first = bench.obtain(0);
        Course course = new Course(bench, claim).after(first.exchanges());
        if (first.refreshToken().isEmpty()) {
            return course.unproven("the login gives no refresh token where the contract says it is");
        }
        SignIn.Attempt renewed = renewal.get().renew(course, first);
        if (renewed.credential().isEmpty()) {
            return course.unproven("the renewal " + renewed.problem());
        }
        Credential newest = renewed.credential().get();
        Optional<Route> route = course.discriminating(newest.token());
        if (route.isEmpty()) {
            return course.unproven("no route shows that the renewed token works; the last: " + course.lastSummary());
        }
        Pause.of(renewal.get().beyondGrace());
        SignIn.Attempt again = renewal.get().renew(course, first);
        if (!again.isRefusal()) {
            return course.unproven("the used refresh token was not refused, so nothing was detected: "
                    + course.lastSummary() + "; see auth.refresh.rotates");
        }
        return afterwards(bench, course, renewal.get(), route.get(), newest).with("family", graph(first, newest));
    }

    private static Finding afterwards(Bench bench, Course course, Renewal renewal, Route route, Credential newest)
            throws CredentialRefused, InterruptedException {
        Reading access = course.shown(route, newest.token());
        if (access == Reading.ACCEPTED) {
            return course.fail(route + " accepts the newest access token after the reuse was refused");
        }
        if (access != Reading.REFUSED) {
            return course.unproven("after the reuse the newest access token was neither accepted nor refused: "
                    + course.lastSummary());
        }
        if (newest.refreshToken().isPresent()) {
            SignIn.Attempt more = renewal.renew(course, newest);
            if (more.credential().isPresent()) {
                return course.fail("the newest refresh token still works after the reuse was refused");
            }
            if (!more.isRefusal()) {
                return course.unproven(
                        "the newest refresh token was neither accepted nor refused: it " + more.problem());
            }
        }
        return course.shown(route, bench.standing(1).token()) == Reading.ACCEPTED
                ? course.pass(
                        "the reuse was refused, and with it ended the newest access and refresh token, while another"
                                + " session went on")
                : course.unproven("control lost: another session's token is refused, too: " + course.lastSummary());
    }

    /** The tokens of the session by their labels, from the login on. */
    private static List<String> graph(Credential first, Credential newest) {
        return List.of(
                "login: access " + first.token().label() + ", refresh " + label(first),
                "renewal of " + label(first) + ": access " + newest.token().label() + ", refresh " + label(newest),
                "reuse of " + label(first) + ": refused");
    }

    private static String label(Credential credential) {
        return credential.refreshToken().map(token -> token.label()).orElse("none");
    }
}
