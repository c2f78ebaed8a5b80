package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.forge.KeyRows;
import dev.seaworthy.config.Identity;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import java.util.Optional;

/** A key that the issuer has withdrawn opens nothing. */
final class RetiredKeyRefused implements AuthCheck {
    private static final String SETTING = "probes.auth.tokens.retired-key";

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.jwt.retired-key",
                                "Every protected route refuses a token that a withdrawn key has signed",
                                Severity.HIGH,
                                "RFC 8725 section 3.10; OWASP ASVS 5.0 9.1.3"),
                        "The payload of a valid token, signed by the key of the identity under " + SETTING + ".",
                        "It is refused with the status under expect.tampered, or expect.none where that is not given.",
                        "PASS: at this moment the key is no longer trusted. How long that took is not measured.",
                        "The token is let in: a key that was withdrawn for a reason still makes tokens.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # signed by the old key: 401")
                .with(Footprint.reads(6));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        try {
            String name = bench.settings().tokens().retiredKey();
            Identity.SigningKey identity = Workshop.key(bench, name, SETTING);
            var retired = Workshop.bench(name, identity).signer();
            Workshop workshop = Workshop.withoutKey(bench);
            return new RefusalTrial(bench, claim, workshop.valid())
                    .refuses(
                            workshop.mutants(
                                    CredentialClass.TAMPERED,
                                    KeyRows.retired(workshop.forge(), retired, Optional.ofNullable(identity.keyId()))),
                            0);
        } catch (Inapplicable e) {
            return Finding.skipped(claim, e.reason());
        } catch (IllegalArgumentException e) {
            return Finding.error(claim, String.valueOf(e.getMessage()));
        }
    }
}
