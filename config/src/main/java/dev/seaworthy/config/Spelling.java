package dev.seaworthy.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what somebody meant to write. */
final class Spelling {
    private Spelling() {}

    /** {@code ; did you mean "path"?}, or empty text where nothing known is near. */
    static String hint(String written, Collection<String> known) {
        return nearest(written, known)
                .map(word -> "; did you mean \"" + word + "\"?")
                .orElse("");
    }

    /** The known word at the smallest edit distance, if that is at most a third of its length, and 1 for short words. */
    static Optional<String> nearest(String written, Collection<String> known) {
        String lower = written.toLowerCase(Locale.ROOT).replace('_', '-');
        return known.stream()
                .filter(word -> distance(lower, word.toLowerCase(Locale.ROOT)) <= tolerated(word))
                .min(Comparator.comparingInt((String word) -> distance(lower, word.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int tolerated(String word) {
        return Math.max(1, word.length() / 3);
    }

    /** Edit distance in which swapping two neighbours counts as one edit (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            cost[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            cost[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
