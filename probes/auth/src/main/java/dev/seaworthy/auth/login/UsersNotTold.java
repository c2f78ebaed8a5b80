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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An answer does not tell whether there is such a user. */
final class UsersNotTold implements AuthCheck {
    private static final int PAIRS = 2;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.login.enumeration",
                                "A wrong password is answered alike for a user that exists and for one that does not",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 6.3.8; OWASP WSTG-IDNT-04"),
                        "Twice in turn: a wrong password to the sacrificial account, and one to a name that nobody has.",
                        "The same status and, but for the name and what differs between two answers to the same user, the same body.",
                        "PASS: status and text do not tell the two apart. Time is auth.login.enumeration-time.",
                        "Both times status or body differ between the two users, and not between two answers to one.",
                        "curl -i -d \"{\\\"email\\\": \\\"nobody@shop.example\\\", \\\"password\\\": \\\"x\\\"}\" https://HOST/auth/login")
                .with(new Footprint(SafetyClass.MAY_LOCK, 2 * PAIRS + 3, "failed logins of the sacrificial account"));
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
        String known = sacrifice.get().account().user();
        String stranger = stranger(bench, known);
        List<String> toKnown = new ArrayList<>();
        List<String> toStranger = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            for (String user : List.of(known, stranger)) {
                SignIn.Attempt attempt =
                        sacrifice.get().tried(user, sacrifice.get().wrongPassword(), UnaryOperator.identity());
                if (Guess.of(attempt) != Guess.TURNED_DOWN) {
                    return course.unproven("a wrong password was not turned down: " + course.lastSummary());
                }
                (user.equals(known) ? toKnown : toStranger).add(form(attempt, user));
            }
        }
        if (!toKnown.get(0).equals(toKnown.get(1)) || !toStranger.get(0).equals(toStranger.get(1))) {
            boolean sameLength = toKnown.get(0).length() == toStranger.get(0).length();
            return course.unproven("two answers to one user differ already, so a difference between users says nothing"
                    + (sameLength ? "; their lengths are the same" : ""));
        }
        return toKnown.get(0).equals(toStranger.get(0))
                ? course.pass(
                        "a wrong password gets the same status and body for a user that exists and one that does not")
                : course.fail("a user that exists and one that does not get different answers to a wrong password: "
                        + difference(toKnown.get(0), toStranger.get(0)));
    }

    /** A name of the same kind that nobody has. */
    static String stranger(Bench bench, String known) {
        int at = known.indexOf('@');
        String name = "nobody-" + Bench.hex(bench.random("unknown user"), 6);
        return at < 0 ? name : name + known.substring(at);
    }

    /** Status and body, without the name, which an answer may repeat, and without numbers that count or tell the time. */
    private static String form(SignIn.Attempt attempt, String user) {
        String body = attempt.answer().text().replace(user, "<user>").replaceAll("[0-9a-fA-F-]{16,}|\\d+", "#");
        return attempt.answer().status() + "\n" + body;
    }

    private static String difference(String known, String stranger) {
        String[] one = known.split("\n", 2);
        String[] other = stranger.split("\n", 2);
        return one[0].equals(other[0])
                ? "the bodies differ, " + one[1].length() + " and " + other[1].length() + " characters"
                : "status " + one[0] + " and " + other[0];
    }
}
