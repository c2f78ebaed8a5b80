package dev.seaworthy.twin;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The provider's RS256 key (RFC 7518 section 3.3), made once for each process, and what it publishes of it. */
final class OidcKeys {
    private static final String KID = "harbour-2026";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private static final int BITS = 2048;
    private static final CompletableFuture<KeyPair> PAIR = made();

    private final TwinSettings settings;

    OidcKeys(TwinSettings settings) {
        this.settings = settings;
    }

    /** The key set document (RFC 7517 section 5). */
    Object document() {
        List<Object> keys = new ArrayList<>();
        keys.add(jwk());
        if (settings.has(Fault.OIDC_KEYS_ALIKE)) {
            keys.add(jwk());
        }
        return Json.object("keys", keys);
    }

    String sign(Map<String, Object> claims) {
        String header = encoded(Json.bytes(Json.object("alg", "RS256", "typ", "JWT", "kid", KID)));
        String content = header + "." + encoded(Json.bytes(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(PAIR.join().getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA256withRSA", e);
        }
    }

    private Object jwk() {
        RSAPublicKey key = (RSAPublicKey) PAIR.join().getPublic();
        Map<String, Object> jwk = Json.object(
                "kty",
                "RSA",
                "use",
                "sig",
                "alg",
                "RS256",
                "kid",
                KID,
                "n",
                number(key.getModulus()),
                "e",
                number(key.getPublicExponent()));
        if (settings.has(Fault.OIDC_KEYS_PRIVATE)) {
            jwk.put("d", number(((RSAPrivateKey) PAIR.join().getPrivate()).getPrivateExponent()));
        }
        return jwk;
    }

    /** Unsigned, without the leading zero byte that Java adds (RFC 7518 section 2). */
    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        boolean padded = bytes.length > 1 && bytes[0] == 0;
        return encoded(padded ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String encoded(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** Made beside the start of the first twin of a process: it takes too long for a request to wait for. */
    private static CompletableFuture<KeyPair> made() {
        CompletableFuture<KeyPair> pair = new CompletableFuture<>();
        Thread maker = new Thread(() -> pair.complete(pair()), "twin-oidc-key");
        maker.setDaemon(true);
        maker.start();
        return pair;
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes RSA keys", e);
        }
    }
}
