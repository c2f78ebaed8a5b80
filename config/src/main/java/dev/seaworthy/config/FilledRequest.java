package dev.seaworthy.config;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request of the contract with values in its placeholders, each written as its place needs it: percent-encoded in the
 * path and in a form, escaped in JSON, as it is in a header. May hold secrets.
 *
 * @param method as in the contract
 * @param uri absolute
 * @param headers in the contract's order, those that hold secrets last
 * @param body JSON unless a Content-Type header says otherwise; null for none
 */
public record FilledRequest(
        String method,
        URI uri,
        Map<String, String> headers,
        @Nullable String body) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");

    /**
     * Fills in every placeholder that {@code values} knows; others stay as they are.
     *
     * @param base of the spec's target; see {@link Targets#base}
     */
    public static FilledRequest of(RequestSpec spec, URI base, Map<String, String> values) {
        Map<String, String> headers = new LinkedHashMap<>();
        String type = "application/json";
        for (Map.Entry<String, String> header : spec.headers().entrySet()) {
            String value = replace(header.getValue(), values, UnaryOperator.identity());
            headers.put(header.getKey(), value);
            type = header.getKey().equalsIgnoreCase("Content-Type") ? value : type;
        }
        spec.secretHeaders().forEach((name, value) -> headers.put(name, value.reveal()));
        String path = replace(spec.path(), values, FilledRequest::percentEncoded);
        String body = spec.body() == null ? null : replace(spec.body(), values, encoding(type));
        return new FilledRequest(spec.method(), Targets.below(base, path), headers, body);
    }

    /** Without what may be a credential: query, header values and body. */
    @Override
    public String toString() {
        return method + " " + uri.getScheme() + "://" + uri.getAuthority() + uri.getRawPath();
    }

    private static UnaryOperator<String> encoding(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT);
        if (type.startsWith("application/x-www-form-urlencoded")) {
            return value -> URLEncoder.encode(value, StandardCharsets.UTF_8);
        }
        return type.contains("json") ? FilledRequest::jsonEscaped : UnaryOperator.identity();
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
