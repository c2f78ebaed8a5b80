package dev.seaworthy.ratelimit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one trial of one limit saw. Immutable.
 *
 * @param limit the declaration
 * @param log every request, in the order of sending, whoever sent it
 * @param burst the burst that is judged; null when the control was not admitted
 * @param unrested an earlier burst that admitted too little or too much, and was repeated from a rested limit; or null
 * @param parallel how many requests were under way at once
 * @param promises each time that the limiter's promise, or our guess without one, was put to the test; after two broken
 *     ones, a last silence as long as the declared recovery
 * @param second the burst after the silence; null when there was none
 * @param midway window limits only: what was admitted in the middle of the second window, where nothing should be; or null
 * @param sandwich a bystander's request between refused ones; null when not tried
 * @param aloneLater the bystander's request after the limit had rested, where the first was refused; or null
 * @param recovery the requests after the final rest, the last one deciding
 * @param stopped why the trial ended early, or empty
 */
record Course(
        DeclaredLimit limit,
        List<Reply> log,
        @Nullable Burst burst,
        @Nullable Burst unrested,
        int parallel,
        List<Promised> promises,
        @Nullable Burst second,
        @Nullable Burst midway,
        @Nullable Sandwich sandwich,
        @Nullable Reply aloneLater,
        List<Reply> recovery,
        String stopped) {
    Course {
        log = List.copyOf(log);
        promises = List.copyOf(promises);
        recovery = List.copyOf(recovery);
    }

    /** The silences that the limiter itself had asked for. */
    List<Promised> announced() {
        return promises.stream().filter(tried -> tried.promise() != null).toList();
    }

    /** The last silence that the limiter asked for, or else the last one; there must be one. */
    Promised lastPromise() {
        List<Promised> tries = announced().isEmpty() ? promises : announced();
        return tries.get(tries.size() - 1);
    }

    /** The first answer that says that we, and not the target, stand in the way; or null. */
    @Nullable
    Reply ourFault() {
        return log.stream()
                .filter(reply -> reply.kind() == Reply.Kind.INSTRUMENT || reply.kind() == Reply.Kind.NOT_SENT)
                .findFirst()
                .orElse(null);
    }

    /**
     * A silence, and the request at its end.
     *
     * @param promise what the refusal said, or null when it said nothing
     * @param silentNanos from the last refusal to the request
     * @param afterwards what came of it
     */
    record Promised(@Nullable Promise promise, long silentNanos, Reply afterwards) {}

    /** A bystander's request among requests of the limited user, all sent at once. */
    record Sandwich(List<Reply> before, Reply bystander, List<Reply> after) {
        Sandwich {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        /** Whether the limited user was refused on both sides. A refill in between may admit some of them. */
        boolean holds() {
            return before.stream().anyMatch(Reply::refused) && after.stream().anyMatch(Reply::refused);
        }
    }
}
