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
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Nobody guesses many passwords at once. */
final class GuessingTogether implements AuthCheck {
    private static final int AT_ONCE = 20;
    private static final int ROUNDS = 2;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.login.throttled-together",
                                "Of twenty wrong passwords at once, not more than ten are looked at",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 6.3.1, 2.4.1 and 15.4.2; OWASP WSTG-ATHN-03"),
                        "To the sacrificial account: a wrong and the right password; " + AT_ONCE
                                + " wrong ones on as many connections, their last bytes together; and, if none of these was throttled,"
                                + " twice the same with the right password as the last.",
                        "At most ten are turned down, and the others throttled; or the right one among them is refused.",
                        "PASS: the throttle counts before it answers. Where none is throttled and the right one among them is refused,"
                                + " they were not looked at.",
                        "More than ten are turned down beside throttled ones; or none is throttled and the right password among them is"
                                + " let in both times.",
                        "seaworthy check ENV.yaml --safety S3 auth.login.throttled-together    # cannot be typed by hand")
                .with(new Footprint(
                        SafetyClass.MAY_LOCK,
                        3 + AT_ONCE * (1 + ROUNDS),
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
        List<Guess> guesses = sent(sacrifice.get(), false);
        long looked =
                guesses.stream().filter(guess -> guess == Guess.TURNED_DOWN).count();
        long throttled =
                guesses.stream().filter(guess -> guess == Guess.THROTTLED).count();
        Finding finding;
        if (looked + throttled < AT_ONCE) {
            finding = course.unproven((AT_ONCE - looked - throttled) + " of " + AT_ONCE
                    + " were neither turned down nor throttled: " + course.lastSummary());
        } else if (throttled > 0) {
            String counted =
                    looked + " of " + AT_ONCE + " wrong passwords at once were looked at, and the others throttled";
            finding = looked > Sacrifice.MOST_GUESSES ? course.fail(counted) : course.pass(counted);
        } else {
            finding = amongThem(course, sacrifice.get());
        }
        return finding.with("looked-at", looked).with("throttled", throttled);
    }

    /** Where none was throttled, it shows in the right one whether they were looked at. */
    private static Finding amongThem(Course course, Sacrifice sacrifice) throws InterruptedException {
        int letIn = 0;
        for (int i = 0; i < ROUNDS; i++) {
            List<Guess> guesses = sent(sacrifice, true);
            letIn += guesses.get(AT_ONCE - 1) == Guess.LET_IN ? 1 : 0;
        }
        if (letIn == ROUNDS) {
            return course.fail("none of " + AT_ONCE + " wrong passwords at once was throttled, and the right one among "
                    + (AT_ONCE - 1) + " wrong ones was let in each of " + ROUNDS + " times");
        }
        return letIn == 0
                ? course.pass("the right password among " + (AT_ONCE - 1)
                        + " wrong ones at once was refused each time: they are not looked at")
                : course.unproven(
                        "the right password among wrong ones at once was let in " + letIn + " of " + ROUNDS + " times");
    }

    private static List<Guess> sent(Sacrifice sacrifice, boolean rightLast) throws InterruptedException {
        List<Secret> passwords = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            boolean right = rightLast && i == AT_ONCE - 1;
            passwords.add(right ? sacrifice.account().password() : sacrifice.wrongPassword());
        }
        List<SignIn.Attempt> attempts = sacrifice.together(passwords);
        return attempts.stream().map(Guess::of).toList();
    }
}
