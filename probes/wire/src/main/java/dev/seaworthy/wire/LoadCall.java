package dev.seaworthy.wire;

import dev.seaworthy.kernel.Outcome;
import org.jspecify.annotations.Nullable;

/** A call under load: clocks and outcome only. */
final class LoadCall extends Call {
    static final byte[] NO_BODY = new byte[0];

    private static final Failure SURPLUS = new Failure(Outcome.PROTOCOL, "bytes after the end of the answer");
    private static final Failure MISCODED =
            new Failure(Outcome.PROTOCOL, "the body is not what its Content-Encoding says");

    private final LoadTemplate template;
    private final RequestBytes request;
    private final Wire.LoadListener listener;

    LoadCall(LoadTemplate template, RequestBytes request, Wire.LoadListener listener, long intended, long fired) {
        super(intended);
        this.template = template;
        this.request = request;
        this.listener = listener;
        this.firedNanos = fired;
    }

    @Override
    Route route() {
        return template.route();
    }

    @Override
    RequestBytes request() {
        return request;
    }

    @Override
    void expect(AnswerParser parser) {
        parser.beginLean(
                request.head(),
                template.options().keepsBody(),
                template.options().redirects() > 0);
    }

    @Override
    void answered(HttpConnection connection, long now) {
        AnswerParser parser = connection.parser();
        if (connection.surplusBytes() > 0) {
            failed(SURPLUS, connection, now);
        } else if (template.options().keepsBody()) {
            byte[] body = parser.head().coding().decode(parser.body(), AnswerParser.BODY_LIMIT);
            if (body == null) {
                failed(MISCODED, connection, now);
            } else {
                listener.ended(clocks(now), Outcome.OK, parser.head().status(), body, "");
            }
        } else {
            listener.ended(clocks(now), Outcome.OK, parser.head().status(), NO_BODY, "");
        }
    }

    @Override
    void failed(Failure failure, @Nullable HttpConnection connection, long now) {
        listener.ended(clocks(now), failure.outcome(), 0, NO_BODY, failure.kind());
    }
}
