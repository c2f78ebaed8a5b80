package dev.seaworthy.wire;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as it goes on the wire.
 *
 * @param bytes head and body
 * @param headLength where the body begins
 * @param head whether the method is HEAD, so that the answer has no body
 * @param idempotent whether it may be sent again (RFC 9110 section 9.2.2)
 * @param closing whether the connection is not to be used again
 */
record RequestBytes(byte[] bytes, int headLength, boolean head, boolean idempotent, boolean closing) {
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");
    private static final Set<String> BODY_EXPECTED = Set.of("POST", "PUT", "PATCH");

    /** Encodes a request; the fields that the engine adds come first, in this order, unless the caller gives them. */
    static RequestBytes of(HttpRequest request, Origin origin, Identity identity) {
        Headers given = request.headers();
        StringBuilder head = new StringBuilder(256);
        head.append(request.method()).append(' ').append(target(request.uri()));
        head.append(request.http10() ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
        unlessGiven(head, given, "Host", origin.authority());
        unlessGiven(head, given, "User-Agent", identity.userAgent());
        unlessGiven(head, given, Identity.RUN_HEADER, identity.runId());
        boolean framed = given.first("Transfer-Encoding").isPresent();
        if (!framed && (request.body().length > 0 || expectsBody(request.method()))) {
            unlessGiven(head, given, "Content-Length", String.valueOf(request.body().length));
        }
        given.fields().forEach(field -> line(head, field.name(), field.value()));
        head.append("\r\n");
        byte[] encoded = head.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream(encoded.length + request.body().length);
        all.writeBytes(encoded);
        all.writeBytes(request.body());
        return new RequestBytes(
                all.toByteArray(),
                encoded.length,
                request.method().equals("HEAD"),
                IDEMPOTENT.contains(request.method()),
                request.http10()
                        || given.all("Connection").stream()
                                .anyMatch(value -> Tokens.of(value).contains("close")));
    }

    /** Whether a request of this method says its length even if that is 0 (RFC 9110 section 8.6). */
    static boolean expectsBody(String method) {
        return BODY_EXPECTED.contains(method);
    }

    /** Path and query as they were given; what is not ASCII is percent-encoded. */
    static String target(URI uri) {
        URI ascii = URI.create(uri.toASCIIString());
        String path = ascii.getRawPath() == null || ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    /** What makes a request unfit for the wire, or null. A line break in a field would smuggle in another one. */
    static @Nullable String objection(HttpRequest request) {
        if (request.http10() && request.headers().first("Transfer-Encoding").isPresent()) {
            return "HTTP/1.0 has no Transfer-Encoding";
        }
        return objection(request.method(), request.headers());
    }

    /** The same for a method and fields. */
    static @Nullable String objection(String method, Headers headers) {
        if (method.isEmpty() || !method.chars().allMatch(FieldLine::isTokenByte)) {
            return "the method is no HTTP token";
        }
        for (Header field : headers.fields()) {
            if (field.name().isEmpty() || !field.name().chars().allMatch(FieldLine::isTokenByte)) {
                return "a header name is no HTTP token";
            }
            if (field.value().chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
                return "the value of header " + field.name() + " holds a line break";
            }
        }
        return null;
    }

    static void unlessGiven(StringBuilder head, Headers given, String name, String value) {
        if (given.first(name).isEmpty()) {
            line(head, name, value);
        }
    }

    static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
