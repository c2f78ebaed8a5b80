package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Stage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a journal says about the key. Pure.
 *
 * @param matrix what each variation that was begun with says
 * @param unfit variations that were not admitted while nothing was exhausted, so that they say nothing
 * @param scope what the limit counts by
 * @param count how much another user was given, or null
 * @param stopped why the stage ended early, or empty
 */
record KeyReading(
        Map<String, Reading> matrix,
        Set<String> unfit,
        Scope scope,
        @Nullable Count count,
        String stopped) {
    private static final List<String> NAMES = List.of(KeyTrial.SOMEONE, KeyTrial.ELSEWHERE, KeyTrial.SOMEONE_ELSEWHERE);

    /** What a limit counts by. */
    enum Scope {
        TOKEN,
        IP,
        TOKEN_AND_IP,
        GLOBAL,
        UNKNOWN
    }

    /**
     * What another user was given after the own key was exhausted.
     *
     * @param who the variation
     * @param sent so many requests
     * @param admitted so many of them
     * @param seconds from the first to the last
     * @param held whether the own key was refused before and after
     */
    record Count(String who, int sent, int admitted, double seconds, boolean held) {}

    static KeyReading of(Journal journal, Known known) {
        List<Entry> stage = journal.of(Stage.KEY);
        Map<String, Reading> matrix = new LinkedHashMap<>();
        Set<String> unfit = new TreeSet<>();
        for (String name : NAMES) {
            boolean begun = stage.stream().anyMatch(entry -> entry.variation().equals(name));
            Signature look = look(stage, name);
            if (look != null) {
                matrix.put(name, Reading.of(stage, name, known, answer -> look.fits(answer, true)));
            } else if (begun) {
                unfit.add(name);
            }
        }
        String stopped = journal.stops().getOrDefault(Stage.KEY, "");
        return new KeyReading(matrix, unfit, scope(matrix), count(stage), stopped);
    }

    /** How a variation is answered while nothing is exhausted; null if it is not admitted. */
    static @Nullable Signature look(List<Entry> stage, String name) {
        return Signature.of(stage.stream()
                .filter(entry -> entry.variation().equals(name) && entry.label().equals(KeyTrial.AT_REST))
                .toList());
    }

    private static Scope scope(Map<String, Reading> matrix) {
        Bucket someone = bucket(matrix, KeyTrial.SOMEONE);
        Bucket elsewhere = bucket(matrix, KeyTrial.ELSEWHERE);
        Bucket both = bucket(matrix, KeyTrial.SOMEONE_ELSEWHERE);
        boolean apart = someone == Bucket.OTHER || elsewhere == Bucket.OTHER;
        if (apart && both == Bucket.SAME) {
            return Scope.UNKNOWN;
        }
        if (someone == Bucket.OTHER) {
            return elsewhere == Bucket.OTHER ? Scope.TOKEN_AND_IP : Scope.TOKEN;
        }
        if (elsewhere == Bucket.OTHER) {
            // Without another user it may well be the pair of both.
            return Scope.IP;
        }
        boolean one = someone == Bucket.SAME && elsewhere == Bucket.SAME && both == Bucket.SAME;
        return one ? Scope.GLOBAL : Scope.UNKNOWN;
    }

    /** The same or another one; null where that is not known. */
    static @Nullable Bucket bucket(Map<String, Reading> matrix, String name) {
        Reading reading = matrix.get(name);
        Bucket bucket = reading == null ? null : reading.bucket();
        return bucket == Bucket.SAME || bucket == Bucket.OTHER ? bucket : null;
    }

    /** The last count, which was repeated if the own key had come back during the one before. */
    private static @Nullable Count count(List<Entry> stage) {
        Count found = null;
        int from = -1;
        for (int i = 0; i <= stage.size(); i++) {
            boolean counting = i < stage.size()
                    && stage.get(i).label().equals(KeyTrial.QUOTA)
                    && !stage.get(i).isControl();
            if (counting && from < 0) {
                from = i;
            } else if (!counting && from >= 0) {
                List<Entry> counted = stage.subList(from, i);
                boolean before = from > 0 && refusedAround(stage, from - 1);
                boolean after = i < stage.size()
                        && stage.get(i).isControl()
                        && stage.get(i).answer().refused();
                found = count(counted, before && after);
                from = -1;
            }
        }
        return found;
    }

    /** Whether the own key was refused in the volley that ends here. */
    private static boolean refusedAround(List<Entry> stage, int at) {
        int volley = stage.get(at).volley();
        return stage.stream()
                .filter(entry -> entry.volley() == volley)
                .anyMatch(entry -> entry.isControl() && entry.answer().refused());
    }

    private static Count count(List<Entry> counted, boolean held) {
        int admitted = (int)
                counted.stream().filter(entry -> entry.answer().admitted()).count();
        long begin = counted.get(0).answer().sentNanos();
        long longest = counted.stream()
                .mapToLong(entry -> entry.answer().doneNanos() - begin)
                .max()
                .orElse(0);
        return new Count(counted.get(0).variation(), counted.size(), admitted, longest / 1e9, held);
    }

    /** Whether another user was seen on another quota, by itself. */
    boolean tellsUsersApart() {
        return scope == Scope.TOKEN || scope == Scope.TOKEN_AND_IP;
    }

    /** Whether another user was seen to use up the same quota. */
    boolean usersShare() {
        return bucket(matrix, KeyTrial.SOMEONE) == Bucket.SAME;
    }

    /** Valid sandwiches, all told. */
    int valid() {
        return matrix.values().stream().mapToInt(Reading::valid).sum();
    }
}
