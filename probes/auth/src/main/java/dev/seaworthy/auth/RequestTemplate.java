package dev.seaworthy.auth;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.Targets;
import dev.seaworthy.wire.Headers;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a request of the contract's words. Each value is written as its place needs it: percent-encoded in the path and in
 * a form, escaped in JSON, as it is in a header.
 */
final class RequestTemplate {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");
    private static final String CONTENT_TYPE = "Content-Type";

    private RequestTemplate() {}

    /** The request with every placeholder that {@code values} knows replaced; others stay as they are. */
    static HttpRequest fill(RequestSpec spec, Targets targets, Map<String, String> values) {
        URI base = spec.target().equals("auth") ? targets.auth() : targets.http();
        HttpRequest request =
                HttpRequest.of(spec.method(), at(base, replace(spec.path(), values, RequestTemplate::percentEncoded)));
        Headers headers = Headers.NONE;
        for (Map.Entry<String, String> header : spec.headers().entrySet()) {
            headers = headers.with(header.getKey(), replace(header.getValue(), values, UnaryOperator.identity()));
        }
        request = new HttpRequest(request.method(), request.uri(), headers, request.body());
        if (spec.body() == null) {
            return request;
        }
        String type = headers.first(CONTENT_TYPE).orElse("application/json");
        String body = replace(spec.body(), values, encoding(type));
        return headers.first(CONTENT_TYPE).isPresent()
                ? request.body(body.getBytes(StandardCharsets.UTF_8))
                : request.json(body);
    }

    /** A path below a base URI, which may have a path itself. */
    static URI at(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    private static UnaryOperator<String> encoding(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return value -> URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
        return type.contains("json") ? RequestTemplate::jsonEscaped : UnaryOperator.identity();
    }

    private static String replace(String template, Map<String, String> values, UnaryOperator<String> encoding) {
        return PLACEHOLDER.matcher(template).replaceAll(match -> {
            String value = values.get(match.group(1));
            return Matcher.quoteReplacement(value == null ? match.group() : encoding.apply(value));
        });
    }

    private static String percentEncoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** As between the quotes of a JSON string (RFC 8259 section 7). */
    private static String jsonEscaped(String value) {
        StringBuilder escaped = new StringBuilder();
        for (char c : value.toCharArray()) {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < 0x20) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
