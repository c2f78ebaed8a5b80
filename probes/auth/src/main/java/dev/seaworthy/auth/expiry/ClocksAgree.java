package dev.seaworthy.auth.expiry;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Who issues tokens and who reads them look at the same clock. */
final class ClocksAgree implements AuthCheck {
    private static final int SAMPLES = 8;
    private static final double SHARP_SECONDS = 0.25;
    private static final double TOLERATED_SECONDS = 5;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.clock.agree",
                                "The clocks of the issuer and of the resource server agree within five seconds",
                                Severity.MEDIUM,
                                "RFC 7519 section 4.1.4; OWASP ASVS 5.0 16.2.2"),
                        "A login, whose token says when it was issued (iat); then up to " + SAMPLES
                                + " requests to a protected operation without a credential, sent around the moment at which the server's"
                                + " Date moves on.",
                        "The issuer's and the resource server's offset from this machine differ by five seconds at most.",
                        "PASS: an expiry means the same on both sides. A target that is more than a minute away from this machine's"
                                + " clock is unproven: which of the two is wrong cannot be seen from here.",
                        "iat and Date of the same moment differ by more than five seconds.",
                        "curl -sI https://HOST/api/profile | grep -i '^date'; date -u; cut -d. -f2 <<< \"$TOKEN\" | basenc --base64url -d")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, SAMPLES + 1, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws InterruptedException {
        Optional<Identity.Login> login = bench.login();
        if (login.isEmpty()) {
            return Finding.skipped(
                    claim, "not in the contract: identities." + bench.settings().identity() + " does not log in");
        }
        Course course = new Course(bench, claim);
        SignIn.Attempt attempt = course.firstLogin(login.get());
        if (attempt.credential().isEmpty()) {
            return course.unproven("the login " + attempt.problem());
        }
        Optional<Instant> issued = CompactToken.parse(
                        attempt.credential().get().token().reveal())
                .flatMap(token -> token.claim("iat"))
                .filter(node -> node.isNumber())
                .map(node -> Instant.ofEpochSecond(node.asLong()));
        if (issued.isEmpty()) {
            return Finding.skipped(claim, "does not apply: the target's tokens are no JSON Web Tokens with iat");
        }
        ServerClock issuer = new ServerClock();
        HttpAnswer answer = attempt.answer();
        issuer.narrow(issued.get(), ServerClock.sentAt(answer), ServerClock.receivedAt(answer));
        ServerClock server = new ServerClock();
        for (int i = 0; i < SAMPLES && !isSharp(server); i++) {
            if (server.isKnown()) {
                Pause.of(server.untilTelling(bench.time().wallClock()));
            }
            HttpAnswer sample = course.send(bench.routes().get(0).bare());
            server.note(sample);
            if (!sample.outcome().answered()) {
                return course.unproven("the resource server fell silent: " + course.lastSummary());
            }
        }
        return verdict(course, issuer, server);
    }

    private static boolean isSharp(ServerClock clock) {
        return clock.isContradictory() || clock.isKnown() && clock.error() <= SHARP_SECONDS;
    }

    private static Finding verdict(Course course, ServerClock issuer, ServerClock server) {
        Optional<String> doubt = server.doubt();
        if (doubt.isPresent()) {
            return course.unproven(doubt.get());
        }
        double apart = issuer.offset() - server.offset();
        double error = issuer.error() + server.error();
        String offset = String.format(
                Locale.ROOT,
                "the resource server's clock is %+.2f s (± %.2f s) from this machine's",
                server.offset(),
                server.error());
        Finding finding;
        if (Math.abs(apart) - error > TOLERATED_SECONDS) {
            finding = course.fail(String.format(
                            Locale.ROOT,
                            "the issuer's clock is %.1f s (± %.1f s) %s the resource server's; ",
                            Math.abs(apart),
                            error,
                            apart > 0 ? "ahead of" : "behind")
                    + offset);
        } else if (Math.abs(apart) + error > TOLERATED_SECONDS) {
            finding = course.unproven(
                    "issuer and resource server are about five seconds apart, too near to call; " + offset);
        } else {
            finding = course.pass(String.format(
                            Locale.ROOT, "issuer and resource server agree within %.1f s; ", Math.abs(apart) + error)
                    + offset);
        }
        return finding.with("server-offset-seconds", rounded(server.offset()))
                .with("server-offset-error-seconds", rounded(server.error()))
                .with("issuer-offset-seconds", rounded(issuer.offset()));
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1_000) / 1_000.0;
    }
}
