package dev.seaworthy.kernel;

import java.util.ArrayList;
import java.util.List;

/** The exchanges behind a verdict: at least one, in the order in which they happened. Immutable. */
public final class Evidence {
    private final List<Exchange> exchanges;

    private Evidence(List<Exchange> exchanges) {
        this.exchanges = List.copyOf(exchanges);
    }

    /** Evidence of these exchanges. */
    public static Evidence of(Exchange first, Exchange... more) {
        List<Exchange> all = new ArrayList<>();
        all.add(first);
        all.addAll(List.of(more));
        return new Evidence(all);
    }

    /**
     * Evidence of these exchanges.
     *
     * @throws IllegalArgumentException if there is none: no evidence, no verdict
     */
    public static Evidence of(List<Exchange> exchanges) {
        if (exchanges.isEmpty()) {
            throw new IllegalArgumentException("no evidence, no verdict: the list of exchanges is empty");
        }
        return new Evidence(exchanges);
    }

    /** These exchanges, followed by others. */
    public Evidence and(Exchange... more) {
        List<Exchange> all = new ArrayList<>(exchanges);
        all.addAll(List.of(more));
        return new Evidence(all);
    }

    public List<Exchange> exchanges() {
        return exchanges;
    }

    @Override
    public String toString() {
        return exchanges.size() + " exchanges, last: "
                + exchanges.get(exchanges.size() - 1).summary();
    }
}
