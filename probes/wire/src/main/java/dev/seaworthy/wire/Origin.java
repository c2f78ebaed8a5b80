package dev.seaworthy.wire;

import java.net.URI;
import java.util.Locale;

/**
 * Where a connection goes to.
 *
 * @param tls whether it is encrypted
 * @param host a name or an address, in lower case, without brackets
 * @param port always given
 */
record Origin(boolean tls, String host, int port) {
    /** The origin of an absolute {@code http}, {@code https}, {@code ws} or {@code wss} URI. */
    static Origin of(URI uri) {
        boolean tls = "https".equalsIgnoreCase(uri.getScheme()) || "wss".equalsIgnoreCase(uri.getScheme());
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        int port = uri.getPort() != -1 ? uri.getPort() : tls ? 443 : 80;
        return new Origin(tls, bracketed ? host.substring(1, host.length() - 1) : host, port);
    }

    /** The value of the {@code Host} field (RFC 9112 section 3.2): the default port is left out. */
    String authority() {
        return port == (tls ? 443 : 80) ? bracketed() : bracketed() + ":" + port;
    }

    @Override
    public String toString() {
        return bracketed() + ":" + port;
    }

    private String bracketed() {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
