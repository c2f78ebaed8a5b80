package dev.seaworthy.kernel;

import java.net.InetAddress;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The only places that the harness talks to: scheme, host and port. Immutable.
 *
 * <p>A name may be {@linkplain #pinned pinned} to the addresses that it had when the run began: what is resolved anew later
 * could be another place.
 *
 * <p>{@code ws} counts as {@code http}, and {@code wss} as {@code https}: an upgrade begins as a request to the same
 * origin.
 */
public final class AllowList {
    private final Set<String> origins;
    private final Map<String, List<InetAddress>> addresses;

    private AllowList(Set<String> origins, Map<String, List<InetAddress>> addresses) {
        this.origins = Set.copyOf(origins);
        this.addresses = Collections.unmodifiableMap(new LinkedHashMap<>(addresses));
    }

    /** Allows the origins of these URIs. */
    public static AllowList of(Iterable<URI> uris) {
        Set<String> origins = new LinkedHashSet<>();
        uris.forEach(uri -> origins.add(origin(uri)));
        return new AllowList(origins, Map.of());
    }

    public boolean permits(URI uri) {
        return origins.contains(origin(uri));
    }

    /**
     * Lets an allowed URI through.
     *
     * @throws NotAllowed for any other
     */
    public URI require(URI uri) {
        if (!permits(uri)) {
            throw new NotAllowed(origin(uri), origins);
        }
        return uri;
    }

    /** The same, with these addresses for these hosts, in lower case, and no others. */
    public AllowList pinned(Map<String, List<InetAddress>> known) {
        return new AllowList(origins, known);
    }

    /** The addresses of a host that is pinned; empty for one that is not. */
    public List<InetAddress> addresses(String host) {
        return addresses.getOrDefault(host.toLowerCase(Locale.ROOT), List.of());
    }

    /** The hosts of the origins, in lower case; an address of version 6 without its brackets. */
    public Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>();
        origins.stream()
                .sorted()
                .map(origin -> URI.create(origin).getHost())
                .filter(Objects::nonNull)
                .forEach(host -> hosts.add(host.startsWith("[") ? host.substring(1, host.length() - 1) : host));
        return hosts;
    }

    public Set<String> origins() {
        return origins;
    }

    /** Scheme, host and port, the port always written. */
    private static String origin(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        String plain = switch (scheme) {
            case "ws" -> "http";
            case "wss" -> "https";
            default -> scheme;
        };
        int port = uri.getPort() != -1 ? uri.getPort() : plain.equals("https") ? 443 : 80;
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        return plain + "://" + host + ":" + port;
    }

    /** A safety rail: something asked for a host that the contract does not name. Ends a run with exit code 4. */
    public static final class NotAllowed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAllowed(String origin, Set<String> allowed) {
            super(origin + " is not in the allow-list " + allowed + "; name it under rails.allow to permit it");
        }
    }
}
