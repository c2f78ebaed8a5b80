package dev.seaworthy.auth.oidc;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An authorization request (RFC 6749 section 4.1.1, RFC 7636 section 4.3). Immutable.
 *
 * @param parameters in the order in which they are sent
 * @param verifier of its challenge
 * @param more raw text at the end of the query, such as a parameter that is there already; or empty
 */
record Asked(Map<String, String> parameters, String verifier, String more) {
    Asked with(String name, String value) {
        Map<String, String> others = new LinkedHashMap<>(parameters);
        others.put(name, value);
        return new Asked(others, verifier, more);
    }

    Asked without(String... names) {
        Map<String, String> others = new LinkedHashMap<>(parameters);
        for (String name : names) {
            others.remove(name);
        }
        return new Asked(others, verifier, more);
    }

    /** The same with raw text after its query. */
    Asked and(String raw) {
        return new Asked(parameters, verifier, raw);
    }

    String value(String name) {
        return parameters.getOrDefault(name, "");
    }

    String query() {
        return form(parameters) + more;
    }

    /** Fields in {@code application/x-www-form-urlencoded}. */
    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
