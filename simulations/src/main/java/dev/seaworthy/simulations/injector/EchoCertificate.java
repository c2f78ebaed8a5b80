package dev.seaworthy.simulations.injector;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * A key on P-256 and a certificate for 127.0.0.1 that it has signed itself, made for one run. The JDK signs, but has no
 * way to write a certificate; a library for it would weigh more than all the rest of this project.
 *
 * @param certificate X.509 version 3 (RFC 5280 section 4.1), valid for some days
 */
record EchoCertificate(PrivateKey key, X509Certificate certificate) {
    private static final byte[] VERSION_3 = {2};
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final byte[] ECDSA_WITH_SHA256 = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};
    private static final byte[] COMMON_NAME = {0x55, 4, 3};
    private static final byte[] BASIC_CONSTRAINTS = {0x55, 0x1d, 0x13};
    private static final byte[] SUBJECT_ALT_NAME = {0x55, 0x1d, 0x11};
    private static final byte[] TRUE = {(byte) 0xff};

    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8 = 0x0c;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int EXPLICIT_VERSION = 0xa0;
    private static final int EXPLICIT_EXTENSIONS = 0xa3;
    private static final int IP_ADDRESS = 0x87;

    /**
     * Makes one.
     *
     * @param now the day on which it must be valid
     */
    static EchoCertificate make(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] algorithm = der(SEQUENCE, der(OBJECT_ID, ECDSA_WITH_SHA256));
            byte[] body = body(pair, algorithm, now);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(body);
            byte[] encoded = der(SEQUENCE, body, algorithm, der(BIT_STRING, new byte[1], signature.sign()));
            return new EchoCertificate(pair.getPrivate(), (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK cannot make a key on P-256", e);
        }
    }

    /** What a client has to trust. */
    String pem() throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] body(KeyPair pair, byte[] algorithm, Instant now) {
        byte[] name = der(
                SEQUENCE,
                der(
                        SET,
                        der(
                                SEQUENCE,
                                der(OBJECT_ID, COMMON_NAME),
                                der(UTF8, "Seaworthy echo".getBytes(StandardCharsets.UTF_8)))));
        byte[] authority = der(
                SEQUENCE,
                der(OBJECT_ID, BASIC_CONSTRAINTS),
                der(BOOLEAN, TRUE),
                der(OCTET_STRING, der(SEQUENCE, der(BOOLEAN, TRUE))));
        byte[] address = der(
                SEQUENCE,
                der(OBJECT_ID, SUBJECT_ALT_NAME),
                der(OCTET_STRING, der(SEQUENCE, der(IP_ADDRESS, LOOPBACK))));
        return der(
                SEQUENCE,
                der(EXPLICIT_VERSION, der(INTEGER, VERSION_3)),
                der(INTEGER, new BigInteger(63, new SecureRandom()).setBit(62).toByteArray()),
                algorithm,
                name,
                der(SEQUENCE, time(now.minus(Duration.ofDays(1))), time(now.plus(Duration.ofDays(30)))),
                name,
                pair.getPublic().getEncoded(),
                der(EXPLICIT_EXTENSIONS, der(SEQUENCE, authority, address)));
    }

    /** RFC 5280 section 4.1.2.5: two digits for the year until 2049, four from then on. */
    private static byte[] time(Instant instant) {
        boolean late = instant.atZone(ZoneOffset.UTC).getYear() >= 2050;
        String text = DateTimeFormatter.ofPattern(late ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(instant);
        return der(late ? GENERALIZED_TIME : UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Tag, length and content (ITU-T X.690 section 8.1). */
    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        int length = content.size();
        if (length >= 0x80) {
            int bytes = length > 0xff ? 2 : 1;
            all.write(0x80 | bytes);
            if (bytes == 2) {
                all.write(length >> 8);
            }
        }
        all.write(length);
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }
}
