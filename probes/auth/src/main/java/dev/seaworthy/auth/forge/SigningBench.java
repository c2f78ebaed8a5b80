package dev.seaworthy.auth.forge;

import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.Secret;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.MacAlgorithm;
import io.jsonwebtoken.security.SecureDigestAlgorithm;
import io.jsonwebtoken.security.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs valid tokens with a test signing key of the contract. Thread-safe. */
public final class SigningBench {
    private final Signer signer;
    private final Sealing sealing;
    private final @Nullable String keyId;

    /** A bench for the key of an identity; as {@link #SigningBench(Secret, String)}. */
    public SigningBench(Identity.SigningKey identity) {
        this(identity.key(), identity.algorithm(), identity.keyId());
    }

    /**
     * A bench for one key.
     *
     * @param key the bytes of an HMAC key as text, or an asymmetric private key in PEM (PKCS#8, RFC 5958)
     * @param algorithm HS*, RS*, PS* or ES* with 256, 384 or 512, or EdDSA
     * @throws IllegalArgumentException if the algorithm is not one of these, the key is none of its kind, or too short for
     *     it (RFC 7518 section 3.2); the message says which, and never the key
     */
    public SigningBench(Secret key, String algorithm) {
        this(key, algorithm, null);
    }

    private SigningBench(Secret key, String algorithm, @Nullable String keyId) {
        this.keyId = keyId;
        SecureDigestAlgorithm<?, ?> found = Jwts.SIG.get().get(algorithm);
        if (found instanceof MacAlgorithm mac) {
            byte[] bytes = key.reveal().getBytes(StandardCharsets.UTF_8);
            if (bytes.length * Byte.SIZE < mac.getKeyBitLength()) {
                throw new IllegalArgumentException("a key for " + algorithm + " has "
                        + mac.getKeyBitLength() / Byte.SIZE + " bytes or more, this one has " + bytes.length);
            }
            SecretKeySpec spec = new SecretKeySpec(bytes, "HmacSHA" + algorithm.substring(2));
            this.signer = Signer.hmac(algorithm, bytes);
            this.sealing = builder -> builder.signWith(spec, mac).compact();
            return;
        }
        if (!algorithm.matches("[RPE]S(256|384|512)|EdDSA")) {
            throw new IllegalArgumentException(
                    "algorithm " + algorithm + " is not one of HS, RS, PS or ES with 256, 384 or 512, or EdDSA");
        }
        PrivateKey own = Pem.privateKey(key, algorithm);
        this.signer = Signer.of(algorithm, own);
        this.sealing = builder -> signed(builder, own, found);
        // A key that does not fit is found out now, while it can still be said in one line.
        signer.sign("");
    }

    /** Signs anything by hand, with the same key. */
    public Signer signer() {
        return signer;
    }

    /** A new token with these claims, from {@code issuedAt} to {@code expiresAt}. */
    public String sign(Map<String, Object> claims, Instant issuedAt, Instant expiresAt) {
        JwtBuilder builder = Jwts.builder()
                .header()
                .type("JWT")
                .and()
                .claims(claims)
                .issuedAt(Date.from(issuedAt))
                .expiration(Date.from(expiresAt));
        if (keyId != null) {
            builder = builder.header().keyId(keyId).and();
        }
        return sealing.seal(builder);
    }

    private static String signed(JwtBuilder builder, PrivateKey key, @Nullable Object algorithm) {
        if (algorithm instanceof SignatureAlgorithm signature) {
            return builder.signWith(key, signature).compact();
        }
        throw new IllegalStateException("the library signs under every algorithm that was let pass");
    }

    private interface Sealing {
        String seal(JwtBuilder builder);
    }
}
