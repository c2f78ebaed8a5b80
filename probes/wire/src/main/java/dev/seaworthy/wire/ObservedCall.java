package dev.seaworthy.wire;

import org.jspecify.annotations.Nullable;

/** A call under load that can be made evidence: headers and bytes are kept until it has ended, a record only on demand. */
final class ObservedCall extends EvidenceCall {
    private final Wire.Observer observer;

    ObservedCall(
            HttpRequest asked,
            Route route,
            RequestBytes request,
            ExchangeMaker maker,
            long intendedNanos,
            Wire.Observer observer) {
        super(asked, route, request, maker, intendedNanos);
        this.observer = observer;
    }

    @Override
    void end(
            Failure failure,
            @Nullable AnswerHead head,
            byte[] body,
            String note,
            @Nullable HttpConnection connection,
            long now) {
        observer.ended(
                clocks(now),
                failure.outcome(),
                status(failure, head),
                body,
                failure.kind(),
                () -> recorded(failure, head, body, note, connection, now));
    }
}
