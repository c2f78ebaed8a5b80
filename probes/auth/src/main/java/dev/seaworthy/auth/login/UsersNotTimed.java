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
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The time of an answer does not tell whether there is such a user. */
final class UsersNotTimed implements AuthCheck {
    private static final int FEWEST = 100;
    private static final double RARE = 0.001;
    /** In seven of ten pairs the one takes longer: a few tries tell the two apart. */
    private static final double PLAIN = 0.2;

    private static final double SLIGHT = 0.1;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.login.enumeration-time",
                                "A wrong password takes as long for a user that exists as for one that does not",
                                Severity.LOW,
                                "OWASP ASVS 5.0 6.3.8; OWASP WSTG-IDNT-04"),
                        "probes.auth.sessions.timing-samples times in turn: a wrong password to the sacrificial account, and one to a name"
                                + " that nobody has.",
                        "A rank test (Mann and Whitney) finds no effect: the share of pairs in which the one takes longer is near one"
                                + " half.",
                        "PASS: what shows in this many is less than 0.1 from one half. A throttle in between leaves it unproven, and so does"
                                + " an effect that is neither plain nor slight.",
                        "In 70 % of all pairs or more the same one takes longer, and chance does that less than once in a thousand.",
                        "seaworthy check ENV.yaml --safety S3 auth.login.enumeration-time    # a hundred times two logins")
                .with(new Footprint(SafetyClass.MAY_LOCK, 0, "the sacrificial account, locked as the target locks it"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Course course = new Course(bench, claim);
        Optional<Sacrifice> sacrifice = Sacrifice.of(bench, course);
        if (sacrifice.isEmpty()) {
            return Sacrifice.missing(claim);
        }
        int samples = bench.settings().sessions().timingSamples();
        if (samples < FEWEST) {
            return Finding.skipped(
                    claim, "not in the contract: probes.auth.sessions.timing-samples of " + FEWEST + " or more");
        }
        Optional<String> closed = sacrifice.get().closed();
        if (closed.isPresent()) {
            return course.unproven(closed.get());
        }
        String stranger = UsersNotTold.stranger(bench, sacrifice.get().account().user());
        long[] known = new long[samples];
        long[] unknown = new long[samples];
        for (int i = 0; i < samples; i++) {
            // In turn, and the first of each pair in turn, too, so that no drift of the target favours one.
            boolean knownFirst = i % 2 == 0;
            for (boolean isKnown : new boolean[] {knownFirst, !knownFirst}) {
                String user = isKnown ? sacrifice.get().account().user() : stranger;
                SignIn.Attempt attempt =
                        sacrifice.get().tried(user, sacrifice.get().wrongPassword(), UnaryOperator.identity());
                if (Guess.of(attempt) != Guess.TURNED_DOWN) {
                    return course.unproven("after " + i + " pairs of " + samples
                            + " a wrong password was not turned down any more: " + course.lastSummary());
                }
                (isKnown ? known : unknown)[i] = attempt.answer().clocks().serviceNanos();
            }
        }
        return verdict(course, RankTest.of(known, unknown), samples);
    }

    static Finding verdict(Course course, RankTest test, int samples) {
        double effect = Math.abs(test.superiority() - 0.5);
        String measured = String.format(
                Locale.ROOT,
                "in %.0f %% of all pairs of %d each the user that exists takes longer (p %.2g)",
                test.superiority() * 100,
                samples,
                test.p());
        Finding finding;
        if (effect >= PLAIN && test.p() < RARE) {
            finding = course.fail(measured);
        } else {
            finding =
                    effect < SLIGHT ? course.pass(measured) : course.unproven(measured + ", neither plain nor slight");
        }
        return finding.with("superiority", test.superiority())
                .with("p", test.p())
                .with("samples", samples);
    }
}
