package dev.seaworthy.auth.settings;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the tokens: {@code probes.auth.tokens}.
 *
 * @param jwks where the issuer publishes its keys (RFC 7517 section 5): a path of the auth target, or a URL under the
 *     allow-list; or null
 * @param publicKey the issuer's public key in PEM, where it is not published; or null
 * @param keyPaths texts that a careless verifier may take for the key: paths of key files, names of variables; none unless
 *     given
 * @param guesses weak secrets to try besides the probe's own list; none unless given
 * @param retiredKey an identity with a signing key that the issuer has withdrawn; or null
 * @param longestLifetime from iat to exp; one day unless given
 */
public record TokenSettings(
        @Nullable String jwks,
        @Nullable String publicKey,
        List<String> keyPaths,
        List<String> guesses,
        @Nullable String retiredKey,
        Duration longestLifetime) {

    public TokenSettings(
            @Nullable String jwks,
            @Nullable String publicKey,
            @Nullable List<String> keyPaths,
            @Nullable List<String> guesses,
            @Nullable String retiredKey,
            @Nullable Duration longestLifetime) {
        this.jwks = jwks;
        this.publicKey = publicKey;
        this.keyPaths = keyPaths == null ? List.of() : List.copyOf(keyPaths);
        this.guesses = guesses == null ? List.of() : List.copyOf(guesses);
        this.retiredKey = retiredKey;
        this.longestLifetime = longestLifetime == null ? Duration.ofDays(1) : longestLifetime;
    }

    /** Where nothing is known. */
    static TokenSettings unknown() {
        return new TokenSettings(null, null, null, null, null, null);
    }
}
