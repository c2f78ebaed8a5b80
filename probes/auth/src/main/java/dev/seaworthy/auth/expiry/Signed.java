package dev.seaworthy.auth.expiry;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.SigningBench;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real token's own claims, signed again with the contract's test key, with one time among them set anew.
 *
 * @param problem what a check finds that cannot do this; null if it can
 */
record Signed(
        Bench bench,
        @Nullable CompactToken token,
        @Nullable SigningBench signer,
        @Nullable Finding problem) {

    static Signed of(Bench bench, Claim claim, Credential real) {
        String key = bench.settings().signingKey();
        if (key == null) {
            return failed(bench, Finding.skipped(claim, "not in the contract: a test signing key (probes.auth.signing-key)"));
        }
        if (!(bench.identity(key) instanceof Identity.SigningKey identity)) {
            return failed(
                    bench,
                    Finding.error(claim, "probes.auth.signing-key: '" + key + "' is no identity with a signing key"));
        }
        Optional<CompactToken> token = CompactToken.parse(real.token().reveal());
        if (token.isEmpty() || CompactToken.expiry(token.get().text()).isEmpty()) {
            return failed(
                    bench,
                    Finding.skipped(
                            claim,
                            "does not apply: the target's tokens are no JSON Web Tokens with exp: there is nothing to re-sign"));
        }
        try {
            return new Signed(bench, token.get(), new SigningBench(identity.key(), identity.algorithm()), null);
        } catch (IllegalArgumentException e) {
            return failed(bench, Finding.error(claim, "identities." + key + ": " + e.getMessage()));
        }
    }

    private static Signed failed(Bench bench, Finding problem) {
        return new Signed(bench, null, null, problem);
    }

    /** The claims as they are. */
    Secret unchanged() {
        return sign(real().payloadText());
    }

    /** The claims with another end, in seconds of the epoch. */
    Secret ending(long exp) {
        return sign(real().withNumber("exp", exp).orElseThrow().payloadText());
    }

    /** The claims with another beginning, in seconds of the epoch. */
    Secret beginning(long nbf) {
        String text = real().payloadText();
        return sign(real().withNumber("nbf", nbf)
                .map(CompactToken::payloadText)
                .orElseGet(() -> text.replaceFirst("\\{", "{\"nbf\":" + nbf + ",")));
    }

    private CompactToken real() {
        if (token == null) {
            throw new IllegalStateException("there is no token to sign again");
        }
        return token;
    }

    private Secret sign(String payload) {
        if (signer == null) {
            throw new IllegalStateException("there is no key to sign with");
        }
        return bench.vault().keep(signer.sign(payload));
    }
}
