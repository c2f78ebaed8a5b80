package dev.seaworthy.wire;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a ClientHello of our own offers. It is written byte by byte, since a TLS library leaves out what it would refuse
 * itself, and a server that still takes it would seem to be safe. Immutable.
 *
 * @param versions at least one; more than one only up from TLS 1.2, since older clients knew no list
 * @param suites in the order of preference
 * @param serverName sent as server_name (RFC 6066 section 3); null for none
 * @param protocols sent by ALPN (RFC 7301); empty for none
 * @param extras what else is asked
 * @param at the one address to connect to; null for the first of the name's that answers
 */
public record TlsHello(
        Set<TlsVersion> versions,
        List<TlsSuite> suites,
        @Nullable String serverName,
        List<String> protocols,
        Set<Extra> extras,
        @Nullable InetAddress at) {

    /** What a hello may ask besides. */
    public enum Extra {
        /** Compression by DEFLATE (RFC 3749), which CRIME reads through. */
        DEFLATE,
        /** An OCSP answer with the certificate (RFC 6066 section 8). */
        OCSP,
        /**
         * Keys for TLS 1.3, so that its certificate can be read. Without it a server that wants TLS 1.3 answers by a
         * HelloRetryRequest, which shows the version just as well.
         */
        KEYS
    }

    /** Forward secret and authenticated first, then what an old server may have. */
    private static final List<TlsSuite> USUAL = usualSuites();

    public TlsHello {
        versions = Set.copyOf(EnumSet.copyOf(versions));
        suites = List.copyOf(suites);
        protocols = List.copyOf(protocols);
        extras = Set.copyOf(extras);
        if (suites.isEmpty()) {
            throw new IllegalArgumentException("a hello that offers no cipher suite has no answer");
        }
    }

    /** What a client of today says: TLS 1.2 and 1.3 with keys, and the ciphers of both, the good ones first. */
    public static TlsHello usual(@Nullable String serverName) {
        return new TlsHello(
                EnumSet.of(TlsVersion.TLS_1_2, TlsVersion.TLS_1_3),
                USUAL,
                serverName,
                List.of(),
                EnumSet.of(Extra.KEYS),
                null);
    }

    /** One version, with every suite that it knows, the weak ones included, except those without authentication. */
    public static TlsHello of(TlsVersion version, @Nullable String serverName) {
        List<TlsSuite> suites = Arrays.stream(TlsSuite.values())
                .filter(suite -> suite.isOfTls13() == (version == TlsVersion.TLS_1_3))
                .filter(suite -> suite != TlsSuite.TLS_FALLBACK_SCSV)
                .filter(suite -> !suite.name().contains("_anon_"))
                .toList();
        return new TlsHello(EnumSet.of(version), suites, serverName, List.of(), Set.of(), null);
    }

    /** The same with other suites. */
    public TlsHello offering(List<TlsSuite> others) {
        return new TlsHello(versions, others, serverName, protocols, extras, at);
    }

    /** The same with these protocols of ALPN. */
    public TlsHello speaking(String... names) {
        return new TlsHello(versions, suites, serverName, List.of(names), extras, at);
    }

    /** The same, asking for this as well. */
    public TlsHello with(Extra extra) {
        EnumSet<Extra> more = EnumSet.of(extra);
        more.addAll(extras);
        return new TlsHello(versions, suites, serverName, protocols, more, at);
    }

    /** The same, sent to one address. */
    public TlsHello to(InetAddress address) {
        return new TlsHello(versions, suites, serverName, protocols, extras, address);
    }

    private static List<TlsSuite> usualSuites() {
        List<TlsSuite> suites =
                new ArrayList<>(List.of(TlsSuite.TLS_AES_128_GCM_SHA256, TlsSuite.TLS_AES_256_GCM_SHA384));
        List<TlsSuite> sound = Arrays.stream(TlsSuite.values())
                .filter(suite -> !suite.isOfTls13() && suite != TlsSuite.TLS_FALLBACK_SCSV)
                .filter(suite -> !suite.name().matches(".*(NULL|EXPORT|anon|RC4|_DES_).*"))
                .toList();
        sound.stream().filter(TlsHello::isModern).forEach(suites::add);
        sound.stream().filter(suite -> !isModern(suite)).forEach(suites::add);
        return List.copyOf(suites);
    }

    private static boolean isModern(TlsSuite suite) {
        return suite.name().startsWith("TLS_ECDHE") && suite.name().matches(".*(GCM|POLY1305).*");
    }

    /** The newest version offered. */
    TlsVersion newest() {
        return versions.stream().max(TlsVersion::compareTo).orElseThrow();
    }

    /** In one line, for the evidence. */
    @Override
    public String toString() {
        String offered = suites.size() == 1 ? suites.get(0).name() : suites.size() + " cipher suites";
        return "ClientHello "
                + String.join(
                        "+", versions.stream().sorted().map(TlsVersion::toString).toList())
                + " with " + offered
                + (serverName == null ? ", no server name" : ", for " + serverName)
                + (protocols.isEmpty() ? "" : ", ALPN " + protocols)
                + (extras.isEmpty() ? "" : ", " + extras.stream().sorted().toList());
    }
}
