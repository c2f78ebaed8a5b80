package dev.seaworthy.auth.login;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import java.util.List;
import java.util.Optional;

/** Nobody tries one password on every account. */
final class SprayingThrottled implements AuthCheck {
    private static final int MOST = 20;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.login.spraying",
                                "One wrong password on each of twenty accounts is noticed",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 6.3.1; OWASP WSTG-ATHN-03"),
                        "One wrong password to each of the identity's own accounts, " + MOST
                                + " at the most, one after the other; then,"
                                + " as the control, the first account's right one.",
                        "Before the last of them an attempt is answered 429, 423 or 503 with Retry-After.",
                        "PASS: many accounts from one address are slowed down. Many addresses are not tried.",
                        "All twenty are turned down, and none is throttled.",
                        "for u in $USERS; do curl -so /dev/null -w '%{http_code}\\n' -d \"{\\\"email\\\": \\\"$u\\\", \\\"password\\\":"
                                + " \\\"$RANDOM\\\"}\" https://HOST/auth/login; done")
                .with(new Footprint(SafetyClass.MAY_LOCK, MOST + 1, "one failed login on each test account"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Optional<Identity.Login> login = bench.login();
        if (login.isEmpty() || login.get().accounts().size() < MOST) {
            return Finding.skipped(
                    claim,
                    "not in the contract: " + MOST + " accounts of identities."
                            + bench.settings().identity() + ", fewer are no spray");
        }
        if (bench.settings().sessions().sacrificial() == null) {
            return Sacrifice.missing(claim);
        }
        Course course = new Course(bench, claim);
        String name = bench.settings().identity();
        Secret wrong = bench.vault().keep(Bench.hex(bench.random("sprayed password"), 12));
        List<Identity.Account> accounts = login.get().accounts();
        for (int i = 0; i < MOST; i++) {
            SignIn.Attempt attempt = course.attempt(
                    bench.signIn().login(name, login.get(), accounts.get(i).user(), wrong));
            Guess guess = Guess.of(attempt);
            if (guess == Guess.THROTTLED && i > 0) {
                return course.pass(
                        "attempt " + (i + 1) + ", each on another account, was throttled: " + course.lastSummary());
            }
            if (guess != Guess.TURNED_DOWN) {
                return course.unproven("attempt " + (i + 1)
                        + " on another account was neither turned down nor throttled: " + course.lastSummary());
            }
        }
        SignIn.Attempt right = course.attempt(bench.signIn()
                .login(
                        name,
                        login.get(),
                        accounts.get(0).user(),
                        accounts.get(0).password()));
        if (right.credential().isPresent()) {
            return course.fail(
                    "one wrong password on each of " + MOST + " accounts, and not one attempt was throttled");
        }
        return Guess.of(right) == Guess.UNCLEAR
                ? course.unproven("control lost: after that a right password " + right.problem())
                : course.pass("after one wrong password on each of " + MOST + " accounts a right one is not let in");
    }
}
