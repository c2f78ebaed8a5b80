package dev.seaworthy.twin;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/**
 * TLS before the twin: an authority, an intermediate and a certificate, made at its start. By BoringSSL where that is there,
 * since the JDK would refuse what some faults need.
 */
final class TlsFront {
    private static final String AUTHORITY = "CN=Harbour authority";
    private static final String INTERMEDIATE = "CN=Harbour intermediate";
    private static final Duration LIFE = Duration.ofDays(90);

    private final List<SslContext> contexts;
    private final X509Certificate authority;
    private final AtomicInteger turns = new AtomicInteger();

    private TlsFront(List<SslContext> contexts, X509Certificate authority) {
        this.contexts = contexts;
        this.authority = authority;
    }

    static TlsFront of(TwinSettings settings) {
        try {
            Instant now = Instant.now();
            KeyPair root = keys(2048);
            KeyPair middle = keys(2048);
            X509Certificate authority = Der.certificate(issuer(AUTHORITY, root, now), AUTHORITY, root.getPrivate());
            X509Certificate intermediate =
                    Der.certificate(issuer(INTERMEDIATE, middle, now), AUTHORITY, root.getPrivate());
            List<SslContext> contexts = new ArrayList<>();
            int count = settings.has(Fault.TLS_CHANGING_CERTIFICATE) ? 2 : 1;
            for (int i = 0; i < count; i++) {
                KeyPair own = keys(settings.has(Fault.TLS_SHORT_KEY) ? 1024 : 2048);
                Der.Saying saying = leaf(settings, own, now);
                boolean self = settings.has(Fault.TLS_SELF_SIGNED);
                X509Certificate leaf = self
                        ? Der.certificate(saying, saying.subject(), own.getPrivate())
                        : Der.certificate(saying, INTERMEDIATE, middle.getPrivate());
                contexts.add(
                        self || settings.has(Fault.TLS_CHAIN_CUT)
                                ? context(settings, own, leaf)
                                : context(settings, own, leaf, intermediate));
            }
            return new TlsFront(contexts, authority);
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException("the twin cannot make its certificate", e);
        }
    }

    private static Der.Saying issuer(String subject, KeyPair keys, Instant now) {
        return new Der.Saying(
                subject, keys, now.minus(LIFE.multipliedBy(5)), now.plus(LIFE.multipliedBy(5)), true, List.of(), List.of());
    }

    private static Der.Saying leaf(TwinSettings settings, KeyPair keys, Instant now) {
        Duration left = LIFE.minusDays(1);
        if (settings.has(Fault.TLS_RENEWAL_DUE)) {
            left = Duration.ofDays(20);
        }
        if (settings.has(Fault.TLS_LAST_DAYS)) {
            left = Duration.ofDays(3);
        }
        if (settings.has(Fault.TLS_EXPIRED)) {
            left = Duration.ofDays(-2);
        }
        Instant end = now.plus(left);
        boolean other = settings.has(Fault.TLS_OTHER_NAME);
        return new Der.Saying(
                "CN=harbour",
                keys,
                end.minus(LIFE),
                end,
                false,
                List.of(other ? "other.twin.test" : "localhost"),
                other ? List.of() : List.of(new byte[] {127, 0, 0, 1}));
    }

    private static SslContext context(TwinSettings settings, KeyPair keys, X509Certificate... chain)
            throws SSLException {
        List<String> protocols = new ArrayList<>(List.of("TLSv1.3", "TLSv1.2"));
        if (settings.has(Fault.TLS_OLD_VERSIONS)) {
            protocols.addAll(List.of("TLSv1.1", "TLSv1"));
        }
        List<String> ciphers = new ArrayList<>(List.of(
                "TLS_AES_128_GCM_SHA256",
                "TLS_AES_256_GCM_SHA384",
                "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"));
        if (settings.has(Fault.TLS_OLD_VERSIONS)) {
            // The old versions know nothing better.
            ciphers.add("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA");
        }
        if (settings.has(Fault.TLS_STATIC_RSA)) {
            ciphers.add("TLS_RSA_WITH_AES_128_GCM_SHA256");
        }
        if (settings.has(Fault.TLS_TRIPLE_DES)) {
            ciphers.add("SSL_RSA_WITH_3DES_EDE_CBC_SHA");
        }
        return SslContextBuilder.forServer(keys.getPrivate(), chain)
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols(protocols)
                .ciphers(ciphers)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        "http/1.1"))
                .build();
    }

    private static KeyPair keys(int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    /** What goes first in the pipeline of a connection. */
    SslHandler handler(ByteBufAllocator allocator) {
        return contexts.get(Math.floorMod(turns.getAndIncrement(), contexts.size()))
                .newHandler(allocator);
    }

    /** What a client must trust, as PEM. */
    String authority() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(authority.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was parsed can be written", e);
        }
    }
}
