package dev.seaworthy.kernel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every secret that a run has seen, in every spelling in which it could leak. Thread-safe.
 *
 * <p>Spellings: as it is, base64, base64url without padding, URL-encoded, hexadecimal; and for a compact JWT each
 * segment of 16 characters or more.
 */
public final class SecretVault {
    /** Shorter values would be found everywhere by chance; a contract that uses one is warned about it. */
    static final int SHORTEST_SEARCHED = 6;

    private final Map<String, String> labelBySpelling = new ConcurrentHashMap<>();
    private final Map<Secret, Boolean> secrets = new ConcurrentHashMap<>();

    /** Registers a secret and returns it. */
    public Secret keep(Secret secret) {
        if (secrets.putIfAbsent(secret, true) == null) {
            spellings(secret).forEach(spelling -> labelBySpelling.putIfAbsent(spelling, secret.label()));
        }
        return secret;
    }

    /** Registers a value that the run has just learned, e.g. a token that a login returned. */
    public Secret keep(String value) {
        return keep(Secret.of(value));
    }

    /** How many secrets are kept. */
    public int size() {
        return secrets.size();
    }

    /** The text with every known spelling of every secret replaced by the secret's label. */
    public String redact(String text) {
        String redacted = text;
        for (Map.Entry<String, String> entry : longestFirst()) {
            if (redacted.contains(entry.getKey())) {
                redacted = redacted.replace(entry.getKey(), entry.getValue());
            }
        }
        return redacted;
    }

    /** The labels of the secrets that {@code text} contains in any spelling; empty when it is safe to publish. */
    public List<String> leaksIn(String text) {
        Map<String, Boolean> labels = new LinkedHashMap<>();
        labelBySpelling.forEach((spelling, label) -> {
            if (text.contains(spelling)) {
                labels.put(label, true);
            }
        });
        return List.copyOf(labels.keySet());
    }

    private List<Map.Entry<String, String>> longestFirst() {
        List<Map.Entry<String, String>> entries = new ArrayList<>(labelBySpelling.entrySet());
        entries.sort(Comparator.comparingInt(entry -> -entry.getKey().length()));
        return entries;
    }

    private static List<String> spellings(Secret secret) {
        String value = secret.reveal();
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        List<String> spellings = new ArrayList<>(List.of(
                value,
                Base64.getEncoder().encodeToString(bytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
                URLEncoder.encode(value, StandardCharsets.UTF_8),
                HexFormat.of().formatHex(bytes)));
        String[] segments = value.split("\\.", -1);
        if (segments.length == 3) {
            // The header segment is the same for every token of an issuer and says nothing.
            spellings.add(segments[1]);
            spellings.add(segments[2]);
        }
        spellings.removeIf(spelling -> spelling.length() < SHORTEST_SEARCHED);
        return spellings;
    }
}
