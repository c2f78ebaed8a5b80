package dev.seaworthy.auth.cookie;

import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A cookie as a server sets it (RFC 6265 section 5.2), read as a browser does: leniently.
 *
 * @param name may be empty
 * @param attributes by lower-case name; the last of its name counts
 * @param size of name and value together, in characters
 */
record SetCookie(String name, String value, Map<String, String> attributes, int size) {
    /** More of them in one answer are not looked at. */
    static final int LOOKED_AT = 200;

    private static final int MOST_ATTRIBUTES = 50;

    /** Reads a {@code Set-Cookie} line; empty for one without a pair. */
    static Optional<SetCookie> parse(String line) {
        String[] parts = line.split(";", MOST_ATTRIBUTES);
        int equals = parts[0].indexOf('=');
        if (equals < 0) {
            return Optional.empty();
        }
        String name = parts[0].substring(0, equals).strip();
        String value = parts[0].substring(equals + 1).strip();
        Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int is = parts[i].indexOf('=');
            String key = (is < 0 ? parts[i] : parts[i].substring(0, is)).strip().toLowerCase(Locale.ROOT);
            if (!key.isEmpty()) {
                attributes.put(key, is < 0 ? "" : parts[i].substring(is + 1).strip());
            }
        }
        return Optional.of(new SetCookie(name, value, attributes, name.length() + value.length()));
    }

    /** Those that an answer sets, the first {@link #LOOKED_AT} of them. */
    static List<SetCookie> of(HttpAnswer answer) {
        List<SetCookie> cookies = new ArrayList<>();
        answer.headers().all("Set-Cookie").stream()
                .limit(LOOKED_AT)
                .forEach(line -> parse(line).ifPresent(cookies::add));
        return cookies;
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    /** An attribute's value in lower case, or empty text. */
    String attribute(String name) {
        return attributes.getOrDefault(name, "").toLowerCase(Locale.ROOT);
    }

    /** Whether it takes a cookie away. */
    boolean isRemoval() {
        return value.isEmpty() || attribute("max-age").matches("0|-\\d+");
    }

    /** The value as a secret; only where it is not empty. */
    Secret secret() {
        return Secret.of(value);
    }

    /** How it may be named in a report: cut, and without what could break a line. */
    String shown() {
        String clean = name.replaceAll("[^!-~]", "?");
        return "cookie " + (clean.length() > 60 ? clean.substring(0, 60) + "..." : clean);
    }

    /** Nothing of the value. */
    @Override
    public String toString() {
        return shown();
    }
}
