package dev.seaworthy.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds any of many spellings in a text, in one pass. Thread-safe; grows while others search.
 *
 * <p>Spellings are filed under a hash of their last characters, which rolls along the text, and below that by their
 * length. Ends tell secrets apart: tokens of one issuer all begin alike.
 */
final class SpellingIndex {
    private static final int FACTOR = 31;
    private static final Comparator<Hit> BY_PLACE =
            Comparator.comparingInt(Hit::start).thenComparingInt(hit -> -hit.end());

    private final int window;
    private final int leaving;
    private final Map<Integer, Map<Integer, Map<String, String>>> byEnd = new ConcurrentHashMap<>();

    /**
     * An empty index.
     *
     * @param window the length of the shortest spelling, in characters
     */
    SpellingIndex(int window) {
        this.window = window;
        int power = 1;
        for (int i = 1; i < window; i++) {
            power *= FACTOR;
        }
        this.leaving = power;
    }

    /** A spelling in a text: {@code start} inclusive, {@code end} exclusive. */
    record Hit(int start, int end, String label) {
        int length() {
            return end - start;
        }
    }

    /** Adds a spelling; of two secrets that are spelled alike, the first keeps its label. */
    void add(String spelling, String label) {
        byEnd.computeIfAbsent(hash(spelling, spelling.length() - window), key -> new ConcurrentHashMap<>())
                .computeIfAbsent(spelling.length(), key -> new ConcurrentHashMap<>())
                .putIfAbsent(spelling, label);
    }

    /** Every place at which a spelling stands, in the order of the text; the longest first where several begin. */
    List<Hit> search(String text) {
        List<Hit> hits = new ArrayList<>();
        if (byEnd.isEmpty() || text.length() < window) {
            return hits;
        }
        int hash = hash(text, 0);
        for (int end = window; ; end++) {
            Map<Integer, Map<String, String>> filed = byEnd.get(hash);
            if (filed != null) {
                collect(text, end, filed, hits);
            }
            if (end == text.length()) {
                hits.sort(BY_PLACE);
                return hits;
            }
            hash = (hash - text.charAt(end - window) * leaving) * FACTOR + text.charAt(end);
        }
    }

    private static void collect(String text, int end, Map<Integer, Map<String, String>> filed, List<Hit> hits) {
        filed.forEach((length, spellings) -> {
            if (length <= end) {
                String label = spellings.get(text.substring(end - length, end));
                if (label != null) {
                    hits.add(new Hit(end - length, end, label));
                }
            }
        });
    }

    private int hash(String text, int from) {
        int hash = 0;
        for (int i = from; i < from + window; i++) {
            hash = hash * FACTOR + text.charAt(i);
        }
        return hash;
    }
}
