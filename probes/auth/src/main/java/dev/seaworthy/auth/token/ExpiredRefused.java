package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.bench.Pause;
import dev.seaworthy.auth.bench.Trial;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.SigningBench;
import dev.seaworthy.config.Identity;
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
import java.time.Instant;
import java.util.ArrayList;
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
        Credential credential = bench.standing(0);
        String key = bench.settings().signingKey();
        if (key == null) {
            return outlived(bench, claim, credential);
        }
        if (!(bench.identity(key) instanceof Identity.SigningKey identity)) {
            return Finding.error(claim, "probes.auth.signing-key: '" + key + "' is no identity with a signing key");
        }
        Optional<CompactToken> token = CompactToken.parse(credential.token().reveal());
        if (token.isEmpty() || CompactToken.expiry(token.get().text()).isEmpty()) {
            return Finding.skipped(
                    claim,
                    "does not apply: the target's tokens are no JSON Web Tokens with exp: there is nothing to re-sign");
        }
        try {
            SigningBench signer = new SigningBench(identity.key(), identity.algorithm());
            return new Trial(bench, credential, TokenRequired.BOTH).refuses(claim, mutants(bench, token.get(), signer));
        } catch (IllegalArgumentException e) {
            return Finding.error(claim, "identities." + key + ": " + e.getMessage());
        }
    }

    private static List<Mutant> mutants(Bench bench, CompactToken token, SigningBench signer) {
        Instant now = bench.time().wallClock();
        Instant justPast = now.minus(bench.settings().leeway()).minus(CLEAR_OF_ROUNDING);
        List<Mutant> mutants = new ArrayList<>();
        mutants.add(Mutant.control(
                "the token's own claims, signed with the contract's test key",
                bench.vault().keep(signer.sign(token.payloadText()))));
        expired(token, now.minus(LONG_PAST))
                .ifPresent(old -> mutants.add(mutant(bench, "a token that ended an hour ago", signer.sign(old))));
        expired(token, justPast)
                .ifPresent(old -> mutants.add(mutant(
                        bench,
                        "a token that ended "
                                + bench.settings()
                                        .leeway()
                                        .plus(CLEAR_OF_ROUNDING)
                                        .toSeconds() + " s ago",
                        signer.sign(old))));
        return mutants;
    }

    private static Optional<String> expired(CompactToken token, Instant end) {
        return token.withNumber("exp", end.getEpochSecond()).map(CompactToken::payloadText);
    }

    private static Mutant mutant(Bench bench, String name, String token) {
        return Mutant.bearer(name, CredentialClass.EXPIRED, bench.vault().keep(token));
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
