package dev.seaworthy.twin;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * The RSA key of the twin's issuer, which it publishes: made once in a process, when it is first needed.
 */
final class IssuerKeys {
    private IssuerKeys() {}

    static PublicKey publicKey() {
        return Holder.PAIR.getPublic();
    }

    static PrivateKey privateKey() {
        return Holder.PAIR.getPrivate();
    }

    /** In PEM, as a file would hold it. */
    static String pem() {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(publicKey().getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
    }

    /** As a JWK Set (RFC 7517). */
    static Object keySet() {
        RSAPublicKey key = (RSAPublicKey) publicKey();
        byte[] modulus = key.getModulus().toByteArray();
        int sign = modulus[0] == 0 ? 1 : 0;
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return Json.object(
                "keys",
                List.of(Json.object(
                        "kty",
                        "RSA",
                        "use",
                        "sig",
                        "alg",
                        "RS256",
                        "kid",
                        "twin-1",
                        "n",
                        encoder.encodeToString(Arrays.copyOfRange(modulus, sign, modulus.length)),
                        "e",
                        encoder.encodeToString(key.getPublicExponent().toByteArray()))));
    }

    private static final class Holder {
        static final KeyPair PAIR = pair();

        private static KeyPair pair() {
            try {
                KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
                keys.initialize(2048);
                return keys.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK makes RSA keys", e);
            }
        }
    }
}
