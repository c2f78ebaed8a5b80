package dev.seaworthy.wire;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS 1.2 and 1.3: for checks by the JDK, which tells more, and under load by OpenSSL where it is there, which costs less.
 * Chain and hostname are always verified, by the JDK; besides its authorities, those of one PEM file may be trusted. By ALPN
 * only what the caller speaks is offered. Thread-safe.
 */
final class Tls {
    private final PeerTrust trust;
    private final Map<Offer, SslContext> contexts = new ConcurrentHashMap<>();

    private Tls(PeerTrust trust) {
        this.trust = trust;
    }

    /** What is offered by ALPN, and by whose TLS. */
    enum Offer {
        /** The JDK's, for checks and WebSockets. */
        EVIDENCE(ApplicationProtocolNames.HTTP_1_1),
        HTTP_1_1(ApplicationProtocolNames.HTTP_1_1),
        HTTP_2(ApplicationProtocolNames.HTTP_2),
        EITHER(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);

        private final List<String> protocols;

        Offer(String... protocols) {
            this.protocols = List.of(protocols);
        }
    }

    /**
     * Reads the certificates to trust.
     *
     * @throws IllegalArgumentException if the PEM file cannot be read or holds no certificate
     */
    static Tls trusting(@Nullable Path pem) {
        try {
            return new Tls(new PeerTrust(verifier(pem)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK offers no TLS", e);
        }
    }

    private SslContext context(Offer offer) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(
                            offer == Offer.EVIDENCE || !OpenSsl.isAvailable() ? SslProvider.JDK : SslProvider.OPENSSL)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .trustManager(trust)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            offer.protocols))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("no TLS can be had", e);
        }
    }

    SslHandler handler(ByteBufAllocator allocator, Origin origin, Offer offer) {
        SSLEngine engine =
                contexts.computeIfAbsent(offer, this::context).newEngine(allocator, origin.host(), origin.port());
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        boolean literal = NetUtil.isValidIpV4Address(origin.host()) || NetUtil.isValidIpV6Address(origin.host());
        if (!literal) {
            // The JDK leaves names without a dot out by itself.
            parameters.setServerNames(List.of(new SNIHostName(origin.host())));
        }
        engine.setSSLParameters(parameters);
        return new SslHandler(engine);
    }

    /** Protocol, cipher and the certificate's SHA-256. */
    static String describe(SSLSession session) {
        return session.getProtocol() + " " + session.getCipherSuite() + " sha256:" + fingerprint(session);
    }

    private static String fingerprint(SSLSession session) {
        try {
            byte[] encoded = session.getPeerCertificates()[0].getEncoded();
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
        } catch (SSLPeerUnverifiedException e) {
            return "none";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static X509ExtendedTrustManager verifier(@Nullable Path pem) throws GeneralSecurityException {
        if (pem == null) {
            return extended(null);
        }
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int entry = 0;
            for (X509Certificate issuer : ((X509TrustManager) extended(null)).getAcceptedIssuers()) {
                store.setCertificateEntry("jdk-" + entry++, issuer);
            }
            for (Certificate certificate : certificates(pem)) {
                store.setCertificateEntry("extra-" + entry++, certificate);
            }
            return extended(store);
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store can always be made", e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("the file of trusted certificates " + pem
                        + " holds none; expected PEM blocks that begin with -----BEGIN CERTIFICATE-----");
            }
            return certificates;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the file of trusted certificates " + pem + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static X509ExtendedTrustManager extended(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("no trust manager for X.509");
    }
}
