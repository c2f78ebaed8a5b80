package dev.seaworthy.ratelimit;

import java.util.List;

/** Requests of one caller, sent as fast as the answers came, until enough were refused. Immutable. */
record Burst(List<Reply> replies) {
    Burst {
        replies = List.copyOf(replies);
    }

    int sent() {
        return replies.size();
    }

    long admitted() {
        return replies.stream().filter(Reply::admitted).count();
    }

    long refused() {
        return replies.stream().filter(Reply::refused).count();
    }

    boolean sawRefusal() {
        return refused() > 0;
    }

    /** The first answer that is neither of the two, or an admission when there is none. */
    List<Reply> others() {
        return replies.stream()
                .filter(reply -> !reply.admitted() && !reply.refused())
                .toList();
    }

    /** Which request was refused first, counted from 1; 0 when none was. */
    int firstRefusalAt() {
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i).refused()) {
                return i + 1;
            }
        }
        return 0;
    }

    /** Admitted of those that were under way by the first refusal: what came later may be a refill. All without a refusal. */
    long admittedByFirstRefusal() {
        int first = firstRefusalAt();
        if (first == 0) {
            return admitted();
        }
        long refusedNanos = replies.get(first - 1).doneNanos();
        return replies.stream()
                .filter(reply -> reply.admitted() && reply.sentNanos() <= refusedNanos)
                .count();
    }

    /** From the first request to the end of the last answer. */
    long elapsedNanos() {
        return replies.isEmpty() ? 0 : endNanos() - beginNanos();
    }

    /** From the first request to the end of the first refusal; the whole burst when none was refused. */
    long nanosToFirstRefusal() {
        int first = firstRefusalAt();
        return first == 0 ? elapsedNanos() : replies.get(first - 1).doneNanos() - beginNanos();
    }

    /** The uncertainty about when the target decided. */
    long firstRoundTripNanos() {
        return replies.get(0).doneNanos() - replies.get(0).sentNanos();
    }

    long beginNanos() {
        return replies.get(0).sentNanos();
    }

    long endNanos() {
        return replies.get(replies.size() - 1).doneNanos();
    }

    /** When the last refused request was answered: from then on, what is admitted was regained. */
    long lastRefusalNanos() {
        for (int i = replies.size() - 1; i >= 0; i--) {
            if (replies.get(i).refused()) {
                return replies.get(i).doneNanos();
            }
        }
        return endNanos();
    }
}
