package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call under load: clocks and outcome only, over as many redirects as its options follow. */
final class LoadCall extends Call {
    static final byte[] NO_BODY = new byte[0];

    private static final Failure SURPLUS = new Failure(Outcome.PROTOCOL, "bytes after the end of the answer");
    private static final Failure MISCODED =
            new Failure(Outcome.PROTOCOL, "the body is not what its Content-Encoding says");

    private final Lane lane;
    private final Wire.LoadListener listener;
    private LoadTemplate template;
    private @Nullable Trail trail;

    /**
     * What lies behind a call that was redirected.
     *
     * @param hops how many redirects it followed
     * @param writtenNanos when the first request was written
     */
    private record Trail(int hops, long writtenNanos) {}

    LoadCall(Lane lane, LoadTemplate template, Wire.LoadListener listener, long intended, long fired) {
        super(intended);
        this.lane = lane;
        this.template = template;
        this.listener = listener;
        this.firedNanos = fired;
    }

    @Override
    Route route() {
        return template.route();
    }

    @Override
    RequestBytes request() {
        return Objects.requireNonNull(template.bytes());
    }

    /** What it sends as its head over HTTP/2. */
    Http2Headers fields() {
        return Objects.requireNonNull(template.fields());
    }

    boolean keepsBody() {
        return template.options().keepsBody();
    }

    /** Whether it would follow a redirect of this status. */
    boolean follows(int status) {
        int hops = trail == null ? 0 : trail.hops();
        return hops < template.options().redirects() && Redirect.is(status);
    }

    @Override
    void expect(AnswerParser parser) {
        parser.beginLean(request().head(), keepsBody(), template.options().redirects() > 0);
    }

    @Override
    void answered(HttpConnection connection, long now) {
        AnswerParser parser = connection.parser();
        AnswerHead head = parser.head();
        if (connection.surplusBytes() > 0) {
            failed(SURPLUS, connection, now);
        } else {
            complete(head.status(), parser.body(), head.coding(), head.location(), now);
        }
    }

    /** The answer is complete; {@code coded} is empty where it is not kept. */
    void complete(int status, byte[] coded, ContentCoding coding, @Nullable String location, long now) {
        if (location != null && follows(status)) {
            LoadTemplate next = lane.redirected(template, status, location);
            if (next != null) {
                follow(next);
                return;
            }
        }
        byte[] body = coded.length == 0 ? NO_BODY : coding.decode(coded, AnswerParser.BODY_LIMIT);
        if (body == null) {
            failed(MISCODED, null, now);
        } else {
            listener.ended(clocks(now), Outcome.OK, status, body, "");
        }
    }

    private void follow(LoadTemplate next) {
        trail = trail == null ? new Trail(1, writtenNanos) : new Trail(trail.hops() + 1, trail.writtenNanos());
        template = next;
        repeated = false;
        writtenNanos = Clocks.NOT_REACHED;
        firstByteNanos = Clocks.NOT_REACHED;
        lane.carry(this);
    }

    @Override
    void failed(Failure failure, @Nullable HttpConnection connection, long now) {
        listener.ended(clocks(now), failure.outcome(), 0, NO_BODY, failure.kind());
    }

    @Override
    Clocks clocks(long completeNanos) {
        long written = trail == null ? writtenNanos : trail.writtenNanos();
        return new Clocks(intendedNanos, firedNanos, written, firstByteNanos, completeNanos);
    }
}
