package dev.seaworthy.auth.transport;

import dev.seaworthy.wire.TlsReply;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The certificates that a server sent (RFC 5280 section 6, RFC 9525).
 *
 * @param sent as sent, the leaf first; at least one
 * @param sentInAll how many were sent, which may be more
 */
record CertificateChain(List<X509Certificate> sent, int sentInAll) {
    private static final int SUBJECT_DNS = 2;
    private static final int SUBJECT_IP = 7;

    /** What a server chose, as certificates. */
    static CertificateChain of(TlsReply.Choice choice) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> sent = new ArrayList<>();
        for (byte[] der : choice.certificates()) {
            sent.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
        }
        return new CertificateChain(List.copyOf(sent), choice.certificatesInAll());
    }

    X509Certificate leaf() {
        return sent.get(0);
    }

    /** Why the chain does not lead from the leaf to one of these issuers; empty if it does. */
    Optional<String> flaw(List<X509Certificate> issuers, Instant now) {
        if (sentInAll > sent.size()) {
            return Optional.of("the server sends " + sentInAll + " certificates, more than any chain has");
        }
        List<X509Certificate> path = new ArrayList<>();
        Set<X509Certificate> used = new HashSet<>();
        X509Certificate at = leaf();
        while (true) {
            Optional<String> dates = dates(at, now);
            if (dates.isPresent()) {
                return dates;
            }
            if (issuers.contains(at)) {
                break;
            }
            path.add(at);
            used.add(at);
            X509Certificate child = at;
            if (issuers.stream().anyMatch(issuer -> issued(issuer, child))) {
                break;
            }
            Optional<X509Certificate> next =
                    sent.stream().filter(other -> issued(other, child)).findFirst();
            if (next.isEmpty()) {
                return Optional.of(missing(child));
            }
            if (used.contains(next.get())) {
                return Optional.of(endless(child, path.size()));
            }
            at = next.get();
        }
        return path.isEmpty() ? Optional.empty() : invalid(path, issuers, now);
    }

    private static String missing(X509Certificate last) {
        boolean fetched = last.getExtensionValue("1.3.6.1.5.5.7.1.1") != null;
        return "its issuer is neither sent nor trusted: " + name(last) + " was issued by "
                + last.getIssuerX500Principal().getName()
                + (fetched
                        ? " (an intermediate is missing: the certificate says where a client may fetch it)"
                        : " (an intermediate is missing, or the authority is private: name it in targets.trust)");
    }

    private static String endless(X509Certificate last, int length) {
        if (!last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
            return "the chain leads in a circle, and to no authority: " + name(last);
        }
        return length == 1
                ? "the certificate is self-signed: " + name(last)
                : "its root is not trusted: " + name(last) + "; a private authority belongs into targets.trust";
    }

    /** The JDK's own judgement, on constraints and algorithms. */
    private static Optional<String> invalid(List<X509Certificate> path, List<X509Certificate> issuers, Instant now) {
        try {
            Set<TrustAnchor> anchors = new HashSet<>();
            issuers.forEach(issuer -> anchors.add(new TrustAnchor(issuer, null)));
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            return Optional.of("the chain does not verify: "
                    + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
    }

    private static Optional<String> dates(X509Certificate certificate, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        Instant begin = certificate.getNotBefore().toInstant();
        if (now.isAfter(end)) {
            return Optional.of("expired: " + name(certificate) + " ended at " + end);
        }
        return now.isBefore(begin)
                ? Optional.of("not valid yet: " + name(certificate) + " begins at " + begin)
                : Optional.empty();
    }

    private static boolean issued(X509Certificate issuer, X509Certificate subject) {
        if (!issuer.getSubjectX500Principal().equals(subject.getIssuerX500Principal())) {
            return false;
        }
        try {
            subject.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            // Of the same name, and not the one that signed.
            return false;
        }
    }

    /** Days until the leaf ends, rounded down; negative after it. */
    long daysLeft(Instant now) {
        return Math.floorDiv(
                Duration.between(now, leaf().getNotAfter().toInstant()).toSeconds(), 86_400L);
    }

    /** The names that the leaf is for, DNS names and addresses. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = leaf().getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> entry : alternatives) {
                    int kind = (Integer) entry.get(0);
                    if (kind == SUBJECT_DNS || kind == SUBJECT_IP) {
                        names.add(String.valueOf(entry.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
        } catch (CertificateException e) {
            names.add("unreadable names");
        }
        return names;
    }

    /** Whether the leaf is for this host: alternative names alone (RFC 9525 section 6). */
    boolean isFor(String host) {
        return names().stream().anyMatch(name -> fits(name, host));
    }

    /** Whether a name is this host, or stands for it by a wildcard for its whole first label. */
    static boolean fits(String name, String host) {
        String asked = host.toLowerCase(Locale.ROOT);
        int dot = asked.indexOf('.');
        return name.equals(asked) || (dot > 0 && name.equals("*" + asked.substring(dot)));
    }

    /** What is too weak about keys and signatures of the leaf and those between it and the root; empty if nothing is. */
    Optional<String> weakness() {
        for (X509Certificate certificate : sent) {
            boolean root = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
            int bits = bits(certificate.getPublicKey());
            int least = certificate.getPublicKey() instanceof RSAPublicKey ? 2048 : 256;
            String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
            if (bits > 0 && bits < least) {
                return Optional.of(name(certificate) + " has a key of " + bits + " bits ("
                        + certificate.getPublicKey().getAlgorithm() + "), fewer than " + least);
            }
            // Nobody verifies the signature of a root: it is trusted by itself.
            if ((signature.contains("SHA1") || signature.contains("MD5") || signature.contains("MD2"))
                    && (!root || certificate.equals(leaf()))) {
                return Optional.of(name(certificate) + " is signed with " + certificate.getSigAlgName());
            }
        }
        return Optional.empty();
    }

    private static int bits(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength();
        }
        return key instanceof ECPublicKey ec ? ec.getParams().getOrder().bitLength() : 0;
    }

    /** Whether the leaf demands an OCSP answer with it (RFC 7633). */
    boolean mustStaple() {
        return leaf().getExtensionValue("1.3.6.1.5.5.7.1.24") != null;
    }

    /** SHA-256 over the leaf, in hexadecimal. */
    String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(leaf().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** For the report. */
    Map<String, Object> facts(Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("subject", name(leaf()));
        facts.put("issuer", leaf().getIssuerX500Principal().getName());
        facts.put("names", names());
        facts.put("notBefore", leaf().getNotBefore().toInstant().toString());
        facts.put("notAfter", leaf().getNotAfter().toInstant().toString());
        facts.put("daysLeft", daysLeft(now));
        facts.put("key", leaf().getPublicKey().getAlgorithm() + " " + bits(leaf().getPublicKey()));
        facts.put("signature", leaf().getSigAlgName());
        facts.put("sha256", fingerprint());
        facts.put("sent", sentInAll);
        return facts;
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
