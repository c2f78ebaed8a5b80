package dev.seaworthy.kernel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A value that must never be written. Its text form is a label, {@code secret:ab12cd34}: a keyed hash under a key that
 * lives as long as this process, so that a reader sees "the same token" and nobody can guess it offline.
 */
public final class Secret {
    private static final byte[] PROCESS_KEY = randomKey();

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a value.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public static Secret of(String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a secret is not empty");
        }
        return new Secret(value);
    }

    /** The value itself; for the moment at which it goes on the wire, and for nothing else. */
    public String reveal() {
        return value;
    }

    /** What may be written in its place. */
    public String label() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(PROCESS_KEY, "HmacSHA256"));
            byte[] digest = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
            return "secret:" + HexFormat.of().formatHex(digest, 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return label();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && that.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    private static byte[] randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
