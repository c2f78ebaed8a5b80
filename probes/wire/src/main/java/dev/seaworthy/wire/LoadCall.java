package dev.seaworthy.wire;

import dev.seaworthy.kernel.Outcome;
import org.jspecify.annotations.Nullable;

/** A call under load: clocks and outcome only. */
final class LoadCall extends Call {
    private static final byte[] NO_BODY = new byte[0];

    private final Wire.LoadListener listener;

    LoadCall(Origin origin, RequestBytes request, Wire.LoadListener listener, long intendedNanos) {
        super(origin, request, intendedNanos);
        this.listener = listener;
    }

    @Override
    boolean keepsEvidence() {
        return false;
    }

    @Override
    void answered(HttpConnection connection, long now) {
        AnswerParser parser = connection.parser();
        byte[] body = parser.head().coding().decode(parser.body(), AnswerParser.BODY_LIMIT);
        if (body == null) {
            listener.ended(clocks(now), Outcome.PROTOCOL, 0, NO_BODY, "the body is not what its Content-Encoding says");
        } else {
            listener.ended(clocks(now), Outcome.OK, parser.head().status(), body, "");
        }
    }

    @Override
    void failed(Failure failure, @Nullable HttpConnection connection, long now) {
        listener.ended(clocks(now), failure.outcome(), 0, NO_BODY, failure.detail());
    }
}
