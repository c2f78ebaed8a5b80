package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.Trial;
import dev.seaworthy.auth.forge.ClaimRows;
import dev.seaworthy.auth.forge.TokenForge;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A token past its end is worth nothing. */
public final class ExpiredRefused implements AuthCheck {
    private static final Duration LONG_PAST = Duration.ofHours(1);
    private static final Duration CLEAR_OF_ROUNDING = Duration.ofSeconds(2);

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.token.expired-refused",
                                "Every protected route refuses a correctly signed token whose end has passed",
                                Severity.HIGH,
                                "RFC 7519 section 4.1.4 (exp); OWASP ASVS 5.0 9.2.1"),
                        "With a test signing key in the contract: a fresh token's own claims, signed again as they are (this one must"
                                + " be accepted), then with exp an hour ago, then with exp just past the leeway; nothing else differs."
                                + " Without a key, and if probes.auth.longest-wait allows it: a real token after its end.",
                        "The unchanged one is accepted, each expired one refused with the status under expect.expired.",
                        "PASS: the end of a token is enforced on these routes, beyond the leeway of the contract. It says nothing"
                                + " about tokens without exp.",
                        "An expired token is let in while a fresh one with the same claims is too.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # once its exp has passed: 401")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        if (bench.settings().signingKey() == null) {
            return outlived(bench, claim, bench.standing(0));
        }
        try {
            Workshop workshop = Workshop.withKey(bench);
            return new RefusalTrial(bench, claim, workshop.valid()).refuses(mutants(workshop), 1);
        } catch (Inapplicable e) {
            return Finding.skipped(claim, e.reason());
        } catch (IllegalArgumentException e) {
            return Finding.error(claim, String.valueOf(e.getMessage()));
        }
    }

    private static List<Mutant> mutants(Workshop workshop) {
        TokenForge forge = workshop.forge();
        Duration leeway = workshop.bench().settings().leeway().plus(CLEAR_OF_ROUNDING);
        return workshop.mutants(
                CredentialClass.EXPIRED,
                List.of(
                        ClaimRows.expired(
                                forge,
                                "a token that ended an hour ago",
                                workshop.now().minus(LONG_PAST)),
                        ClaimRows.expired(
                                forge,
                                "a token that ended " + leeway.toSeconds() + " s ago",
                                workshop.now().minus(leeway))));
    }

    /** Waits for a real token to end, if the contract allows the wait. */
    private static Finding outlived(Bench bench, Claim claim, Credential old)
            throws CredentialRefused, InterruptedException {
        Optional<Duration> wait = old.expiresAt()
                .map(end -> Duration.between(bench.time().wallClock(), end)
                        .plus(bench.settings().leeway())
                        .plus(CLEAR_OF_ROUNDING));
        if (wait.isEmpty() || wait.get().compareTo(bench.settings().longestWait()) > 0) {
            String needed = wait.map(time -> "probes.auth.longest-wait of " + time.toSeconds() + " s or more")
                    .orElse("a token whose end is known");
            return Finding.skipped(
                    claim, "not in the contract: a test signing key (probes.auth.signing-key), or " + needed);
        }
        Pause.of(wait.get());
        Mutant outlived =
                Mutant.bearer("a token of the target's own after its end", CredentialClass.EXPIRED, old.token());
        return new Trial(bench, bench.obtain(1), TokenRequired.BOTH)
                .after(old.exchanges())
                .refuses(claim, List.of(outlived));
    }
}
