package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.transport.TlsCheck.Talk;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.TlsHello;
import dev.seaworthy.wire.TlsReply;
import dev.seaworthy.wire.TlsSuite;
import dev.seaworthy.wire.TlsVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Which versions, ciphers and extensions a server takes. */
final class ProtocolRules {
    private static final int RENEGOTIATION = 0xFF01;
    private static final int LEAST_DH_BITS = 2048;

    static final List<AuthCheck> ALL = List.of(
            new TlsCheck(
                    TlsCards.card(
                            TlsCards.claim(
                                    "versions",
                                    "No version of TLS before 1.2 is spoken",
                                    Severity.HIGH,
                                    "RFC 8996; RFC 9325 section 3.1.1; OWASP ASVS 5.0 12.1.1; OWASP WSTG-CRYP-01"),
                            "one for each of SSL 3.0, TLS 1.0, 1.1, 1.2 and 1.3 alone",
                            5,
                            "SSL 3.0, TLS 1.0 and 1.1 are declined by an alert or a closed connection; 1.2 or 1.3 is taken.",
                            "PASS: this endpoint speaks none of the old versions, with any cipher of our list.",
                            "A ServerHello of an old version.",
                            "openssl s_client -tls1_1 -cipher ALL:@SECLEVEL=0 -connect HOST:443 </dev/null"),
                    ProtocolRules::versions),
            new TlsCheck(
                    TlsCards.card(
                            TlsCards.claim(
                                    "broken-ciphers",
                                    "No cipher that is broken is taken",
                                    Severity.HIGH,
                                    "RFC 9325 sections 4.1 and 4.4; RFC 7465; OWASP ASVS 5.0 12.1.2; OWASP WSTG-CRYP-01"),
                            "one for each of: no encryption, no authentication, export, RC4, DES, 3DES, and finite-field"
                                    + " Diffie-Hellman",
                            7,
                            "All are declined, but Diffie-Hellman of 2048 bits or more.",
                            "PASS: none of these is taken, at TLS 1.2 or what the server speaks below it.",
                            "A ServerHello with one of these ciphers, or a prime below 2048 bits.",
                            "openssl s_client -cipher 'aNULL:eNULL:3DES:RC4:@SECLEVEL=0' -tls1_2 -connect HOST:443 </dev/null"),
                    (talk, judgement) -> groups(talk, judgement, broken())),
            new TlsCheck(
                    TlsCards.card(
                            TlsCards.claim(
                                    "weak-ciphers",
                                    "Every cipher has forward secrecy and authenticated encryption",
                                    Severity.MEDIUM,
                                    "RFC 9325 sections 4.1 and 4.2; OWASP ASVS 5.0 12.1.2"),
                            "one for key exchange by static RSA, and one for CBC with SHA-1",
                            2,
                            "Both are declined.",
                            "PASS: what was recorded cannot be read with a key that is stolen later; no padding oracle.",
                            "A ServerHello with one of these ciphers.",
                            "openssl s_client -cipher 'kRSA:@SECLEVEL=0' -tls1_2 -connect HOST:443 </dev/null"),
                    (talk, judgement) -> groups(talk, judgement, weak())),
            new TlsCheck(
                    TlsCards.card(
                            TlsCards.claim(
                                    "cipher-preference",
                                    "The server takes the better cipher, whatever the client prefers",
                                    Severity.LOW,
                                    "RFC 9325 section 4.2; OWASP ASVS 5.0 12.1.2"),
                            "one of TLS 1.2 that prefers CBC to authenticated encryption",
                            1,
                            "Authenticated encryption is chosen, where the server has it.",
                            "PASS: an old or misguided client gets the best that both have.",
                            "CBC is chosen although GCM or ChaCha20 was offered and is known to the server.",
                            "openssl s_client -tls1_2 -cipher AES128-SHA:ECDHE+AESGCM -connect HOST:443 </dev/null"),
                    ProtocolRules::preference),
            new TlsCheck(
                    TlsCards.card(
                            TlsCards.claim(
                                    "renegotiation",
                                    "Renegotiation, where TLS still has it, is the secure one",
                                    Severity.MEDIUM,
                                    "RFC 5746; RFC 9325 section 3.5"),
                            "",
                            0,
                            "The ServerHello of TLS 1.2 has renegotiation_info.",
                            "PASS: nothing can be put before a client's first request. TLS 1.3 has no renegotiation.",
                            "The extension was offered and is not answered.",
                            "openssl s_client -tls1_2 -connect HOST:443 </dev/null | grep -i renegotiation"),
                    ProtocolRules::renegotiation),
            new TlsCheck(
                    TlsCards.card(
                            TlsCards.claim(
                                    "no-compression",
                                    "TLS does not compress",
                                    Severity.MEDIUM,
                                    "RFC 9325 section 3.3; RFC 3749; CVE-2012-4929"),
                            "",
                            0,
                            "DEFLATE is offered, and null is chosen.",
                            "PASS: lengths do not tell what is secret in a request. TLS 1.3 has no compression.",
                            "DEFLATE is chosen.",
                            "openssl s_client -comp -tls1_2 -connect HOST:443 </dev/null | grep -i compression"),
                    ProtocolRules::compression),
            new TlsCheck(
                    TlsCards.card(
                            TlsCards.claim(
                                    "fallback",
                                    "A client is not talked down to an older version than both speak",
                                    Severity.LOW,
                                    "RFC 7507; RFC 9325 section 3.2"),
                            "one that falls back to the version below the server's newest, with TLS_FALLBACK_SCSV",
                            1,
                            "The alert inappropriate_fallback.",
                            "PASS: who breaks connections on purpose cannot force an old version.",
                            "The older version is taken all the same.",
                            "openssl s_client -fallback_scsv -tls1_1 -connect HOST:443 </dev/null"),
                    ProtocolRules::fallback),
            new TlsCheck(
                    TlsCards.card(
                            TlsCards.claim(
                                    "protocols",
                                    "ALPN selects what was offered, and nothing else",
                                    Severity.LOW,
                                    "RFC 7301 section 3.2; RFC 9113 section 3.2"),
                            "one that offers h2 and http/1.1, and one that offers a protocol that there is not",
                            2,
                            "One of the offered protocols or none; to the unknown one none, or no_application_protocol.",
                            "PASS: client and server agree on what they speak next.",
                            "A protocol is selected that was not offered.",
                            "openssl s_client -alpn h2,http/1.1 -connect HOST:443 </dev/null | grep ALPN"),
                    ProtocolRules::protocols));

    private ProtocolRules() {}

    private static void versions(Talk talk, Judgement judgement) throws InterruptedException {
        Map<TlsVersion, String> said = new EnumMap<>(TlsVersion.class);
        boolean sound = false;
        for (TlsVersion version : TlsVersion.values()) {
            TlsReply reply = talk.hello(TlsHello.of(version, talk.serverName()));
            TlsReply.Choice choice = reply.choice();
            boolean old = version.compareTo(TlsVersion.TLS_1_2) < 0;
            String suite = choice != null && choice.version() == version
                    ? choice.suite().toString()
                    : null;
            boolean spoken = suite != null;
            said.put(version, spoken ? "spoken (" + suite + ")" : reply.declined() ? "declined" : reply.detail());
            if (spoken && old) {
                judgement.violated(talk.origin() + " speaks " + version + " (" + suite + ")");
            } else if (!spoken && !reply.declined()) {
                talk.doubt(judgement, version.toString(), reply);
            }
            sound |= spoken && !old;
        }
        if (!sound) {
            judgement.doubted(
                    talk.origin() + " spoke neither TLS 1.2 nor 1.3 after the old versions: the control is lost");
        }
        Map<String, Object> fact = new LinkedHashMap<>();
        said.forEach((version, words) -> fact.put(version.toString(), words));
        judgement.fact("versions " + talk.origin(), fact).passed("only TLS 1.2 or later is spoken");
    }

    private static List<TlsSuite> suites(Predicate<String> name) {
        return Arrays.stream(TlsSuite.values())
                .filter(suite -> suite != TlsSuite.TLS_FALLBACK_SCSV && name.test(suite.name()))
                .toList();
    }

    /** By name; what has no authentication is in no other group, so that a finding names what is wrong. */
    private static Map<String, List<TlsSuite>> broken() {
        Map<String, List<TlsSuite>> groups = new LinkedHashMap<>();
        groups.put("no encryption", suites(name -> name.contains("_NULL_")));
        groups.put("no authentication", suites(name -> name.contains("_anon_") && !name.contains("_NULL_")));
        groups.put("export", suites(name -> name.contains("_EXPORT_") && !name.contains("_anon_")));
        groups.put("RC4", suites(name -> name.contains("_RC4_128_") && !name.contains("_anon_")));
        groups.put("DES", suites(name -> name.contains("_DES_CBC_") && !name.contains("_anon_")));
        groups.put("3DES", suites(name -> name.contains("_3DES_") && !name.contains("_anon_")));
        groups.put(
                "Diffie-Hellman of few bits",
                suites(name -> name.startsWith("TLS_DHE_") && name.matches(".*(AES|CHACHA).*")));
        return groups;
    }

    private static Map<String, List<TlsSuite>> weak() {
        Map<String, List<TlsSuite>> groups = new LinkedHashMap<>();
        groups.put("static RSA", suites(name -> name.matches("TLS_RSA_WITH_(AES|CAMELLIA).*")));
        groups.put("CBC with SHA-1", suites(name -> name.matches("TLS_(EC)?DHE_.*_AES_.*_CBC_SHA")));
        return groups;
    }

    private static void groups(Talk talk, Judgement judgement, Map<String, List<TlsSuite>> groups)
            throws InterruptedException {
        Map<String, Object> said = new LinkedHashMap<>();
        for (Map.Entry<String, List<TlsSuite>> group : groups.entrySet()) {
            TlsReply reply = talk.hello(
                    TlsHello.of(TlsVersion.TLS_1_2, talk.serverName()).offering(group.getValue()));
            TlsReply.Choice choice = reply.choice();
            boolean safe = choice != null
                    && choice.dhBits() >= LEAST_DH_BITS
                    && group.getKey().contains("Diffie");
            said.put(
                    group.getKey(),
                    choice == null ? (reply.declined() ? "declined" : reply.detail()) : choice.toString());
            if (choice != null
                    && !safe
                    && group.getValue().stream().anyMatch(suite -> suite.name().equals(choice.suite()))) {
                judgement.violated(talk.origin() + " takes " + group.getKey() + " (" + choice.version() + " "
                        + choice.suite() + (choice.dhBits() > 0 ? ", DH " + choice.dhBits() + " bits" : "") + ")");
            } else if (choice == null && !reply.declined()) {
                talk.doubt(judgement, group.getKey(), reply);
            } else if (choice != null && !safe) {
                judgement.doubted(talk.origin() + " chose " + choice.suite() + ", which was not offered");
            }
        }
        boolean stands = talk.hello(TlsHello.usual(talk.serverName())).agreed();
        if (!stands) {
            judgement.doubted(talk.origin() + " does not agree with the usual hello any more: the control is lost");
        }
        judgement.fact("ciphers " + talk.origin(), said).passed("declined: " + String.join(", ", groups.keySet()));
    }

    private static void preference(Talk talk, Judgement judgement) throws InterruptedException {
        if (!speaks12(talk, judgement)) {
            return;
        }
        List<TlsSuite> poorFirst =
                new ArrayList<>(suites(name -> name.matches("TLS_.*_AES_.*_CBC_.*") && !name.contains("anon")));
        List<TlsSuite> sound = suites(name -> name.matches("TLS_ECDHE_.*(GCM|POLY1305).*"));
        poorFirst.addAll(sound);
        TlsReply mixed =
                talk.hello(TlsHello.of(TlsVersion.TLS_1_2, talk.serverName()).offering(poorFirst));
        TlsReply.Choice choice = mixed.choice();
        TlsReply.Choice best = talk.usual().modern().choice();
        if (choice == null) {
            talk.doubt(judgement, "a hello that prefers CBC", mixed);
        } else if (choice.suite().contains("_CBC_")) {
            TlsReply alone = talk.hello(
                    TlsHello.of(TlsVersion.TLS_1_2, talk.serverName()).offering(sound));
            if (alone.agreed()) {
                judgement.violated(talk.origin() + " takes " + choice.suite()
                        + " from a client that prefers it, and has " + String.valueOf(alone.choice()));
            } else {
                judgement.passed("the server has no authenticated encryption to prefer");
            }
        } else {
            judgement.passed("a client that prefers CBC gets " + choice.suite());
        }
        judgement.fact("best " + talk.origin(), String.valueOf(best));
    }

    private static boolean speaks12(Talk talk, Judgement judgement) {
        if (!talk.usual().upTo12().agreed()) {
            judgement.skipped("does not apply: " + talk.origin() + " speaks TLS 1.3 alone");
            return false;
        }
        return true;
    }

    private static void renegotiation(Talk talk, Judgement judgement) {
        TlsReply.Choice choice = talk.usual().upTo12().choice();
        if (!speaks12(talk, judgement) || choice == null) {
            return;
        }
        if (!choice.extensions().contains(RENEGOTIATION)) {
            judgement.violated(talk.origin() + " does not answer renegotiation_info (" + choice.version() + ")");
        }
        judgement.passed("renegotiation_info is answered");
    }

    private static void compression(Talk talk, Judgement judgement) {
        TlsReply.Choice choice = talk.usual().upTo12().choice();
        if (!speaks12(talk, judgement) || choice == null) {
            return;
        }
        if (choice.compressed()) {
            judgement.violated(talk.origin() + " compresses");
        }
        judgement.passed("DEFLATE was offered, and null was chosen");
    }

    private static void fallback(Talk talk, Judgement judgement) throws InterruptedException {
        TlsReply.Choice newest = talk.usual().modern().agreed()
                ? talk.usual().modern().choice()
                : talk.usual().upTo12().choice();
        if (newest == null || newest.version().compareTo(TlsVersion.TLS_1_0) <= 0) {
            judgement.doubted(talk.origin() + " showed no newest version");
            return;
        }
        TlsVersion below = TlsVersion.values()[newest.version().ordinal() - 1];
        TlsHello plain = TlsHello.of(below, talk.serverName());
        List<TlsSuite> suites = new ArrayList<>(plain.suites());
        suites.add(TlsSuite.TLS_FALLBACK_SCSV);
        TlsReply reply = talk.hello(plain.offering(Collections.unmodifiableList(suites)));
        if (reply.choice() != null) {
            judgement.violated(talk.origin() + " speaks " + newest.version() + ", and takes " + below
                    + " from a client that says it fell back");
        } else if (reply.alert() == TlsReply.INAPPROPRIATE_FALLBACK) {
            judgement.passed("a fallback to " + below + " is declined as one");
        } else if (reply.declined()) {
            judgement.passed("there is nothing to fall back to: " + below + " is declined");
        } else {
            talk.doubt(judgement, "a fallback to " + below, reply);
        }
    }

    private static void protocols(Talk talk, Judgement judgement) throws InterruptedException {
        for (List<String> offer : List.of(List.of("h2", "http/1.1"), List.of("seaworthy/0"))) {
            TlsReply reply = talk.hello(TlsHello.usual(talk.serverName()).speaking(offer.toArray(String[]::new)));
            TlsReply.Choice choice = reply.choice();
            if (choice == null && !reply.declined()) {
                talk.doubt(judgement, "ALPN " + offer, reply);
            } else if (choice == null && offer.contains("h2")) {
                judgement.violated(
                        talk.origin() + " declines a client that offers h2 and http/1.1 (" + reply.detail() + ")");
            } else if (choice != null && choice.protocol() != null && !offer.contains(choice.protocol())) {
                judgement.violated(talk.origin() + " selects '" + choice.protocol() + "', which was not offered");
            }
            judgement.fact(
                    "ALPN " + String.join(", ", offer),
                    choice == null ? "declined" : String.valueOf(choice.protocol()));
        }
        judgement.passed("only offered protocols are selected");
    }
}
