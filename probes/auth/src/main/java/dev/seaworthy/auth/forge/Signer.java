package dev.seaworthy.auth.forge;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs bytes under one algorithm of RFC 7518 section 3.1 or RFC 8037, by the JDK's own classes: it signs whatever it is
 * given, and looks at nothing. An ECDSA signature is the two numbers one after the other, as RFC 7518 section 3.4 wants it.
 * Thread-safe.
 */
public final class Signer {
    private static final Map<String, String> CURVES =
            Map.of("ES256", "secp256r1", "ES384", "secp384r1", "ES512", "secp521r1");

    private static final Map<String, KeyPair> NOBODYS = new ConcurrentHashMap<>();

    private final String algorithm;
    private final Signing signing;

    private Signer(String algorithm, Signing signing) {
        this.algorithm = algorithm;
        this.signing = signing;
    }

    /** What the header calls it. */
    public String algorithm() {
        return algorithm;
    }

    /** The signature over the first two segments as they are sent (RFC 7515 section 5.1). */
    public byte[] sign(String content) {
        return signBytes(content.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] signBytes(byte[] content) {
        try {
            return signing.sign(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the key does not sign under " + algorithm + ": "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    /**
     * An HMAC.
     *
     * @param algorithm HS256, HS384 or HS512
     * @param key of any length, none included: whoever pads it with zeros, as HMAC does, knows no difference
     */
    public static Signer hmac(String algorithm, byte[] key) {
        String name = "HmacSHA" + algorithm.substring(2);
        SecretKeySpec spec = new SecretKeySpec(key.length == 0 ? new byte[1] : key.clone(), name);
        return new Signer(algorithm, content -> {
            Mac mac = Mac.getInstance(name);
            mac.init(spec);
            return mac.doFinal(content);
        });
    }

    /**
     * An asymmetric signature.
     *
     * @param algorithm RS256 to RS512, PS256 to PS512, ES256 to ES512, or EdDSA
     * @throws IllegalArgumentException for any other
     */
    public static Signer of(String algorithm, PrivateKey key) {
        if (algorithm.matches("RS(256|384|512)")) {
            return jca(algorithm, "SHA" + algorithm.substring(2) + "withRSA", key);
        }
        if (algorithm.matches("PS(256|384|512)")) {
            int bits = Integer.parseInt(algorithm.substring(2));
            String digest = "SHA-" + bits;
            PSSParameterSpec pss =
                    new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), bits / Byte.SIZE, 1);
            return new Signer(algorithm, content -> {
                Signature signature = Signature.getInstance("RSASSA-PSS");
                signature.setParameter(pss);
                return signed(signature, key, content);
            });
        }
        if (CURVES.containsKey(algorithm)) {
            return jca(algorithm, "SHA" + algorithm.substring(2) + "withECDSAinP1363Format", key);
        }
        if (algorithm.equals("EdDSA")) {
            return jca(algorithm, "EdDSA", key);
        }
        throw new IllegalArgumentException("no signature is called " + algorithm);
    }

    /** A signer whose key nobody but this process knows; an RSA one where the algorithm is not known. */
    public static Signer ofNobody(String algorithm, Random random) {
        if (algorithm.matches("HS(256|384|512)")) {
            byte[] key = new byte[64];
            random.nextBytes(key);
            return hmac(algorithm, key);
        }
        return of(
                algorithm.matches("[RP]S\\d{3}|ES(256|384|512)|EdDSA") ? algorithm : "RS256",
                keysFor(algorithm).getPrivate());
    }

    /**
     * The pair of keys of this process for an algorithm: RSA with 2048 bits unless it is one on a curve. Made when it is
     * first asked for; nobody else has it.
     */
    public static KeyPair keysFor(String algorithm) {
        return NOBODYS.computeIfAbsent(
                CURVES.getOrDefault(algorithm, algorithm.equals("EdDSA") ? algorithm : "RSA"), kind -> made(algorithm));
    }

    private static KeyPair made(String algorithm) {
        try {
            if (CURVES.containsKey(algorithm)) {
                KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
                keys.initialize(new ECGenParameterSpec(CURVES.get(algorithm)));
                return keys.generateKeyPair();
            }
            if (algorithm.equals("EdDSA")) {
                return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            }
            KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
            keys.initialize(2048);
            return keys.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes keys for " + algorithm, e);
        }
    }

    /** Nothing of the key. */
    @Override
    public String toString() {
        return "signer under " + algorithm;
    }

    private static Signer jca(String algorithm, String name, PrivateKey key) {
        return new Signer(algorithm, content -> signed(Signature.getInstance(name), key, content));
    }

    private static byte[] signed(Signature signature, PrivateKey key, byte[] content) throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(content);
        return signature.sign();
    }

    private interface Signing {
        byte[] sign(byte[] content) throws GeneralSecurityException;
    }
}
