package dev.seaworthy.auth.login;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;
import java.util.Optional;

/** Nobody guesses passwords one after the other. */
final class GuessingThrottled implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.login.throttled",
                                "Of ten wrong passwords in a row, not all are looked at",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 6.3.1 and 2.4.1; OWASP WSTG-ATHN-03"),
                        "To the sacrificial account: a wrong and the right password, up to " + Sacrifice.MOST_GUESSES
                                + " wrong ones, and, if none of these was throttled, the right one again.",
                        "One of them is answered 429, 423 or 503 with Retry-After; or the right one is refused afterwards.",
                        "PASS: guessing on one account is slowed down. Over many accounts and connections others look.",
                        "All ten are turned down like the first, and the right password is let in after them.",
                        "for i in $(seq 11); do curl -so /dev/null -w '%{http_code}\\n' -d \"{\\\"email\\\": \\\"$USER\\\","
                                + " \\\"password\\\": \\\"$RANDOM\\\"}\" https://HOST/auth/login; done")
                .with(new Footprint(
                        SafetyClass.MAY_LOCK,
                        Sacrifice.MOST_GUESSES + 3,
                        "the sacrificial account, locked as the target locks it"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Course course = new Course(bench, claim);
        Optional<Sacrifice> sacrifice = Sacrifice.of(bench, course);
        if (sacrifice.isEmpty()) {
            return Sacrifice.missing(claim);
        }
        Optional<String> closed = sacrifice.get().closed();
        if (closed.isPresent()) {
            return course.unproven(closed.get());
        }
        List<Guess> guesses = sacrifice.get().guesses();
        Guess last = guesses.get(guesses.size() - 1);
        Finding finding;
        if (last == Guess.THROTTLED) {
            finding = course.pass("attempt " + guesses.size() + " of wrong passwords in a row was throttled: "
                    + course.lastSummary());
        } else if (last != Guess.TURNED_DOWN) {
            finding = course.unproven(
                    "attempt " + guesses.size() + " was neither turned down nor throttled: " + course.lastSummary());
        } else {
            SignIn.Attempt right = sacrifice.get().right();
            finding = right.credential().isPresent()
                    ? course.fail("all " + guesses.size()
                            + " wrong passwords in a row were looked at, and the right one was let in" + " after them")
                    : course.pass(
                            "after " + guesses.size() + " wrong passwords in a row the right one is refused, too");
        }
        return finding.with("attempts", guesses.size());
    }
}
