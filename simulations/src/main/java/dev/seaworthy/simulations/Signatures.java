package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Outcome;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts failures by operation and signature. Thread-safe. Bounded: past {@link #MOST} kinds of one operation the rest
 * counts as {@link #OTHERS}, so that a signature that is none cannot fill the memory.
 */
final class Signatures {
    static final int MOST = 64;
    static final String OTHERS = "other kinds";

    private final Map<String, Map<String, LongAdder>> counts = new ConcurrentHashMap<>();

    /** The signature of a failure of which nothing but its outcome is known. */
    static String of(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    void count(String operation, String signature) {
        Map<String, LongAdder> kinds = counts.computeIfAbsent(operation, unused -> new ConcurrentHashMap<>());
        LongAdder count = kinds.get(signature);
        if (count == null) {
            String known = kinds.size() < MOST ? signature : OTHERS;
            count = kinds.computeIfAbsent(known, unused -> new LongAdder());
        }
        count.increment();
    }

    /** What was counted since the last call, by operation and signature; empty where nothing failed. */
    Map<String, Map<String, Long>> drain() {
        Map<String, Map<String, Long>> drained = new TreeMap<>();
        counts.forEach((operation, kinds) -> {
            Map<String, Long> some = new TreeMap<>();
            kinds.forEach((signature, count) -> {
                long since = count.sumThenReset();
                if (since > 0) {
                    some.put(signature, since);
                }
            });
            if (!some.isEmpty()) {
                drained.put(operation, new LinkedHashMap<>(some));
            }
        });
        return drained;
    }
}
