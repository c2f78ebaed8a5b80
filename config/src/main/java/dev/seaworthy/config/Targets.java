package dev.seaworthy.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the environment is.
 *
 * @param http base URI of the HTTP API
 * @param webSocket URI of the WebSocket endpoint, or null where there is none
 * @param auth base URI of the host that signs users in; the same as {@code http} unless given
 * @param trust PEM file of certificates to trust besides the JDK's, or null
 */
public record Targets(
        URI http,
        @Nullable URI webSocket,
        URI auth,
        @Nullable Path trust) {
    /** The base URI of the target that a request names. */
    public URI base(RequestSpec spec) {
        return spec.target().equals("auth") ? auth : http;
    }

    /** A path, which begins with a slash, below a base URI, which may have a path itself. */
    public static URI below(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    /** Every URI above that is there. */
    public List<URI> all() {
        return webSocket == null ? List.of(http, auth) : List.of(http, auth, webSocket);
    }
}
