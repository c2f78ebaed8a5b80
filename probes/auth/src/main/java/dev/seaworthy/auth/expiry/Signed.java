package dev.seaworthy.auth.expiry;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.JsonText;
import dev.seaworthy.auth.forge.Signer;
import dev.seaworthy.auth.forge.SigningBench;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Secret;
import java.nio.charset.StandardCharsets;
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
        @Nullable Signer signer,
        @Nullable Finding problem) {

    static Signed of(Bench bench, Claim claim, Credential real) {
        String key = bench.settings().signingKey();
        if (key == null) {
            return failed(
                    bench, Finding.skipped(claim, "not in the contract: a test signing key (probes.auth.signing-key)"));
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
            return new Signed(bench, token.get(), new SigningBench(identity).signer(), null);
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
        return sign(real().payloadText().with("exp", Long.toString(exp)));
    }

    /** The claims with another beginning, in seconds of the epoch. */
    Secret beginning(long nbf) {
        return sign(real().payloadText().with("nbf", Long.toString(nbf)));
    }

    private CompactToken real() {
        if (token == null) {
            throw new IllegalStateException("there is no token to sign again");
        }
        return token;
    }

    private Secret sign(JsonText payload) {
        if (signer == null) {
            throw new IllegalStateException("there is no key to sign with");
        }
        JsonText header = real().headerText().with("alg", JsonText.quoted(signer.algorithm()));
        CompactToken bare = new CompactToken(encoded(header), encoded(payload), "");
        String signature = CompactToken.encoded(signer.sign(bare.content()));
        return bench.keep(new CompactToken(bare.header(), bare.payload(), signature));
    }

    private static String encoded(JsonText json) {
        return CompactToken.encoded(json.text().getBytes(StandardCharsets.UTF_8));
    }
}
