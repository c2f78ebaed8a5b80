package dev.seaworthy.auth.login;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The right password opens, the wrong one does not. */
final class LoginWorks implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.login.works",
                                "The right password gives a token that opens a protected route, and a wrong password gives none",
                                Severity.CRITICAL,
                                "the contract: identities.*.login; OWASP ASVS 5.0 6.3.1"),
                        "One login with a random password, one with the right one; then the token, and no credential, to the first"
                                + " protected operation that tells them apart.",
                        "No token for the wrong password (a status from 400 to 499 and not 429), a token for the right one, the route's"
                                + " expect.valid for the token and expect.none without it.",
                        "PASS: the first step of every journey works with a real login. One wrong password is tried: it says nothing"
                                + " about guessing, lock-outs or enumeration.",
                        "The right password is not answered with a token, the wrong one is, or the route refuses the token.",
                        "curl -i -H 'Content-Type: application/json' -d \"{\\\"email\\\": \\\"$USER\\\", \\\"password\\\": \\\"$PASSWORD\\\"}\""
                                + " https://HOST/auth/login")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        String name = bench.settings().identity();
        Optional<Identity.Login> login = bench.login();
        if (login.isEmpty()) {
            return Finding.skipped(claim, "not in the contract: identities." + name + " does not log in");
        }
        Identity.Account account = login.get().accounts().get(0);
        Secret random = bench.vault().keep(Bench.hex(bench.random("wrong password"), 16));
        Course course = new Course(bench, claim);
        SignIn.Attempt wrong = course.attempt(bench.signIn().login(name, login.get(), account.user(), random));
        if (!wrong.answer().outcome().answered()) {
            return course.unproven("the login " + wrong.problem());
        }
        SignIn.Attempt right =
                course.attempt(bench.signIn().login(name, login.get(), account.user(), account.password()));
        if (right.credential().isEmpty()) {
            return course.broken("the login with the right password", right);
        }
        bench.stand(right);
        if (wrong.credential().isPresent()) {
            return course.fail("a random password was answered with a token");
        }
        return wrong.isRefusal()
                ? opens(bench, course, right.credential().get())
                : course.unproven(
                        "the login with a random password was neither accepted nor refused: it " + wrong.problem());
    }

    /** Shows the token to routes until one is found that tells it from no credential. */
    private static Finding opens(Bench bench, Course course, Credential credential) throws InterruptedException {
        List<String> alike = new ArrayList<>();
        for (Route route : bench.routes()) {
            HttpAnswer bare = course.send(route.bare());
            boolean discriminates = route.read(bare, CredentialClass.NONE) == Reading.REFUSED;
            if (discriminates) {
                bench.rememberClosed(route);
            }
            Reading shown = course.shown(route, credential.token());
            if (shown == Reading.REFUSED) {
                return course.fail(route + " refuses the token of a fresh login");
            }
            if (shown == Reading.ACCEPTED && discriminates) {
                return course.pass("the right password gives a token that opens " + route
                        + "; a random password is refused, and so is no credential");
            }
            alike.add(
                    shown == Reading.ACCEPTED
                            ? route + " answers no credential with status " + bare.status()
                                    + route.expected(CredentialClass.NONE, bare)
                            : course.lastSummary());
        }
        return course.unproven("no route tells the token from no credential; the last: " + alike.get(alike.size() - 1));
    }
}
