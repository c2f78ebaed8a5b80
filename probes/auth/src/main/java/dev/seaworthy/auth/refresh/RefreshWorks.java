package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.Locale;
import java.util.Optional;

/** A renewal gives a new access token, in an answer that nobody keeps. */
final class RefreshWorks implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.refresh.works",
                                "A renewal gives a new access token that works, in an answer that no cache keeps",
                                Severity.HIGH,
                                "RFC 6749 sections 5.1 and 6"),
                        "A login, a renewal with its refresh token, and the new access token to a protected operation.",
                        "Another access token than before, which the operation accepts, and Cache-Control: no-store.",
                        "PASS: sessions can be renewed, and the answer asks not to be kept. Whether a proxy on the way heeds that is"
                                + " not tried.",
                        "The renewal gives no token, the old one once more, or one that is refused; or its answer may be cached.",
                        "curl -i -H 'Content-Type: application/json' -d \"{\\\"refresh_token\\\": \\\"$TOKEN\\\"}\""
                                + " https://HOST/auth/refresh    # Cache-Control: no-store")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 4, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Renewal> renewal = Renewal.of(bench);
        if (renewal.isEmpty()) {
            return Renewal.missing(bench, claim);
        }
        Credential first = bench.obtain(0);
        Course course = new Course(bench, claim).after(first.exchanges());
        if (first.refreshToken().isEmpty()) {
            return course.fail("the login gives no refresh token where the contract says it is");
        }
        SignIn.Attempt renewed = renewal.get().renew(course, first);
        if (renewed.credential().isEmpty()) {
            return course.broken("the renewal", renewed);
        }
        if (renewed.credential().get().token().equals(first.token())) {
            return course.fail("the renewal gives the access token once more that the login gave");
        }
        if (course.discriminating(renewed.credential().get().token()).isEmpty()) {
            return course.unproven("no route shows that the renewed token works; the last: " + course.lastSummary());
        }
        String kept = renewed.answer().headers().first("Cache-Control").orElse("");
        return kept.toLowerCase(Locale.ROOT).contains("no-store")
                ? course.pass("the renewal gives a new token that works, with Cache-Control: no-store")
                : course.fail("the renewal's answer with the tokens lacks Cache-Control: no-store"
                        + (kept.isEmpty() ? "" : " and says " + kept));
    }
}
