package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.Nearest;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a schema cannot say about a request: which placeholders it may hold, and that it holds no secret. */
final class RequestRules {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)}");
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passwd|passphrase|secret|token|api[-_]?key)");
    private static final Pattern SECRET_HEADER =
            Pattern.compile("(?i)(proxy-)?authorization|cookie|" + SECRET_NAME.pattern());
    private static final Pattern QUERY = Pattern.compile("[?&]([^=&]+)=([^&]*)");

    private final Complaints complaints;

    RequestRules(Complaints complaints) {
        this.complaints = complaints;
    }

    /**
     * Checks one request.
     *
     * @param known the placeholders that are replaced in it
     */
    void check(Pointer at, JsonNode request, List<String> known) {
        texts(at.child("path"), request.path("path"), (place, text) -> {
            placeholders(place, text, known);
            query(place, text);
        });
        texts(at.child("headers"), request.path("headers"), (place, text) -> {
            placeholders(place, text, known);
            literal(
                    place,
                    text,
                    SECRET_HEADER,
                    "a credential does not stand in a header; write a reference to it such as ${env:NAME}, or let the "
                            + "request name an identity, whose credential is then sent");
            if (SecretReference.isIn(text) && PLACEHOLDER.matcher(text).find()) {
                complaints.about(place, "a header that refers to a secret has no placeholders");
            }
        });
        texts(at.child("body"), request.path("body"), (place, text) -> {
            placeholders(place, text, known);
            literal(
                    place,
                    text,
                    SECRET_NAME,
                    "a secret does not stand in this file; use a placeholder"
                            + (known.isEmpty() ? "" : " (known: " + braced(known) + ")"));
        });
    }

    private void placeholders(Pointer at, String text, List<String> known) {
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            if (!known.contains(matcher.group(1))) {
                complaints.about(
                        at,
                        "placeholder {" + matcher.group(1) + "} is not replaced here"
                                + Nearest.hint(matcher.group(1), known) + " (known: "
                                + (known.isEmpty() ? "none" : braced(known)) + ")");
            }
        }
    }

    private void literal(Pointer at, String text, Pattern names, String message) {
        if (names.matcher(at.key()).matches() && isLiteral(text)) {
            complaints.about(at, message);
        }
    }

    private void query(Pointer at, String path) {
        Matcher matcher = QUERY.matcher(path);
        while (matcher.find()) {
            if (SECRET_NAME.matcher(matcher.group(1)).matches() && isLiteral(matcher.group(2))) {
                complaints.about(
                        at,
                        "a secret does not stand in this file; \"" + matcher.group(1)
                                + "\" needs a placeholder for its value");
            }
        }
    }

    /** Whether a key of this name would hold a secret. */
    static boolean soundsSecret(String key) {
        return SECRET_HEADER.matcher(key).matches();
    }

    private static boolean isLiteral(String text) {
        return !text.isBlank() && !PLACEHOLDER.matcher(text).find() && !text.contains("${");
    }

    private static String braced(List<String> names) {
        TreeSet<String> sorted = new TreeSet<>();
        names.forEach(name -> sorted.add("{" + name + "}"));
        return String.join(", ", sorted);
    }

    private static void texts(Pointer at, JsonNode node, BiConsumer<Pointer, String> visitor) {
        if (node.isTextual() || node.isNumber()) {
            visitor.accept(at, node.asText());
        } else if (node.isObject()) {
            node.properties().forEach(entry -> texts(at.child(entry.getKey()), entry.getValue(), visitor));
        } else {
            for (int i = 0; i < node.size(); i++) {
                texts(at.child(i), node.get(i), visitor);
            }
        }
    }
}
