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

/** Nobody keeps a user out by knowing the user's name. */
final class LockoutBounded implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.login.lockout",
                                "Wrong passwords do not keep the rightful user out for longer than the policy allows",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 6.1.1 and 6.3.1; OWASP WSTG-ATHN-03"),
                        "To the sacrificial account: wrong passwords until one is throttled, " + Sacrifice.MOST_GUESSES
                                + " at the most; the right one at once; and, if that is refused and Retry-After says how long, the right"
                                + " one again after that.",
                        "The right password is let in at once, or after a wait of at most probes.auth.sessions.longest-lockout.",
                        "PASS: a stranger who knows the name locks nobody out for long. Waits of more than 15 s are not waited for.",
                        "Retry-After asks the rightful user to wait for longer than that.",
                        "curl -i -d \"{\\\"email\\\": \\\"$USER\\\", \\\"password\\\": \\\"$PASSWORD\\\"}\" https://HOST/auth/login    # after"
                                + " ten wrong ones: Retry-After")
                .with(new Footprint(
                        SafetyClass.MAY_LOCK,
                        Sacrifice.MOST_GUESSES + 5,
                        "the sacrificial account, locked as the target locks it"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Course course = new Course(bench, claim);
        Optional<Sacrifice> sacrifice = Sacrifice.of(bench, course);
        if (sacrifice.isEmpty()) {
            return Sacrifice.missing(claim);
        }
        long longest = bench.settings().sessions().longestLockout().toSeconds();
        SignIn.Attempt first = sacrifice.get().right();
        Optional<Finding> already = tooLong(course, first, longest);
        if (already.isPresent()) {
            return already.get();
        }
        Optional<String> closed = sacrifice.get().closed();
        if (closed.isPresent()) {
            return course.unproven(closed.get());
        }
        List<Guess> guesses = sacrifice.get().guesses();
        Guess last = guesses.get(guesses.size() - 1);
        if (last != Guess.TURNED_DOWN && last != Guess.THROTTLED) {
            return course.unproven("a wrong password was neither turned down nor throttled: " + course.lastSummary());
        }
        SignIn.Attempt right = sacrifice.get().right();
        if (right.credential().isPresent()) {
            return course.pass("after " + guesses.size() + " wrong passwords the right one is let in at once");
        }
        Optional<Finding> now = tooLong(course, right, longest);
        if (now.isPresent()) {
            return now.get();
        }
        String wait = Sacrifice.retryAfter(right).map(seconds -> seconds + " s").orElse("a time that it does not say");
        if (!Sacrifice.waited(right)) {
            return course.unproven(
                    "after " + guesses.size() + " wrong passwords the right one is refused, to be tried again after "
                            + wait + ", which was not waited for");
        }
        SignIn.Attempt later = sacrifice.get().right();
        return later.credential().isPresent()
                ? course.pass(
                        "after " + guesses.size() + " wrong passwords the right one is let in again after " + wait)
                : course.unproven(
                        "the right password was to be tried again after " + wait + ", and then it " + later.problem());
    }

    private static Optional<Finding> tooLong(Course course, SignIn.Attempt right, long longest) {
        return Sacrifice.retryAfter(right)
                .filter(seconds -> Guess.of(right) == Guess.THROTTLED && seconds > longest)
                .map(seconds -> course.fail("wrong passwords keep the rightful user out for " + seconds
                        + " s, and the policy allows " + longest + " s"));
    }
}
