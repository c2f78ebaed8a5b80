package dev.seaworthy.ratelimit.identify;

import java.util.List;

/** What an inquiry took. */
record Cost(int requests, int refused, double seconds) {
    static Cost of(Identification done) {
        List<Entry> all = done.entries();
        int refused =
                (int) all.stream().filter(entry -> entry.answer().refused()).count();
        double seconds = all.isEmpty()
                ? 0
                : (all.get(all.size() - 1).answer().doneNanos()
                                - all.get(0).answer().sentNanos())
                        / 1e9;
        return new Cost(all.size(), refused, seconds);
    }
}
