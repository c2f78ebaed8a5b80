package dev.seaworthy.wire;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
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

    private static String words(X509Certificate[] chain, @Nullable String host, CertificateException refusal) {
        X509Certificate leaf = chain[0];
        String subject = leaf.getSubjectX500Principal().getName();
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "the certificate has expired: " + expired(chain);
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "the certificate is not valid yet: " + subject + " begins at "
                        + leaf.getNotBefore().toInstant();
            }
        }
        String message = String.valueOf(refusal.getMessage());
        if (message.contains("unable to find valid certification path")) {
            return "the certificate's issuer is unknown: " + subject + " was issued by "
                    + leaf.getIssuerX500Principal().getName();
        }
        if (message.startsWith("No name matching") || message.startsWith("No subject alternative")) {
            return "the certificate is for another host: asked for " + host + ", it names " + names(leaf);
        }
        return "the certificate of " + subject + " does not verify: " + message;
    }

    private static String expired(X509Certificate[] chain) {
        for (X509Certificate certificate : chain) {
            Instant end = certificate.getNotAfter().toInstant();
            try {
                certificate.checkValidity();
            } catch (CertificateExpiredException e) {
                return certificate.getSubjectX500Principal().getName() + " ended at " + end;
            } catch (CertificateNotYetValidException e) {
                return certificate.getSubjectX500Principal().getName() + " has not begun";
            }
        }
        return chain[0].getSubjectX500Principal().getName();
    }

    private static String names(X509Certificate leaf) throws IllegalStateException {
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
