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
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
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
            return new Tls(new PeerTrust(TrustedIssuers.verifier(pem)));
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
}
