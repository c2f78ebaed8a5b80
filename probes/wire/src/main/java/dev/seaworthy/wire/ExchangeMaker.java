package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.TimeSource;
import java.time.Instant;
import java.util.Locale;

/** Makes the records of what was exchanged; everything that enters one is redacted here. Thread-safe. */
final class ExchangeMaker {
    private final Redaction redaction;
    private final TimeSource time;

    ExchangeMaker(Redaction redaction, TimeSource time) {
        this.redaction = redaction;
        this.time = time;
    }

    Redaction redaction() {
        return redaction;
    }

    /**
     * What goes into a record, not redacted yet.
     *
     * @param kind what was exchanged
     * @param subject method and URI
     * @param connection what carried it
     * @param clocks its instants
     * @param failure how it failed, or OK without words
     * @param status 0 if no answer was complete
     */
    record Draft(
            Exchange.Kind kind,
            String subject,
            Exchange.Connection connection,
            Clocks clocks,
            Failure failure,
            int status) {}

    /** A record of these texts, which must have been redacted. */
    Exchange make(Draft draft, String sent, String received) {
        String detail = redaction.line(draft.failure().detail(), 512);
        return Exchange.of(
                draft.kind(),
                summary(draft, detail),
                draft.connection(),
                wallClock(draft.clocks()),
                draft.clocks(),
                new Exchange.Ending(draft.failure().outcome(), detail),
                new Exchange.Transcript(sent, received));
    }

    /** A record of frames; the texts must have been redacted. */
    Exchange frames(
            String summary, Exchange.Connection connection, Clocks clocks, Failure failure, Exchange.Transcript texts) {
        return Exchange.of(
                Exchange.Kind.FRAMES,
                redaction.line(summary, 512),
                connection,
                wallClock(clocks),
                clocks,
                new Exchange.Ending(failure.outcome(), redaction.line(failure.detail(), 512)),
                texts);
    }

    /** A record of a TLS handshake, which holds no secrets; the texts need no redaction. */
    Exchange handshake(
            String summary, Exchange.Connection connection, Clocks clocks, Failure failure, Exchange.Transcript texts) {
        return Exchange.of(
                Exchange.Kind.HANDSHAKE,
                redaction.line(summary, 512),
                connection,
                wallClock(clocks),
                clocks,
                new Exchange.Ending(failure.outcome(), redaction.line(failure.detail(), 512)),
                texts);
    }

    private String summary(Draft draft, String detail) {
        String subject = redaction.line(draft.subject(), 256);
        if (draft.status() == 0) {
            return subject + " -> " + draft.failure().outcome() + ": " + detail;
        }
        Clocks clocks = draft.clocks();
        double millis = (clocks.completeNanos() - clocks.firedNanos()) / 1e6;
        String ending = draft.failure().detail().isEmpty() ? "" : " (" + detail + ")";
        return String.format(Locale.ROOT, "%s -> %d in %.3f ms%s", subject, draft.status(), millis, ending);
    }

    private Instant wallClock(Clocks clocks) {
        return time.wallClock().minusNanos(time.nanos() - clocks.firedNanos());
    }
}
