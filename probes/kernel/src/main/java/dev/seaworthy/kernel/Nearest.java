package dev.seaworthy.kernel;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what somebody meant who mistyped a name. */
public final class Nearest {
    private Nearest() {}

    /**
     * The known name at the smallest edit distance, if that is at most a third of its length, and 1 for short names. Case,
     * and underscores for dashes, count as no edit; of equally near names, the first of the alphabet.
     */
    public static Optional<String> to(String written, Collection<String> known) {
        String typed = written.toLowerCase(Locale.ROOT).replace('_', '-');
        return known.stream()
                .filter(name -> edits(typed, name.toLowerCase(Locale.ROOT)) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparingInt((String name) -> edits(typed, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code ; did you mean "path"?}, to end a complaint with, or empty text where no known name is near. */
    public static String hint(String written, Collection<String> known) {
        return to(written, known)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElse("");
    }

    /** Edit distance in which swapping two neighbours counts as one edit (optimal string alignment). */
    private static int edits(String a, String b) {
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
