package dev.seaworthy.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** The JDK's chain and hostname verification, whose refusals are put into words while the certificate is at hand. */
final class PeerTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager verifier;

    PeerTrust(X509ExtendedTrustManager verifier) {
        this.verifier = verifier;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            verifier.checkServerTrusted(chain, authType, engine);
            // The JDK asks a certificate that is itself in the trust store for nothing more, not even its dates.
            chain[0].checkValidity();
        } catch (CertificateException e) {
            throw new UntrustedCertificate(words(chain, engine.getPeerHost(), e), e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        verifier.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        verifier.checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        verifier.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        verifier.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        verifier.checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return verifier.getAcceptedIssuers();
    }

    /** Every objection, since the JDK stops at its first. */
    private static String words(X509Certificate[] chain, @Nullable String host, CertificateException refusal) {
        List<String> objections = new ArrayList<>();
        for (X509Certificate certificate : chain) {
            dates(certificate, objections);
        }
        X509Certificate leaf = chain[0];
        String subject = leaf.getSubjectX500Principal().getName();
        String message = String.valueOf(refusal.getMessage());
        if (message.contains("unable to find valid certification path")) {
            objections.add("its issuer is unknown: " + subject + " was issued by "
                    + leaf.getIssuerX500Principal().getName());
        } else if (message.startsWith("No name matching") || message.startsWith("No subject alternative")) {
            objections.add("it is for another host: asked for " + host + ", it names " + names(leaf));
        } else if (objections.isEmpty()) {
            objections.add(subject + ": " + message);
        }
        return "the certificate does not verify: " + String.join("; ", objections);
    }

    private static void dates(X509Certificate certificate, List<String> objections) {
        String subject = certificate.getSubjectX500Principal().getName();
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            objections.add("it has expired: " + subject + " ended at "
                    + certificate.getNotAfter().toInstant());
        } catch (CertificateNotYetValidException e) {
            objections.add("it is not valid yet: " + subject + " begins at "
                    + certificate.getNotBefore().toInstant());
        }
    }

    private static String names(X509Certificate leaf) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(entry -> names.add(String.valueOf(entry.get(1))));
            }
        } catch (CertificateException e) {
            names.add("unreadable names");
        }
        return names.isEmpty() ? leaf.getSubjectX500Principal().getName() : String.join(", ", names);
    }
}
