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
import dev.seaworthy.wire.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The throttle is not shaken off by a header or another spelling. */
final class ThrottleHolds implements AuthCheck {
    private static final String ADDRESS = "192.0.2.77";

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.login.throttle-bypass",
                                "An account that is throttled stays so for another forwarded address and another spelling of its name",
                                Severity.HIGH,
                                "OWASP ASVS 5.0 6.3.1 and 15.3.4; OWASP WSTG-ATHN-03"),
                        "To the sacrificial account: wrong passwords until one is throttled; then the right one as it is, with"
                                + " X-Forwarded-For, with X-Real-IP, with the name in capitals and with blanks around it; and as it is again.",
                        "The plain ones are throttled before and after, and between them none is let in.",
                        "PASS: these forms do not begin a count of their own. Real other addresses are not at hand.",
                        "The right password is let in, in one of these forms, while the account is throttled.",
                        "curl -i -H 'X-Forwarded-For: " + ADDRESS
                                + "' -d \"{\\\"email\\\": \\\"$USER\\\", \\\"password\\\":"
                                + " \\\"$PASSWORD\\\"}\" https://HOST/auth/login    # while throttled: 429")
                .with(new Footprint(
                        SafetyClass.MAY_LOCK,
                        Sacrifice.MOST_GUESSES + 10,
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
        if (guesses.get(guesses.size() - 1) != Guess.THROTTLED) {
            return course.unproven("no attempt of " + guesses.size()
                    + " was throttled, so there is nothing to shake off; see" + " auth.login.throttled");
        }
        if (Guess.of(sacrifice.get().right()) != Guess.THROTTLED) {
            return course.unproven("the right password is not throttled with the wrong ones, so it shows nothing: "
                    + course.lastSummary());
        }
        for (Disguise disguise : disguises(sacrifice.get().account().user())) {
            SignIn.Attempt attempt = sacrifice
                    .get()
                    .tried(disguise.user, sacrifice.get().account().password(), disguise.change);
            if (attempt.credential().isPresent()) {
                return Guess.of(sacrifice.get().right()) == Guess.THROTTLED
                        ? course.fail("while the account is throttled, the right password is let in " + disguise.name)
                        : course.unproven(
                                "control lost: the account was open again when it was let in " + disguise.name);
            }
        }
        return Guess.of(sacrifice.get().right()) == Guess.THROTTLED
                ? course.pass("0 of " + disguises("x").size() + " disguises let in while the account was throttled")
                : course.unproven("control lost: the account was open again before the end: " + course.lastSummary());
    }

    private static List<Disguise> disguises(String user) {
        return List.of(
                new Disguise("with X-Forwarded-For", user, request -> request.header("X-Forwarded-For", ADDRESS)),
                new Disguise("with X-Real-IP", user, request -> request.header("X-Real-IP", ADDRESS)),
                new Disguise("with the name in capitals", user.toUpperCase(Locale.ROOT), UnaryOperator.identity()),
                new Disguise("with a blank after the name", user + " ", UnaryOperator.identity()),
                new Disguise("with a blank before the name", " " + user, UnaryOperator.identity()));
    }

    private record Disguise(String name, String user, UnaryOperator<HttpRequest> change) {}
}
