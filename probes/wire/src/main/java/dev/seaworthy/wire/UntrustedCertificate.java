package dev.seaworthy.wire;

import java.security.cert.CertificateException;

/** A certificate that did not verify; its message is one line for people. */
final class UntrustedCertificate extends CertificateException {
    private static final long serialVersionUID = 1L;

    UntrustedCertificate(String message, CertificateException cause) {
        super(message, cause);
    }
}
