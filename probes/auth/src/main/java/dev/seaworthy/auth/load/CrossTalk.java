package dev.seaworthy.auth.load;

import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.LoadStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers that were searched for another user's canary. Thread-safe. */
final class CrossTalk {
    private static final int EXCHANGES = 6;

    private final List<Exchange> hits = new ArrayList<>();
    private long searched;
    private long own;
    private long found;
    private @Nullable LoadStep first;

    /** An answer was searched. */
    synchronized void searched(boolean holdsOwn) {
        searched++;
        own += holdsOwn ? 1 : 0;
    }

    /** It held another user's. */
    synchronized void found(LoadStep step, Supplier<Exchange> exchange) {
        found++;
        first = first == null ? step : first;
        if (hits.size() < EXCHANGES) {
            hits.add(exchange.get());
        }
    }

    synchronized Seen seen() {
        return new Seen(searched, own, found, first, List.copyOf(hits));
    }

    /**
     * What was seen.
     *
     * @param own answers that held their owner's canary
     * @param first the step of the first hit, or null
     */
    record Seen(
            long searched, long own, long found, @Nullable LoadStep first, List<Exchange> hits) {}
}
