package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.forge.SignatureRows;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;

/** Only the issuer's key makes a token. */
public final class SignatureChecked implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.token.signature-checked",
                                "Every protected route refuses a token that the issuer's key did not sign",
                                Severity.CRITICAL,
                                "RFC 7515 section 5.2; RFC 8725 section 3.3; CVE-2022-21449; OWASP ASVS 5.0 9.1.1 and 9.1.2"),
                        "The payload of a valid token, unchanged: signed by a key of our own of the same kind; with a constant text for"
                                + " a signature, with an empty one, and with none; for ECDSA, with one of zeros.",
                        "Each is refused with the status under expect.tampered, or expect.none where that is not given.",
                        "PASS: these forgeries are not accepted on these routes. Algorithms and keys that the token chooses"
                                + " are other claims: auth.jwt.unsigned, auth.jwt.key-confusion, auth.jwt.key-id and the rest.",
                        "One of these tokens is let in: anybody can make tokens.",
                        "curl -i -H \"Authorization: Bearer $HEADER.$PAYLOAD.\" https://HOST/api/profile    # 401")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        try {
            Workshop workshop = Workshop.withoutKey(bench);
            return new RefusalTrial(bench, claim, workshop.valid())
                    .refuses(workshop.mutants(CredentialClass.TAMPERED, SignatureRows.unearned(workshop.forge())), 1);
        } catch (Inapplicable e) {
            return Finding.skipped(claim, e.reason());
        }
    }
}
