package dev.seaworthy.config;

import dev.seaworthy.kernel.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a credential is obtained. */
public sealed interface Identity {
    /**
     * Accounts that sign in by a request.
     *
     * @param login the request; {@code {user}} and {@code {password}} in its path, query, headers and body are replaced
     * @param token where the answer has the token
     * @param refreshToken where it has the refresh token, or null
     * @param expiresIn where it has the lifetime in seconds, or null
     * @param accounts the pool, at least one
     * @param refresh the request that renews; {@code {refreshToken}} is replaced; or null
     * @param logout the request that ends the session, sent with the token; or null
     */
    record Login(
            RequestSpec login,
            Locator token,
            @Nullable Locator refreshToken,
            @Nullable Locator expiresIn,
            List<Account> accounts,
            @Nullable RequestSpec refresh,
            @Nullable RequestSpec logout)
            implements Identity {}

    /** A token that somebody else issued. */
    record StaticToken(Secret token) implements Identity {}

    /**
     * OIDC client credentials (RFC 6749 section 4.4), sent to the auth target as a form.
     *
     * @param path of the token endpoint
     * @param scope may be empty
     */
    record ClientCredentials(String path, String clientId, Secret clientSecret, String scope) implements Identity {}

    /**
     * Tokens that we sign ourselves, with a key that exists for tests. What such a token proves is weaker than a login,
     * and the report says so.
     *
     * @param key for an HMAC the key itself, otherwise a private key in PEM (PKCS#8)
     * @param algorithm HS*, RS*, PS* or ES* with 256, 384 or 512, or EdDSA
     * @param keyId what {@code kid} says in the header of each token; null for tokens without it
     * @param claims besides {@code iat} and {@code exp}
     * @param lifetime of each token
     */
    record SigningKey(
            Secret key, String algorithm, @Nullable String keyId, Map<String, Object> claims, Duration lifetime)
            implements Identity {
        /** Tokens without a key id. */
        public SigningKey(Secret key, String algorithm, Map<String, Object> claims, Duration lifetime) {
            this(key, algorithm, null, claims, lifetime);
        }
    }

    /** One account of a pool. */
    record Account(String user, Secret password) {}

    /**
     * Where an answer has a value: exactly one of the two.
     *
     * @param pointer JSON pointer into the body (RFC 6901)
     * @param header name of a response header
     */
    record Locator(@Nullable String pointer, @Nullable String header) {}
}
