package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.bench.Trial;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.Resigner;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Only the issuer's key makes a token. */
public final class SignatureChecked implements AuthCheck {
    private static final List<String> SPELLINGS_OF_NONE = List.of("none", "None", "NONE", "nOnE");

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.token.signature-checked",
                                "Every protected route refuses a token that the issuer's key did not sign",
                                Severity.CRITICAL,
                                "RFC 8725 sections 2.1, 3.1 and 3.2; OWASP ASVS 5.0 9.1.1 and 9.1.2"),
                        "The payload of a valid token, unchanged: signed by a key of our own of the same kind; with a constant text for"
                                + " a signature; with an empty one; and with the algorithm none in four spellings.",
                        "Each is refused with the status under expect.tampered, or expect.none where that is not given.",
                        "PASS: these forgeries are not accepted on these routes. Confusion of a public key with an HMAC secret and keys"
                                + " taken from the token's own header are not tried.",
                        "One of these tokens is let in: anybody can make tokens.",
                        "curl -i -H \"Authorization: Bearer $(printf '{\"alg\":\"none\"}' | basenc --base64url | tr -d =).$PAYLOAD.\""
                                + " https://HOST/api/profile    # 401")
                .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user"));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Credential credential = bench.standing(0);
        Optional<CompactToken> token = CompactToken.parse(credential.token().reveal());
        return token.isEmpty()
                ? Finding.skipped(
                        claim,
                        "does not apply: the target's tokens are no JSON Web Tokens: there is no signature to forge")
                : new Trial(bench, credential, TokenRequired.BOTH).refuses(claim, mutants(bench, token.get()));
    }

    private static List<Mutant> mutants(Bench bench, CompactToken token) {
        List<Mutant> mutants = new ArrayList<>();
        Resigner.withUnknownKey(token, bench.random("unknown key"))
                .ifPresent(forged -> mutants.add(mutant(bench, "a token signed by an unknown key", forged)));
        byte[] constant = "signature-of-nobody-at-all-000000".getBytes(StandardCharsets.US_ASCII);
        mutants.add(mutant(bench, "a token with a constant text for a signature", token.withSignature(constant)));
        mutants.add(mutant(bench, "a token with an empty signature", token.withSignature(new byte[0])));
        for (String none : SPELLINGS_OF_NONE) {
            token.withAlgorithm(none)
                    .ifPresent(unsigned -> mutants.add(mutant(
                            bench, "an unsigned token with algorithm " + none, unsigned.withSignature(new byte[0]))));
        }
        return mutants;
    }

    private static Mutant mutant(Bench bench, String name, CompactToken token) {
        return Mutant.bearer(name, CredentialClass.TAMPERED, bench.keep(token));
    }
}
