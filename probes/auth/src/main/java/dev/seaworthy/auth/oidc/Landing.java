package dev.seaworthy.auth.oidc;

import dev.seaworthy.wire.HttpAnswer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a visit ended. */
sealed interface Landing {
    /** The last answer. */
    HttpAnswer answer();

    /** Sent to an address that carries the result; it is not requested. */
    record Back(HttpAnswer answer, URI location) implements Landing {
        String value(String name) {
            return Landing.fields(location.getRawQuery()).getOrDefault(name, "");
        }

        String fragmentValue(String name) {
            return Landing.fields(location.getRawFragment()).getOrDefault(name, "");
        }
    }

    /** Sent to an origin that the contract does not allow; it is not requested. */
    record Stranger(HttpAnswer answer, String location) implements Landing {}

    /** A page from which nothing leads on. */
    record Page(HttpAnswer answer, String problem) implements Landing {}

    /** No complete answer. */
    record Silence(HttpAnswer answer) implements Landing {}

    /** The fields of a query or a fragment; of several with one name the first. */
    static Map<String, String> fields(@org.jspecify.annotations.Nullable String raw) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (raw == null) {
            return fields;
        }
        for (String field : raw.split("&", -1)) {
            String[] pair = field.split("=", 2);
            fields.putIfAbsent(decoded(pair[0]), pair.length < 2 ? "" : decoded(pair[1]));
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
