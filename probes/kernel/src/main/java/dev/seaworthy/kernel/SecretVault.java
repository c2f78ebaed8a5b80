package dev.seaworthy.kernel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every secret that a run has seen, in every spelling in which it could leak. Thread-safe. A search takes time in
 * proportion to the text, however many secrets are kept.
 *
 * <p>Spellings: as it is, base64 and base64url, URL-encoded, hexadecimal, escaped as in JSON and in HTML; and for a
 * compact JWT its payload and its signature.
 */
public final class SecretVault {
    /** Shorter values would be found everywhere by chance; a contract that uses one is warned about it. */
    static final int SHORTEST_SEARCHED = 6;

    private final SpellingIndex index = new SpellingIndex(SHORTEST_SEARCHED);
    private final Map<Secret, Boolean> secrets = new ConcurrentHashMap<>();

    /** Registers a secret and returns it. */
    public Secret keep(Secret secret) {
        if (secrets.putIfAbsent(secret, true) == null) {
            String label = secret.label();
            Spellings.of(secret.reveal()).stream()
                    .filter(spelling -> spelling.length() >= SHORTEST_SEARCHED)
                    .forEach(spelling -> index.add(spelling, label));
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

    /**
     * The text with every known spelling of every secret replaced by the secret's label. Where several overlap, the label
     * of the longest stands for all that they cover.
     */
    public String redact(String text) {
        List<SpellingIndex.Hit> hits = index.search(text);
        if (hits.isEmpty()) {
            return text;
        }
        StringBuilder redacted = new StringBuilder(text.length());
        int copied = 0;
        int i = 0;
        while (i < hits.size()) {
            SpellingIndex.Hit longest = hits.get(i);
            int start = longest.start();
            int end = longest.end();
            for (i++; i < hits.size() && hits.get(i).start() < end; i++) {
                SpellingIndex.Hit next = hits.get(i);
                end = Math.max(end, next.end());
                longest = next.length() > longest.length() ? next : longest;
            }
            redacted.append(text, copied, start).append(longest.label());
            copied = end;
        }
        return redacted.append(text, copied, text.length()).toString();
    }

    /** The labels of the secrets that {@code text} contains in any spelling; empty when it is safe to publish. */
    public List<String> leaksIn(String text) {
        Set<String> labels = new LinkedHashSet<>();
        index.search(text).forEach(hit -> labels.add(hit.label()));
        return List.copyOf(labels);
    }
}
