package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.config.Identity.Locator;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renewals do not prolong a session for ever. */
final class SessionHasEnd implements AuthCheck {
    private static final int RENEWALS = 3;
    /** Ends are told in whole seconds: in less time none can be seen to move. */
    private static final Duration BETWEEN = Duration.ofMillis(1_100);
    /** Both ends of what is compared are rounded to a second. */
    private static final Duration ROUNDING = Duration.ofSeconds(1);

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.refresh.absolute-end",
                                "Renewals do not move the end of a session beyond its absolute lifetime",
                                Severity.MEDIUM,
                                "OWASP ASVS 5.0 10.4.8 and 7.3.2"),
                        "A login and " + RENEWALS
                                + " renewals, 1.1 s apart; read is when each refresh token ends: its exp, or"
                                + " probes.auth.sessions.refresh-expires-in.",
                        "The end stays where it was at the login, within probes.auth.sessions.absolute-lifetime of it.",
                        "PASS: the announced end does not move. That it is kept is not waited for. An end that moves below the absolute"
                                + " lifetime is unproven: an idle timeout does that, and the cap shows only later.",
                        "After a renewal the session is to end later than its login plus the absolute lifetime.",
                        "cut -d. -f2 <<< \"$REFRESH_TOKEN\" | basenc --base64url -d    # exp, before and after a renewal")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 4, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Renewal> renewal = Renewal.of(bench);
        if (renewal.isEmpty()) {
            return Renewal.missing(bench, claim);
        }
        Duration cap = renewal.get().policy().absoluteLifetime();
        if (cap == null) {
            return Finding.skipped(claim, "not in the contract: probes.auth.sessions.absolute-lifetime");
        }
        Credential session = bench.obtain(0);
        Instant began = bench.time().wallClock();
        Course course = new Course(bench, claim).after(session.exchanges());
        Optional<Instant> issued = session.refreshToken().flatMap(token -> issued(token.reveal()));
        List<Instant> ends = new ArrayList<>();
        // The login's own answer is at hand only as evidence; the end of a token that is a JWT is read from itself.
        session.refreshToken()
                .flatMap(token -> CompactToken.expiry(token.reveal()))
                .ifPresent(ends::add);
        for (int i = 0; i < RENEWALS; i++) {
            Pause.of(BETWEEN);
            SignIn.Attempt attempt = session.refreshToken().isEmpty()
                    ? SignIn.Attempt.without(course.send(bench.routes().get(0).bare()), "has no refresh token")
                    : renewal.get().renew(course, session);
            if (attempt.credential().isEmpty()) {
                return course.unproven("renewal " + (i + 1) + " " + attempt.problem());
            }
            session = attempt.credential().get();
            end(bench, renewal.get().policy().refreshExpiresIn(), session, attempt.answer())
                    .ifPresent(ends::add);
        }
        if (ends.size() < RENEWALS) {
            return Finding.skipped(
                    claim,
                    "not in the contract: probes.auth.sessions.refresh-expires-in, for the refresh tokens do not say"
                            + " when they end");
        }
        return verdict(course, issued.orElse(began), cap, ends);
    }

    private static Finding verdict(Course course, Instant began, Duration cap, List<Instant> ends) {
        Instant first = ends.get(0);
        Instant last = ends.get(ends.size() - 1);
        Duration moved = Duration.between(first, last);
        Finding finding;
        if (last.isAfter(began.plus(cap).plus(ROUNDING))) {
            finding = course.fail("after " + RENEWALS + " renewals the session is to end "
                    + Duration.between(began, last).toSeconds() + " s after its login, and its absolute lifetime is "
                    + cap.toSeconds() + " s");
        } else if (moved.compareTo(ROUNDING) > 0) {
            finding = course.unproven(RENEWALS + " renewals moved the end of the session by " + moved.toSeconds()
                    + " s; whether it stops at the absolute lifetime shows only after that");
        } else {
            finding = course.pass(RENEWALS + " renewals did not move the end of the session, "
                    + Duration.between(began, last).toSeconds() + " s after its login");
        }
        return finding.with("moved-seconds", moved.toSeconds());
    }

    private static Optional<Instant> end(Bench bench, @Nullable Locator place, Credential session, HttpAnswer answer) {
        Optional<Instant> told = session.refreshToken().flatMap(token -> CompactToken.expiry(token.reveal()));
        if (place == null || told.isPresent()) {
            return told;
        }
        Optional<String> text =
                place.header() != null ? answer.headers().first(place.header()) : SignIn.value(place, answer.body());
        return text.filter(seconds -> seconds.matches("\\d{1,10}"))
                .map(seconds -> bench.time().wallClock().plusSeconds(Long.parseLong(seconds)));
    }

    private static Optional<Instant> issued(String token) {
        return CompactToken.parse(token)
                .flatMap(parsed -> parsed.claim("iat"))
                .filter(node -> node.isNumber())
                .map(node -> Instant.ofEpochSecond(node.asLong()));
    }
}
