package dev.seaworthy.auth.forge;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;

/** As much of DER (ITU-T X.690) as shows a public key in another form, and writes a certificate that nobody issued. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final byte[] SHA256_WITH_RSA = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    /** The key in a SubjectPublicKeyInfo (RFC 5280 section 4.1) alone: for RSA, what PKCS#1 wants. */
    static byte[] keyOf(byte[] subjectPublicKeyInfo) {
        int inner = header(subjectPublicKeyInfo, 0);
        int bits = header(subjectPublicKeyInfo, inner) + length(subjectPublicKeyInfo, inner);
        // A bit string begins with the number of bits in its last byte that do not count: none.
        int from = header(subjectPublicKeyInfo, bits) + 1;
        return Arrays.copyOfRange(subjectPublicKeyInfo, from, subjectPublicKeyInfo.length);
    }

    /** An X.509 certificate that an RSA key has issued to itself: valid for a day around {@code now}. */
    static byte[] selfIssued(KeyPair keys, String name, Instant now) {
        byte[] who = element(
                SEQUENCE,
                element(0x31, element(SEQUENCE, COMMON_NAME, element(0x0c, name.getBytes(StandardCharsets.UTF_8)))));
        byte[] validity = element(SEQUENCE, time(now.minusSeconds(43_200)), time(now.plusSeconds(43_200)));
        byte[] certified = element(
                SEQUENCE,
                element(0x02, BigInteger.valueOf(now.getEpochSecond()).toByteArray()),
                SHA256_WITH_RSA,
                who,
                validity,
                who,
                keys.getPublic().getEncoded());
        byte[] signature = Signer.of("RS256", keys.getPrivate()).signBytes(certified);
        return element(SEQUENCE, certified, SHA256_WITH_RSA, element(0x03, new byte[1], signature));
    }

    private static byte[] time(Instant at) {
        return element(0x17, UTC_TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int size = content.size();
        if (size > 0xff) {
            out.writeBytes(new byte[] {(byte) 0x82, (byte) (size >> 8)});
        } else if (size > 0x7f) {
            out.write(0x81);
        }
        out.write(size);
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    /** Where the content of the element at {@code at} begins. */
    private static int header(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first > 0x7f ? first & 0x7f : 0);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first <= 0x7f) {
            return first;
        }
        return new BigInteger(1, Arrays.copyOfRange(der, at + 2, header(der, at))).intValue();
    }
}
