package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the answers to an admitted request look like: status, and roughly how much body.
 *
 * @param status the most frequent one
 * @param shortest bytes of body
 * @param longest bytes of body
 */
record Signature(int status, int shortest, int longest) {
    private static final int FEW_BYTES = 8;
    private static final double ROUGHLY = 0.2;

    /** Of these requests; null if none was admitted. */
    static @Nullable Signature of(List<Entry> entries) {
        List<Answer> admitted =
                entries.stream().map(Entry::answer).filter(Answer::admitted).toList();
        if (admitted.isEmpty()) {
            return null;
        }
        Map<Integer, Long> counts = admitted.stream()
                .map(Answer::status)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        int status = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        List<Integer> lengths = admitted.stream()
                .filter(answer -> answer.status() == status)
                .map(Answer::bodyLength)
                .sorted()
                .toList();
        return new Signature(status, lengths.get(0), lengths.get(lengths.size() - 1));
    }

    /** Whether an answer is of this kind; {@code withBody}: whether it would have a body. */
    boolean fits(Answer answer, boolean withBody) {
        if (answer.status() != status) {
            return false;
        }
        double slack = Math.max(FEW_BYTES, ROUGHLY * longest);
        boolean emptied = answer.bodyLength() == 0 && shortest > 0;
        return !withBody
                || !emptied && answer.bodyLength() >= shortest - slack && answer.bodyLength() <= longest + slack;
    }
}
