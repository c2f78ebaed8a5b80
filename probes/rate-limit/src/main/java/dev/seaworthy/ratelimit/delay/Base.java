package dev.seaworthy.ratelimit.delay;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import java.util.Arrays;
import java.util.List;

/**
 * How long an answer takes that does not wait.
 *
 * @param seconds the shortest seen
 * @param threshold above which an answer counts as one that waited, seconds
 */
record Base(double seconds, double threshold) {
    private static final double TIMES = 4;
    private static final double PLUS = 0.03;
    private static final double NOISE = 10;
    private static final int FIRST = 5;

    /** Of all that was let through and not varied. */
    static Base of(Journal journal) {
        return of(journal.entries().stream()
                .filter(Base::telling)
                .map(Entry::answer)
                .toList());
    }

    /** Four times the base, or less where the first answers show that the network is steadier; 30 ms more at least. */
    static Base of(List<Answer> answers) {
        double[] latencies = Series.admitted(answers);
        if (latencies.length == 0) {
            return new Base(0, PLUS);
        }
        double shortest = Arrays.stream(latencies).min().orElse(0);
        double usual = Series.median(Arrays.copyOf(latencies, Math.min(FIRST, latencies.length)));
        double margin = Math.min((TIMES - 1) * shortest, NOISE * (usual - shortest));
        return new Base(shortest, shortest + Math.max(PLUS, margin));
    }

    static boolean telling(Entry entry) {
        return entry.isControl() && entry.answer().outcome() != Answer.Outcome.FAILED;
    }
}
