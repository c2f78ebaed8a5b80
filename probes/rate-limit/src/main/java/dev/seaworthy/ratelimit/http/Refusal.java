package dev.seaworthy.ratelimit.http;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.wire.HttpAnswer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a refusal is told from an admission and from a failure.
 *
 * @param admission statuses that are an admission; empty for that of the first answer below 400
 * @param status with which the limiter refuses, or null for 429 and, as long as nothing else is known, for the others with which
 *     limiters refuse in the field
 * @param body a text that stands in the body of every refusal, whatever its status; or null
 */
public record Refusal(
        List<Integer> admission,
        @Nullable Integer status,
        @Nullable String body) {
    /** With which limiters refuse besides: nginx by default, some gateways, Twitter of old, bandwidth limits. */
    private static final Set<Integer> CUSTOMARY = Set.of(503, 403, 420, 509);

    public Refusal {
        admission = List.copyOf(admission);
    }

    Answer.Outcome outcome(HttpAnswer answer) {
        if (answer.outcome() == Outcome.INSTRUMENT || answer.outcome() == Outcome.NOT_SENT) {
            return Answer.Outcome.OURS;
        }
        if (answer.outcome() != Outcome.OK) {
            return Answer.Outcome.FAILED;
        }
        if (body != null && answer.text().contains(body)) {
            return Answer.Outcome.REFUSED;
        }
        if (refuses(answer.status())) {
            return Answer.Outcome.REFUSED;
        }
        boolean right = admission.isEmpty() ? answer.status() < 400 : admission.contains(answer.status());
        return right ? Answer.Outcome.ADMITTED : Answer.Outcome.FAILED;
    }

    private boolean refuses(int answered) {
        if (status != null) {
            return answered == status;
        }
        return answered == Answer.TOO_MANY_REQUESTS || (CUSTOMARY.contains(answered) && !admission.contains(answered));
    }

    Answer.Sign sign(HttpAnswer answer) {
        if (answer.outcome() != Outcome.OK) {
            return Answer.Sign.CONNECTION;
        }
        return body != null && answer.text().contains(body) ? Answer.Sign.BODY : Answer.Sign.STATUS;
    }
}
