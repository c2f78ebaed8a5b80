package dev.seaworthy.ratelimit.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that one session sent and what came back: all that a verdict is drawn from. Immutable.
 *
 * @param plan with its seed
 * @param begun the wall clock at the first request
 * @param about what was studied, e.g. {@code method}, {@code path}; no secret
 * @param entries in the order of sending
 * @param stops why stages ended before their time
 */
public record Journal(
        Plan plan, Instant begun, Map<String, String> about, List<Entry> entries, Map<Stage, String> stops) {
    public Journal {
        about = Map.copyOf(about);
        entries = List.copyOf(entries);
        stops = Map.copyOf(stops);
    }

    /** Reads what {@link #lines} wrote. @throws IllegalArgumentException naming the line that cannot be read */
    public static Journal read(List<String> lines) {
        return JournalText.read(lines);
    }

    /** One JSON object a line: the plan, every request, and why it ended. */
    public List<String> lines() {
        return JournalText.write(this);
    }

    /** What was sent for this. */
    public List<Entry> of(Stage stage) {
        return entries.stream().filter(entry -> entry.stage() == stage).toList();
    }

    /** An instant of the answers' clock, which may wrap around, in seconds after the first request. */
    public double at(long nanos) {
        return entries.isEmpty() ? 0 : (nanos - entries.get(0).answer().sentNanos()) / 1e9;
    }

    /** The wall clock at an instant of the answers' clock. */
    public Instant wallClockAt(long nanos) {
        long origin = entries.isEmpty() ? nanos : entries.get(0).answer().sentNanos();
        return begun.plusNanos(nanos - origin);
    }

    /**
     * Whether a limiter refused something. An unusual refusal counts only where the usual request was admitted again afterwards: a
     * target that is down looks the same.
     */
    public boolean sawLimit() {
        boolean refused = false;
        for (Entry entry : entries) {
            Answer answer = entry.answer();
            if (!entry.isControl()) {
                continue;
            }
            if (answer.refused() && answer.unmistakable() || refused && answer.admitted()) {
                return true;
            }
            refused |= answer.refused();
        }
        return false;
    }

    /** Requests that were refused. */
    public int refused() {
        return (int) entries.stream().filter(entry -> entry.answer().refused()).count();
    }

    /** From the first request to the last answer. */
    public double seconds() {
        return entries.isEmpty()
                ? 0
                : at(entries.get(entries.size() - 1).answer().doneNanos());
    }
}
