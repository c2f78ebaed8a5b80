package dev.seaworthy.auth.forge;

import dev.seaworthy.kernel.Secret;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.MacAlgorithm;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Signs valid tokens with a test signing key of the contract. Thread-safe. */
public final class SigningBench {
    private final MacAlgorithm algorithm;
    private final SecretKey key;

    /**
     * A bench for one key.
     *
     * @throws IllegalArgumentException if the algorithm is not an HMAC, or the key is too short for it (RFC 7518 section
     *     3.2); the message says which, and never the key
     */
    public SigningBench(Secret key, String algorithm) {
        SecureDigestAlgorithm<?, ?> found = Jwts.SIG.get().get(algorithm);
        if (!(found instanceof MacAlgorithm mac)) {
            throw new IllegalArgumentException("algorithm " + algorithm + " is not one of HS256, HS384, HS512");
        }
        byte[] bytes = key.reveal().getBytes(StandardCharsets.UTF_8);
        if (bytes.length * Byte.SIZE < mac.getKeyBitLength()) {
            throw new IllegalArgumentException("a key for " + algorithm + " has " + mac.getKeyBitLength() / Byte.SIZE
                    + " bytes or more, this one has " + bytes.length);
        }
        this.algorithm = mac;
        this.key = new SecretKeySpec(bytes, "HmacSHA" + algorithm.substring(2));
    }

    /** A new token with these claims, from {@code issuedAt} to {@code expiresAt}. */
    public String sign(Map<String, Object> claims, Instant issuedAt, Instant expiresAt) {
        return Jwts.builder()
                .header()
                .type("JWT")
                .and()
                .claims(claims)
                .issuedAt(java.util.Date.from(issuedAt))
                .expiration(java.util.Date.from(expiresAt))
                .signWith(key, algorithm)
                .compact();
    }

    /** A payload signed as it is, byte for byte. */
    public String sign(String payloadText) {
        return Jwts.builder()
                .header()
                .type("JWT")
                .and()
                .content(payloadText.getBytes(StandardCharsets.UTF_8))
                .signWith(key, algorithm)
                .compact();
    }
}
