package dev.seaworthy.auth.forge;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a token again with a key of its own, of the kind that the token's header names: correct in form, and of a key that
 * the target cannot know. By the JDK's own classes, over the token's own bytes.
 */
public final class Resigner {
    private static final Map<String, String> CURVES =
            Map.of("ES256", "secp256r1", "ES384", "secp384r1", "ES512", "secp521r1");

    private Resigner() {}

    /** The token with a signature of an unknown key; empty for an algorithm that the JDK does not sign with. */
    public static Optional<CompactToken> withUnknownKey(CompactToken token, Random random) {
        try {
            String algorithm = token.algorithm();
            if (algorithm.matches("HS(256|384|512)")) {
                return Optional.of(token.withSignature(mac(token, algorithm, random)));
            }
            if (algorithm.matches("RS(256|384|512)")) {
                KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
                keys.initialize(2048);
                return Optional.of(token.withSignature(
                        signed(token, "SHA" + algorithm.substring(2) + "withRSA", keys.generateKeyPair())));
            }
            if (CURVES.containsKey(algorithm)) {
                KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
                keys.initialize(new ECGenParameterSpec(CURVES.get(algorithm)));
                return Optional.of(token.withSignature(signed(
                        token, "SHA" + algorithm.substring(2) + "withECDSAinP1363Format", keys.generateKeyPair())));
            }
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with " + token.algorithm(), e);
        }
    }

    private static byte[] mac(CompactToken token, String algorithm, Random random) throws GeneralSecurityException {
        byte[] key = new byte[64];
        random.nextBytes(key);
        Mac mac = Mac.getInstance("HmacSHA" + algorithm.substring(2));
        mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
        return mac.doFinal(token.signedBytes());
    }

    private static byte[] signed(CompactToken token, String algorithm, KeyPair keys) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(keys.getPrivate());
        signature.update(token.signedBytes());
        return signature.sign();
    }
}
