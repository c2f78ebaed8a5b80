package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.transport.TlsCheck.Talk;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.TlsHello;
import dev.seaworthy.wire.TlsReply;
import dev.seaworthy.wire.TrustedIssuers;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whose certificate a server shows, for how long, and whether it is always the same. */
final class CertificateRules {
    private static final int MOST_ADDRESSES = 4;
    private static final long TELL_DAYS = 60;

    static final List<AuthCheck> ALL = List.of(
            rule(
                    TlsCards.claim(
                            "chain",
                            "What the server sends leads from its certificate to a trusted authority",
                            Severity.HIGH,
                            "RFC 5280 section 6; RFC 8446 section 4.4.2; OWASP ASVS 5.0 12.2.2 and 12.3.3"),
                    "",
                    0,
                    "Every certificate of the path is sent, in its time, and the last was issued by an authority of the JDK"
                            + " or of targets.trust.",
                    "An issuer that is missing, unknown or the certificate itself, a circle, or a date.",
                    CertificateRules::chain),
            rule(
                    TlsCards.claim(
                            "days-left",
                            "The certificate outlives the next days",
                            Severity.HIGH,
                            "RFC 5280 section 4.1.2.5; OWASP ASVS 5.0 12.2.1"),
                    "",
                    0,
                    "At least probes.auth.transport.last-days days (7) until notAfter.",
                    "Fewer days.",
                    (talk, judgement) -> days(
                            talk, judgement, talk.bench().settings().transport().lastDays(), "it ends too soon")),
            rule(
                    TlsCards.claim(
                            "renewal",
                            "The certificate is renewed in good time",
                            Severity.MEDIUM,
                            "RFC 5280 section 4.1.2.5"),
                    "",
                    0,
                    "At least probes.auth.transport.renewal-days days (30) until notAfter.",
                    "Fewer days: its renewal is due or has failed.",
                    (talk, judgement) -> days(
                            talk, judgement, talk.bench().settings().transport().renewalDays(), "its renewal is due")),
            rule(
                    TlsCards.claim(
                            "host-name",
                            "The certificate is for the host that is asked for",
                            Severity.HIGH,
                            "RFC 9525 section 6; OWASP ASVS 5.0 12.3.2"),
                    "",
                    0,
                    "A subjectAltName is the host, or stands for it by a wildcard for its first label. The common name counts"
                            + " for nothing.",
                    "No alternative name fits.",
                    CertificateRules::hostName),
            rule(
                    TlsCards.claim(
                            "key",
                            "Keys and signatures of the chain are strong enough",
                            Severity.HIGH,
                            "RFC 9325 section 4.5; OWASP ASVS 5.0 11.2.3"),
                    "",
                    0,
                    "RSA of 2048 bits or more, curves of 256 or more, no signature with SHA-1 or MD5 below the root.",
                    "A shorter key, or such a signature.",
                    CertificateRules::key),
            rule(
                    TlsCards.claim(
                            "server-name",
                            "A hello without a server name, or with a foreign one, is answered in TLS",
                            Severity.LOW,
                            "RFC 6066 section 3; RFC 9325 section 3.7"),
                    "one without a server name and one with a foreign name",
                    2,
                    "A certificate, or an alert.",
                    "The connection is dropped without a word, or what comes is not TLS.",
                    CertificateRules::serverName),
            rule(
                    TlsCards.claim(
                            "same-on-all-addresses",
                            "Every address of the host shows the same certificate",
                            Severity.MEDIUM,
                            "RFC 9525 section 6; OWASP ASVS 5.0 12.2.1"),
                    "one to each address of the host, to four at most",
                    MOST_ADDRESSES,
                    "The same certificate from each.",
                    "Another certificate, or no TLS, at one of them.",
                    CertificateRules::addresses),
            rule(
                    TlsCards.claim(
                            "stapling",
                            "A certificate that demands an OCSP answer comes with one",
                            Severity.LOW,
                            "RFC 7633; RFC 6066 section 8; OWASP ASVS 5.0 12.1.4"),
                    "",
                    0,
                    "Where the certificate has the feature status_request, an OCSP answer is stapled.",
                    "It has the feature, and there is none: clients that heed it hang up.",
                    CertificateRules::stapling),
            rule(
                    TlsCards.claim(
                            "client-certificate",
                            "Every client is asked for a certificate",
                            Severity.HIGH,
                            "RFC 8446 section 4.3.2; OWASP ASVS 5.0 12.1.3"),
                    "",
                    0,
                    "A CertificateRequest in the handshake. That a client without a certificate, or with a foreign one, is"
                            + " turned away in the end is not shown by it.",
                    "The handshake goes on without one.",
                    CertificateRules::clientCertificate),
            rule(
                    TlsCards.claim(
                            "constancy",
                            "Certificate and version are the same in every handshake",
                            Severity.MEDIUM,
                            "RFC 9325 section 3; OWASP ASVS 5.0 12.2.1"),
                    "as many more usual ones as probes.auth.transport.handshakes says (8)",
                    8,
                    "The same certificate and version each time.",
                    "A second certificate or version: a node that was left out of a change.",
                    CertificateRules::constancy));

    private CertificateRules() {}

    private static AuthCheck rule(
            Claim claim, String hellos, int count, String expects, String falsifier, TlsCheck.Rule rule) {
        return new TlsCheck(
                TlsCards.card(
                        claim,
                        hellos,
                        count,
                        expects,
                        "PASS: so it was in these handshakes. Revocation is not looked up.",
                        falsifier,
                        "openssl s_client -showcerts -servername HOST -connect HOST:443 </dev/null"
                                + " | openssl x509 -noout -text"),
                rule);
    }

    private static Instant now(Talk talk) {
        return talk.bench().time().wallClock();
    }

    private static void chain(Talk talk, Judgement judgement) {
        Optional<CertificateChain> chain = talk.chain(judgement);
        chain.flatMap(sent -> sent.flaw(TrustedIssuers.of(talk.bench().reach().trustedCertificates()), now(talk)))
                .ifPresent(flaw -> judgement.violated(talk.origin() + ": " + flaw));
        judgement.passed("the chain leads to a trusted authority");
    }

    private static void days(Talk talk, Judgement judgement, int least, String words) {
        talk.chain(judgement).ifPresent(chain -> {
            long left = chain.daysLeft(now(talk));
            if (left < least) {
                judgement.violated(talk.origin() + ": " + left + " days left, fewer than " + least + "; " + words);
            }
            judgement.passed(left + " days left" + (left < TELL_DAYS ? ", fewer than " + TELL_DAYS : ""));
        });
    }

    private static void hostName(Talk talk, Judgement judgement) {
        talk.chain(judgement).ifPresent(chain -> {
            String host = talk.origin().getHost().replaceAll("[\\[\\]]", "");
            if (!chain.isFor(host)) {
                judgement.violated(talk.origin() + ": asked for " + host + ", it names " + chain.names());
            }
            judgement.passed("an alternative name is " + host);
        });
    }

    private static void key(Talk talk, Judgement judgement) {
        talk.chain(judgement)
                .flatMap(CertificateChain::weakness)
                .ifPresent(weakness -> judgement.violated(talk.origin() + ": " + weakness));
        judgement.passed("keys and signatures are strong enough");
    }

    private static void serverName(Talk talk, Judgement judgement) throws InterruptedException {
        Map<String, Object> said = new LinkedHashMap<>();
        for (String name : new String[] {"", "seaworthy.invalid"}) {
            String what = name.isEmpty() ? "a hello without a server name" : "a hello for " + name;
            TlsReply reply = talk.hello(TlsHello.usual(name.isEmpty() ? null : name));
            switch (reply.ending()) {
                case AGREED, ALERT -> {}
                case CLOSED, NOT_TLS, MALFORMED ->
                    judgement.violated(talk.origin() + " meets " + what + " with neither TLS nor an alert ("
                            + reply.detail() + ")");
                default -> talk.doubt(judgement, what, reply);
            }
            said.put(what, reply.agreed() ? names(reply) : reply.detail());
        }
        judgement.fact("server name " + talk.origin(), said).passed("answered by a certificate or an alert");
    }

    private static String names(TlsReply reply) {
        return leaf(reply).map(chain -> String.join(", ", chain.names())).orElse("a certificate that was not shown");
    }

    private static Optional<CertificateChain> leaf(TlsReply reply) {
        TlsReply.Choice choice = reply.choice();
        try {
            return choice == null || choice.certificates().isEmpty()
                    ? Optional.empty()
                    : Optional.of(CertificateChain.of(choice));
        } catch (CertificateException e) {
            // auth.tls.chain says so; here it only has no name.
            return Optional.empty();
        }
    }

    private static void addresses(Talk talk, Judgement judgement) throws InterruptedException {
        List<InetAddress> all = UsualHellos.await(talk.bench().wire().addresses(talk.origin()));
        if (all.size() < 2) {
            judgement.skipped("does not apply: " + talk.origin() + " has one address");
            return;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        for (InetAddress address : all.subList(0, Math.min(all.size(), MOST_ADDRESSES))) {
            TlsReply reply = talk.hello(TlsHello.usual(talk.serverName()).to(address));
            Optional<CertificateChain> chain = leaf(reply);
            if (chain.isEmpty()) {
                talk.doubt(judgement, "the usual hello at " + address.getHostAddress(), reply);
            }
            shown.put(
                    address.getHostAddress(),
                    chain.map(CertificateChain::fingerprint).orElse(reply.detail()));
        }
        Set<Object> different = new LinkedHashSet<>(shown.values());
        if (different.size() > 1) {
            judgement.violated(
                    talk.origin() + " shows " + different.size() + " certificates at " + shown.size() + " addresses");
        }
        judgement.fact("addresses " + talk.origin(), shown).passed("one certificate at " + shown.size() + " addresses");
    }

    private static void stapling(Talk talk, Judgement judgement) {
        TlsReply.Choice choice = talk.usual().modern().choice();
        talk.chain(judgement).ifPresent(chain -> {
            boolean stapled = choice != null && choice.stapled();
            judgement.fact("stapled", stapled);
            if (chain.mustStaple() && !stapled) {
                judgement.violated(talk.origin() + " has a certificate that demands an OCSP answer, and staples none");
            } else if (chain.mustStaple()) {
                judgement.passed("an OCSP answer is stapled, as the certificate demands");
            } else {
                judgement.skipped("does not apply: the certificate of " + talk.origin() + " demands no OCSP answer");
            }
        });
    }

    private static void clientCertificate(Talk talk, Judgement judgement) {
        Boolean declared = talk.bench().settings().transport().clientCertificate();
        TlsReply reply = talk.usual().modern().agreed()
                ? talk.usual().modern()
                : talk.usual().upTo12();
        TlsReply.Choice choice = reply.choice();
        if (declared == null) {
            judgement.skipped("not in the contract: probes.auth.transport.client-certificate");
        } else if (!declared) {
            judgement.skipped("does not apply: the contract says that clients need no certificate");
        } else if (choice == null || choice.retry()) {
            judgement.doubted(talk.origin() + " showed nothing after its ServerHello");
        } else if (!choice.asksForCertificate()) {
            judgement.violated(talk.origin() + " does not ask for a certificate (" + choice.version() + ")");
        } else {
            judgement.passed("a CertificateRequest came");
        }
    }

    private static void constancy(Talk talk, Judgement judgement) throws InterruptedException {
        Map<String, Integer> seen = new LinkedHashMap<>();
        int handshakes = talk.bench().settings().transport().handshakes();
        for (int i = 0; i < handshakes; i++) {
            TlsReply reply = talk.hello(TlsHello.usual(talk.serverName()));
            TlsReply.Choice choice = reply.choice();
            Optional<CertificateChain> chain = leaf(reply);
            if (choice == null || chain.isEmpty()) {
                talk.doubt(judgement, "handshake " + (i + 1) + " of " + handshakes, reply);
                return;
            }
            seen.merge(choice.version() + " sha256:" + chain.get().fingerprint(), 1, Integer::sum);
        }
        if (seen.size() > 1) {
            judgement.violated(talk.origin() + " showed " + seen.size() + " certificates or versions in " + handshakes
                    + " handshakes");
        }
        judgement
                .fact("seen " + talk.origin(), Map.copyOf(seen))
                .fact("bound95", Math.min(1.0, 3.0 / handshakes))
                .passed("the same in " + handshakes + " handshakes");
    }
}
