package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call for a check: everything about it is recorded. */
class EvidenceCall extends Call {
    private static final byte[] NO_BODY = new byte[0];
    private static final Failure NONE = new Failure(Outcome.OK, "");

    private final HttpRequest asked;
    private final Route route;
    private final RequestBytes request;
    private final ExchangeMaker maker;
    private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();

    EvidenceCall(HttpRequest asked, Route route, RequestBytes request, ExchangeMaker maker, long intendedNanos) {
        super(intendedNanos);
        this.asked = asked;
        this.route = route;
        this.request = request;
        this.maker = maker;
    }

    CompletableFuture<HttpAnswer> answer() {
        return answer;
    }

    @Override
    Route route() {
        return route;
    }

    @Override
    RequestBytes request() {
        return request;
    }

    @Override
    void expect(AnswerParser parser) {
        parser.begin(request.head(), true);
    }

    @Override
    void answered(HttpConnection connection, long now) {
        AnswerParser parser = connection.parser();
        byte[] body = parser.head().coding().decode(parser.body(), AnswerParser.BODY_LIMIT);
        if (body == null) {
            failed(new Failure(Outcome.PROTOCOL, "the body is not what its Content-Encoding says"), connection, now);
            return;
        }
        String surplus = connection.surplusBytes() == 0
                ? ""
                : "\n<" + connection.surplusBytes() + " bytes more, that belong to no request>";
        end(NONE, parser.head(), body, surplus, connection, now);
    }

    @Override
    void failed(Failure failure, @Nullable HttpConnection connection, long now) {
        if (connection == null) {
            end(failure, null, NO_BODY, "", null, now);
        } else {
            AnswerParser parser = connection.parser();
            end(failure, parser.head(), parser.body(), "", connection, now);
        }
    }

    /** The call has ended; {@code head} and {@code body} are what came of an answer. */
    void end(
            Failure failure,
            @Nullable AnswerHead head,
            byte[] body,
            String note,
            @Nullable HttpConnection connection,
            long now) {
        answer.complete(recorded(failure, head, body, note, connection, now));
    }

    /** The answer with its record; to be made before the connection carries another call. */
    final HttpAnswer recorded(
            Failure failure,
            @Nullable AnswerHead head,
            byte[] body,
            String note,
            @Nullable HttpConnection connection,
            long now) {
        Redaction redaction = maker.redaction();
        Headers headers = head == null ? Headers.NONE : head.headers();
        redaction.learn(asked.headers());
        redaction.learn(asked.body());
        redaction.learn(headers);
        redaction.learn(body);
        int status = status(failure, head);
        Clocks clocks = clocks(now);
        Exchange exchange = maker.make(
                new ExchangeMaker.Draft(
                        Exchange.Kind.HTTP,
                        asked.method() + " " + asked.uri().getRawPath(),
                        connection == null
                                ? Link.none(route.origin())
                                : connection.link().described(),
                        clocks,
                        failure,
                        status),
                sent(redaction),
                head == null ? "" : redaction.head(head.text()) + redaction.body(body) + note);
        return new HttpAnswer(failure.outcome(), exchange.detail(), status, headers, body, clocks, exchange);
    }

    static int status(Failure failure, @Nullable AnswerHead head) {
        return failure.outcome() == Outcome.OK && head != null ? head.status() : 0;
    }

    private String sent(Redaction redaction) {
        byte[] bytes = request.bytes();
        String head = new String(bytes, 0, request.headLength(), StandardCharsets.UTF_8);
        return redaction.head(head) + redaction.body(Arrays.copyOfRange(bytes, request.headLength(), bytes.length));
    }
}
