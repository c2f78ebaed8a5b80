package dev.seaworthy.twin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;

/** Writes X.509 certificates (RFC 5280) of RSA keys: the JDK reads them and makes none. */
final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final AtomicLong SERIAL = new AtomicLong(1);
    /** AlgorithmIdentifier of sha256WithRSAEncryption. */
    private static final byte[] SHA256_RSA = sequence(oid(1, 2, 840, 113549, 1, 1, 11), tlv(5));

    private Der() {}

    /**
     * What a certificate says.
     *
     * @param authority whether it may issue others
     * @param names DNS names
     * @param addresses IP addresses, four bytes each
     */
    record Saying(
            String subject,
            KeyPair keys,
            Instant notBefore,
            Instant notAfter,
            boolean authority,
            List<String> names,
            List<byte[]> addresses) {}

    static X509Certificate certificate(Saying saying, String issuer, PrivateKey signer)
            throws GeneralSecurityException {
        byte[] body = sequence(
                tlv(0xA0, integer(2)),
                integer(SERIAL.getAndIncrement()),
                SHA256_RSA,
                new X500Principal(issuer).getEncoded(),
                sequence(time(saying.notBefore()), time(saying.notAfter())),
                new X500Principal(saying.subject()).getEncoded(),
                saying.keys().getPublic().getEncoded(),
                tlv(0xA3, extensions(saying)));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signer);
        signature.update(body);
        byte[] whole = sequence(body, SHA256_RSA, tlv(3, new byte[] {0}, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] extensions(Saying saying) {
        if (saying.authority()) {
            // basicConstraints, critical: an authority.
            return sequence(sequence(oid(2, 5, 29, 19), tlv(1, new byte[] {-1}), tlv(4, sequence(tlv(1, new byte[] {-1
            })))));
        }
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        saying.names().forEach(name -> names.writeBytes(tlv(0x82, name.getBytes(StandardCharsets.US_ASCII))));
        saying.addresses().forEach(address -> names.writeBytes(tlv(0x87, address)));
        return sequence(sequence(oid(2, 5, 29, 17), tlv(4, sequence(names.toByteArray()))));
    }

    private static byte[] time(Instant instant) {
        return tlv(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] integer(long value) {
        return tlv(2, BigInteger.valueOf(value).toByteArray());
    }

    private static byte[] oid(int first, int second, int... rest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first * 40 + second);
        for (int arc : rest) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >>> shift != 0) {
                    out.write(arc >>> shift & 0x7F | 0x80);
                }
            }
            out.write(arc & 0x7F);
        }
        return tlv(6, out.toByteArray());
    }

    private static byte[] sequence(byte[]... parts) {
        return tlv(0x30, parts);
    }

    /** Tag, length and content. */
    private static byte[] tlv(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int from = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | digits.length - from);
            out.write(digits, from, digits.length - from);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
