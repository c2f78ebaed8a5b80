package dev.seaworthy.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Our share of a key exchange in TLS 1.3, and what it takes to read the server's first encrypted records (RFC 8446 sections
 * 4.2.8, 5.2 and 7.1). It verifies nothing: it reads, and sends nothing back. For one connection, and not thread-safe.
 */
final class TlsKeys {
    static final int X25519 = 0x001D;
    static final int SECP256R1 = 0x0017;

    /** What stands before the raw key in a SubjectPublicKeyInfo. */
    private static final byte[] X25519_HEAD = HexFormat.of().parseHex("302a300506032b656e032100");

    private static final byte[] P256_HEAD =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private final KeyPair x25519;
    private final KeyPair p256;
    private @Nullable SecretKeySpec key;
    private byte[] iv = new byte[0];
    private long sequence;

    private TlsKeys(KeyPair x25519, KeyPair p256) {
        this.x25519 = x25519;
        this.p256 = p256;
    }

    static TlsKeys fresh() {
        try {
            KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
            curve.initialize(new ECGenParameterSpec("secp256r1"));
            return new TlsKeys(KeyPairGenerator.getInstance("X25519").generateKeyPair(), curve.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has X25519 and secp256r1", e);
        }
    }

    byte[] x25519Share() {
        return tail(x25519.getPublic().getEncoded(), X25519_HEAD.length);
    }

    byte[] p256Share() {
        return tail(p256.getPublic().getEncoded(), P256_HEAD.length);
    }

    private static byte[] tail(byte[] encoded, int from) {
        return Arrays.copyOfRange(encoded, from, encoded.length);
    }

    /**
     * The server's handshake keys.
     *
     * @param suite 0x1301 or 0x1302
     * @param group of the server's share
     * @param transcript ClientHello and ServerHello, without record headers
     * @throws GeneralSecurityException if the share is no point, or suite or group are not ours
     */
    void agree(int suite, int group, byte[] share, byte[] transcript) throws GeneralSecurityException {
        Hash hash = hash(suite);
        byte[] shared = group == X25519
                ? shared("X25519", x25519.getPrivate(), X25519_HEAD, share)
                : shared("EC", p256.getPrivate(), P256_HEAD, share);
        byte[] zeros = new byte[hash.length];
        byte[] early = hash.mac(zeros, zeros);
        byte[] derived = hash.expand(early, "derived", hash.digest(new byte[0]), hash.length);
        byte[] handshake = hash.mac(derived, shared);
        byte[] server = hash.expand(handshake, "s hs traffic", hash.digest(transcript), hash.length);
        key = new SecretKeySpec(hash.expand(server, "key", new byte[0], hash.keyLength), "AES");
        iv = hash.expand(server, "iv", new byte[0], 12);
    }

    private static Hash hash(int suite) throws GeneralSecurityException {
        return switch (suite) {
            case 0x1301 -> new Hash("SHA-256", "HmacSHA256", 32, 16);
            case 0x1302 -> new Hash("SHA-384", "HmacSHA384", 48, 32);
            default -> throw new GeneralSecurityException("a cipher that was not offered");
        };
    }

    private static byte[] shared(String algorithm, PrivateKey ours, byte[] head, byte[] share)
            throws GeneralSecurityException {
        byte[] encoded = new byte[head.length + share.length];
        System.arraycopy(head, 0, encoded, 0, head.length);
        System.arraycopy(share, 0, encoded, head.length, share.length);
        KeyAgreement agreement = KeyAgreement.getInstance(algorithm.equals("EC") ? "ECDH" : algorithm);
        agreement.init(ours);
        agreement.doPhase(KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded)), true);
        return agreement.generateSecret();
    }

    boolean areAgreed() {
        return key != null;
    }

    /**
     * The plain text of the next encrypted record, with its type as the last byte that is not zero.
     *
     * @throws GeneralSecurityException if it is not authentic
     */
    byte[] open(byte[] header, byte[] body) throws GeneralSecurityException {
        byte[] nonce = iv.clone();
        long number = sequence++;
        for (int i = 0; i < 8; i++) {
            nonce[nonce.length - 1 - i] ^= (byte) (number >>> (8 * i));
        }
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(header);
        return cipher.doFinal(body);
    }

    /** The hash of a cipher suite, and what is derived by it. */
    private record Hash(String digest, String hmac, int length, int keyLength) {
        byte[] digest(byte[] text) throws GeneralSecurityException {
            return MessageDigest.getInstance(digest).digest(text);
        }

        byte[] mac(byte[] key, byte[] text) throws GeneralSecurityException {
            Mac mac = Mac.getInstance(hmac);
            mac.init(new SecretKeySpec(key, hmac));
            return mac.doFinal(text);
        }

        /** HKDF-Expand-Label, for no more than one block. */
        byte[] expand(byte[] secret, String label, byte[] context, int bytes) throws GeneralSecurityException {
            byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
            ByteBuffer info = ByteBuffer.allocate(2 + 1 + name.length + 1 + context.length + 1)
                    .putShort((short) bytes)
                    .put((byte) name.length)
                    .put(name)
                    .put((byte) context.length)
                    .put(context)
                    .put((byte) 1);
            return Arrays.copyOf(mac(secret, info.array()), bytes);
        }
    }
}
