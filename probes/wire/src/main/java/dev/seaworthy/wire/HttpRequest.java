package dev.seaworthy.wire;

import dev.seaworthy.kernel.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request. {@code Host}, {@code User-Agent}, {@code Content-Length} and the run id header are added by the engine
 * unless they are given here. Immutable.
 *
 * @param method e.g. {@code GET}
 * @param uri absolute, {@code http} or {@code https}; path and query are sent as they are written, {@code //}, {@code /./},
 *     {@code %78} and upper case included
 * @param headers sent in this order
 * @param body empty for none
 * @param http10 whether it says HTTP/1.0 (RFC 1945), after which the connection ends
 */
public record HttpRequest(String method, URI uri, Headers headers, byte[] body, boolean http10) {
    private static final byte[] NO_BODY = new byte[0];

    /** A request in the usual HTTP. */
    public HttpRequest(String method, URI uri, Headers headers, byte[] body) {
        this(method, uri, headers, body, false);
    }

    public static HttpRequest get(URI uri) {
        return of("GET", uri);
    }

    /** A request without headers or body. */
    public static HttpRequest of(String method, URI uri) {
        return new HttpRequest(method, uri, Headers.NONE, NO_BODY);
    }

    /**
     * A request with what a contract says of it.
     *
     * @param headers in the order of the map
     * @param body null for none; JSON unless there is a {@code Content-Type} among the headers
     */
    public static HttpRequest of(String method, URI uri, Map<String, String> headers, @Nullable String body) {
        HttpRequest request = of(method, uri);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        if (body == null) {
            return request;
        }
        return request.headers().first("Content-Type").isPresent()
                ? request.body(body.getBytes(StandardCharsets.UTF_8))
                : request.json(body);
    }

    public HttpRequest header(String name, String value) {
        return new HttpRequest(method, uri, headers.with(name, value), body, http10);
    }

    /** The same in HTTP/1.0. It keeps its {@code Host}, without which few servers know what is meant. */
    public HttpRequest inHttp10() {
        return new HttpRequest(method, uri, headers, body, true);
    }

    /** {@code Authorization: Bearer} with this token (RFC 6750 section 2.1). */
    public HttpRequest bearer(Secret token) {
        return header("Authorization", "Bearer " + token.reveal());
    }

    /** A JSON body, in UTF-8. */
    public HttpRequest json(String text) {
        return header("Content-Type", "application/json").body(text.getBytes(StandardCharsets.UTF_8));
    }

    public HttpRequest body(byte[] bytes) {
        return new HttpRequest(method, uri, headers, bytes.clone(), http10);
    }

    /** Without what may be a credential: query, header values and body. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort() + uri.getRawPath();
    }
}
