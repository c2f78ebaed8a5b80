package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Only a refresh token renews. */
final class ForeignKindRefused implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.refresh.kind",
                                "Nothing but an unchanged refresh token renews a session",
                                Severity.HIGH,
                                "RFC 6749 sections 6 and 10.4; OWASP ASVS 5.0 9.2.2"),
                        "A login; then, in the place of its refresh token, its access token, and the refresh token with one bit of"
                                + " its signature changed, where it has one; then, as the control, the refresh token itself.",
                        "The first two are refused, the last gives tokens.",
                        "PASS: an access token, which travels more, does not prolong a session. Refresh tokens of other clients are"
                                + " not tried.",
                        "An access token or a changed refresh token is answered with tokens.",
                        "curl -i -H 'Content-Type: application/json' -d \"{\\\"refresh_token\\\": \\\"$ACCESS_TOKEN\\\"}\""
                                + " https://HOST/auth/refresh    # 401")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 4, "one session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Optional<Renewal> renewal = Renewal.of(bench);
        if (renewal.isEmpty()) {
            return Renewal.missing(bench, claim);
        }
        Credential session = bench.obtain(0);
        Course course = new Course(bench, claim).after(session.exchanges());
        if (session.refreshToken().isEmpty()) {
            return course.unproven("the login gives no refresh token where the contract says it is");
        }
        Map<String, Secret> strangers = new LinkedHashMap<>();
        strangers.put("an access token", session.token());
        CompactToken.parse(session.refreshToken().get().reveal())
                .filter(token -> token.signatureBytes().length > 0)
                .map(ForeignKindRefused::withFlippedSignature)
                .ifPresent(token -> strangers.put("a refresh token with another signature", bench.keep(token)));
        for (Map.Entry<String, Secret> stranger : strangers.entrySet()) {
            SignIn.Attempt attempt = renewal.get().renew(course, Renewal.like(session, stranger.getValue()));
            if (attempt.credential().isPresent()) {
                return course.fail(stranger.getKey() + " renews a session like a refresh token");
            }
            if (!attempt.isRefusal()) {
                return course.unproven(stranger.getKey() + " as refresh token was neither accepted nor refused: it "
                        + attempt.problem());
            }
        }
        SignIn.Attempt control = renewal.get().renew(course, session);
        return control.credential().isPresent()
                ? course.pass(String.join(" and ", strangers.keySet())
                        + " were refused, and after that the refresh token itself gave tokens")
                : course.unproven("control lost: after that the refresh token itself " + control.problem());
    }

    private static CompactToken withFlippedSignature(CompactToken token) {
        byte[] bytes = token.signatureBytes();
        bytes[0] ^= 1;
        return new CompactToken(token.header(), token.payload(), CompactToken.encoded(bytes));
    }
}
