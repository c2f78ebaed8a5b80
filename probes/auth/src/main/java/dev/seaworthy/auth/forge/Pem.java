package dev.seaworthy.auth.forge;

import dev.seaworthy.kernel.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text (RFC 7468). */
public final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    /**
     * A private key in PKCS#8.
     *
     * @throws IllegalArgumentException if the text is none for this algorithm; the message says nothing of the key
     */
    static PrivateKey privateKey(Secret text, String algorithm) {
        Matcher found = BLOCK.matcher(text.reveal());
        if (!found.find() || !found.group(1).equals("PRIVATE KEY")) {
            throw new IllegalArgumentException("a key for " + algorithm
                    + " is a private key in PEM (PKCS#8): it begins with -----BEGIN PRIVATE KEY-----");
        }
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(found.group(2));
            return KeyFactory.getInstance(family(algorithm)).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "the PEM text is no private key for " + algorithm + ", or it is damaged", e);
        }
    }

    /** A public key from {@code -----BEGIN PUBLIC KEY-----}; empty if the text is none. */
    public static Optional<PublicKey> publicKey(String text) {
        Matcher found = BLOCK.matcher(text);
        if (!found.find() || !found.group(1).equals("PUBLIC KEY")) {
            return Optional.empty();
        }
        for (String family : List.of("RSA", "EC", "Ed25519")) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(found.group(2));
                return Optional.of(KeyFactory.getInstance(family).generatePublic(new X509EncodedKeySpec(bytes)));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                // Of another family, or of none.
                continue;
            }
        }
        return Optional.empty();
    }

    /** Lines of 64 characters between the two markers, with a newline at the end. */
    static String text(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static String family(String algorithm) {
        return algorithm.startsWith("ES") ? "EC" : algorithm.equals("EdDSA") ? "Ed25519" : "RSA";
    }
}
