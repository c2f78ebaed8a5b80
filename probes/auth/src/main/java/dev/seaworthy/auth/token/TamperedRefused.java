package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.bench.Trial;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.SignatureRows;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;

/** A token that was changed after signing is worth nothing. */
public final class TamperedRefused implements AuthCheck {
    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.token.tampered-refused",
                                "Every protected route refuses a token that was changed after it was signed",
                                Severity.CRITICAL,
                                "RFC 7515 section 5.2; OWASP ASVS 5.0 9.1.1; OWASP WSTG-SESS-10"),
                        "Tokens that differ from a valid one in one thing each: the last digit of exp, the subject replaced by another"
                                + " account's, the first and the last byte of the signature, and the signature of another valid token.",
                        "Each is refused with the status under expect.tampered, or expect.none where that is not given.",
                        "PASS: payload and signature belong together on these routes. Whether the signature is of the right key is"
                                + " auth.token.signature-checked.",
                        "One of these tokens is let in: whoever holds a token can become somebody else.",
                        "curl -i -H \"Authorization: Bearer $HEADER.$OTHER_PAYLOAD.$SIGNATURE\" https://HOST/api/profile    # 401")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Credential own = bench.standing(0);
        if (CompactToken.parse(own.token().reveal()).isEmpty()) {
            Mutant changed = Mutant.bearer(
                    "an opaque token with one character changed",
                    CredentialClass.TAMPERED,
                    bench.vault().keep(oneCharacterChanged(own.token().reveal())));
            return new Trial(bench, own, TokenRequired.BOTH).refuses(claim, List.of(changed));
        }
        try {
            Workshop workshop = Workshop.withoutKey(bench);
            List<Mutant> mutants = workshop.mutants(
                    CredentialClass.TAMPERED,
                    SignatureRows.changed(workshop.forge(), workshop.otherSubject(), workshop.other()));
            return new RefusalTrial(bench, claim, own).refuses(mutants, 1);
        } catch (Inapplicable e) {
            return Finding.skipped(claim, e.reason());
        }
    }

    private static String oneCharacterChanged(String token) {
        int middle = token.length() / 2;
        char changed = token.charAt(middle) == 'A' ? 'B' : 'A';
        return token.substring(0, middle) + changed + token.substring(middle + 1);
    }
}
