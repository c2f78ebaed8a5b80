package dev.seaworthy.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whom a run trusts to issue certificates: the authorities of the JDK, and those of one PEM file. */
public final class TrustedIssuers {
    private TrustedIssuers() {}

    /**
     * Their certificates.
     *
     * @param pem null for the JDK's alone
     * @throws IllegalArgumentException if the PEM file cannot be read or holds no certificate
     */
    public static List<X509Certificate> of(@Nullable Path pem) {
        try {
            return List.of(verifier(pem).getAcceptedIssuers());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK offers no TLS", e);
        }
    }

    /** What verifies a chain by them. */
    static X509ExtendedTrustManager verifier(@Nullable Path pem) throws GeneralSecurityException {
        if (pem == null) {
            return extended(null);
        }
        List<Certificate> issuers = new ArrayList<>(List.of(extended(null).getAcceptedIssuers()));
        issuers.addAll(certificates(pem));
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int entry = 0; entry < issuers.size(); entry++) {
                store.setCertificateEntry("issuer-" + entry, issuers.get(entry));
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
