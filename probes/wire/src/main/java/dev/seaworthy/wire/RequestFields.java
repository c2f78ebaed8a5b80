package dev.seaworthy.wire;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The head of a request as HTTP/2 says it (RFC 9113 section 8.3). */
final class RequestFields {
    /** What belongs to a connection of HTTP/1.1 (RFC 9113 section 8.2.2), and the host, which is a pseudo-header here. */
    private static final Set<String> LEFT_OUT =
            Set.of("host", "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private RequestFields() {}

    /** The fields of a request; what the engine adds comes first, unless the caller gives it. */
    static Http2Headers of(HttpRequest request, Origin origin, Identity identity) {
        Headers given = request.headers();
        List<AsciiString> fields = new ArrayList<>();
        unlessGiven(fields, given, "User-Agent", identity.userAgent());
        unlessGiven(fields, given, Identity.RUN_HEADER, identity.runId());
        if (request.body().length > 0 || RequestBytes.expectsBody(request.method())) {
            unlessGiven(fields, given, "Content-Length", String.valueOf(request.body().length));
        }
        for (Header field : given.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!LEFT_OUT.contains(name)
                    && !(name.equals("te") && !field.value().equalsIgnoreCase("trailers"))) {
                add(fields, name, field.value());
            }
        }
        return ReadOnlyHttp2Headers.clientHeaders(
                false,
                AsciiString.of(request.method()),
                AsciiString.of(RequestBytes.target(request.uri())),
                AsciiString.of(origin.tls() ? "https" : "http"),
                AsciiString.of(given.first("Host").orElse(origin.authority())),
                fields.toArray(new AsciiString[0]));
    }

    private static void unlessGiven(List<AsciiString> fields, Headers given, String name, String value) {
        if (given.first(name).isEmpty()) {
            add(fields, name.toLowerCase(Locale.ROOT), value);
        }
    }

    private static void add(List<AsciiString> fields, String name, String value) {
        fields.add(AsciiString.of(name));
        fields.add(AsciiString.of(value));
    }
}
