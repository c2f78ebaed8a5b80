package dev.seaworthy.wire;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;

/**
 * A server's certificate and what must be trusted for it.
 *
 * @param chain with its key
 * @param pem the certificate that a client would trust
 */
record Certificates(X509Bundle chain, Path pem) {
    /** Signed by itself, and trusted as it is. */
    static Certificates selfSigned(Path folder, CertificateBuilder leaf) throws Exception {
        return written(folder, leaf.copy().setIsCertificateAuthority(true).buildSelfSigned());
    }

    /** Signed by an authority of its own. */
    static Certificates issued(Path folder, CertificateBuilder leaf) throws Exception {
        X509Bundle authority =
                named("an authority").setIsCertificateAuthority(true).buildSelfSigned();
        return written(folder, leaf.buildIssuedBy(authority));
    }

    /** A certificate that is valid today, for these names. */
    static CertificateBuilder named(String subject, String... names) {
        CertificateBuilder builder = new CertificateBuilder()
                .ecp256()
                .subject("CN=" + subject)
                .notBefore(Instant.now().minus(Duration.ofDays(30)))
                .notAfter(Instant.now().plus(Duration.ofDays(30)));
        for (String name : names) {
            builder.addSanDnsName(name);
        }
        return builder;
    }

    private static Certificates written(Path folder, X509Bundle bundle) throws IOException {
        Path pem = Files.createTempFile(folder, "trusted", ".pem");
        Files.writeString(pem, bundle.getRootCertificatePEM());
        return new Certificates(bundle, pem);
    }

    /** A TLS server socket on loopback that shows this certificate, and prefers h2 if it is offered. */
    ServerSocket listen() throws IOException, GeneralSecurityException {
        return listen("h2", "http/1.1");
    }

    /** As above, for these protocols of ALPN. */
    ServerSocket listen(String... protocols) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(chain.toKeyManagerFactory().getKeyManagers(), null, null);
        SSLServerSocket socket = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        return socket;
    }
}
