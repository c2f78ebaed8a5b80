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
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A user who logs in on several devices at once is not locked out for it. */
final class LoginsTogether implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.login.together",
                                "Simultaneous logins of one user with the right password leave that user able to log in",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 6.1.1 and 15.4.2"),
                        "To the sacrificial account: a wrong and the right password; then the right one on as many connections as"
                                + " probes.auth.sessions.simultaneous says, their last bytes together; and once more alone.",
                        "All are let in; or some are refused, and the one alone is let in.",
                        "PASS: with all let in, nothing stands between simultaneous logins. With some refused, the reason names the pattern:"
                                + " protection against guessing handles one login of a user at a time, which is no broken login, but makes"
                                + " load on one account meaningless: give every virtual user an account of its own.",
                        "The right password alone is refused after that, or none was let in.",
                        "seaworthy check ENV.yaml --safety S3 auth.login.together    # simultaneous requests cannot be typed by hand")
                .with(new Footprint(SafetyClass.MAY_LOCK, 0, "sessions of the sacrificial account"));
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
        int simultaneous = bench.settings().sessions().simultaneous();
        List<Guess> guesses =
                sacrifice
                        .get()
                        .together(Collections.nCopies(
                                simultaneous, sacrifice.get().account().password()))
                        .stream()
                        .map(Guess::of)
                        .toList();
        long letIn = guesses.stream().filter(guess -> guess == Guess.LET_IN).count();
        long unclear = guesses.stream().filter(guess -> guess == Guess.UNCLEAR).count();
        SignIn.Attempt alone = sacrifice.get().right();
        return verdict(course, new Tally(simultaneous, letIn, unclear), alone)
                .with("simultaneous", simultaneous)
                .with("let-in", letIn);
    }

    private static Finding verdict(Course course, Tally tally, SignIn.Attempt alone) {
        String counted = tally.letIn + " of " + tally.sent + " simultaneous logins with the right password were let in";
        if (tally.unclear > 0 || Guess.of(alone) == Guess.UNCLEAR) {
            return course.unproven(counted + ", and " + tally.unclear + " neither let in nor refused; alone it "
                    + (alone.problem().isEmpty() ? "is let in" : alone.problem()));
        }
        if (alone.credential().isEmpty()) {
            return course.fail(counted + ", and after that it is refused alone, too: it " + alone.problem());
        }
        if (tally.letIn == tally.sent) {
            return course.pass(counted);
        }
        return course.pass(counted
                        + ", and alone it is let in: protection against guessing takes one login of a user at a time."
                        + " That is no broken login; give every virtual user an account of its own")
                .with("pattern", "one login of a user at a time");
    }

    private record Tally(int sent, long letIn, long unclear) {}
}
