package dev.seaworthy.ratelimit.delay;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests that were sent at once. Immutable. */
final class Volley {
    /** Of a volley sent to find a line, so many must have waited. */
    private static final double WAITED = 0.25;

    private static final int FEWEST = 2;

    private final List<Answer> answers;

    Volley(List<Answer> answers) {
        this.answers = List.copyOf(answers);
    }

    /** Those with this label, in the order of sending. */
    static List<Volley> of(List<Entry> entries, String label) {
        Map<Integer, List<Answer>> volleys = new TreeMap<>();
        entries.stream()
                .filter(entry -> entry.label().equals(label))
                .forEach(entry -> volleys.computeIfAbsent(entry.volley(), unused -> new ArrayList<>())
                        .add(entry.answer()));
        return volleys.values().stream().map(Volley::new).toList();
    }

    int size() {
        return answers.size();
    }

    int refused() {
        return (int) answers.stream().filter(Answer::refused).count();
    }

    int admitted() {
        return (int) answers.stream().filter(Answer::admitted).count();
    }

    /** Of those let through, ascending, seconds. */
    double[] latencies() {
        double[] latencies = Series.admitted(answers);
        Arrays.sort(latencies);
        return latencies;
    }

    double longest() {
        return Arrays.stream(latencies()).max().orElse(0);
    }

    int slow(Base base) {
        return Series.above(latencies(), base.threshold());
    }

    /** Whether at least two waited. */
    boolean hintsAtDelay(Base base) {
        return slow(base) >= FEWEST;
    }

    /** Whether so many waited that chance does not explain it. */
    boolean delayed(Base base) {
        return slow(base) >= Math.max(FEWEST, WAITED * admitted());
    }

    /** After which silence nothing of it is left at the target, seconds; with half as much again as is needed. */
    double restAfter(Base base) {
        int slow = slow(base);
        return slow == 0 ? 0 : 1.5 * (admitted() - slow + 1) * longest() / slow;
    }
}
