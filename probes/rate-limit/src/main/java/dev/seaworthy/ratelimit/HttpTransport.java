package dev.seaworthy.ratelimit;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends a trial's requests over the wire and reads its answers as the contract means them. */
final class HttpTransport implements Transport {
    private final Wire wire;
    private final TimeSource time;
    private final Map<Caller, HttpRequest> requests;
    private final List<Integer> admission;
    private final int refusal;

    HttpTransport(Wire wire, TimeSource time, Map<Caller, HttpRequest> requests, RequestSpec operation, int refusal) {
        this.wire = wire;
        this.time = time;
        this.requests = requests;
        this.admission = operation.expect().getOrDefault(CredentialClass.VALID, List.of());
        this.refusal = refusal;
    }

    @Override
    public List<Reply> volley(List<Caller> callers) throws InterruptedException {
        if (callers.size() == 1) {
            return List.of(read(wire.exchange(request(callers.get(0)))));
        }
        List<CompletableFuture<HttpAnswer>> answers = new ArrayList<>();
        for (Caller caller : callers) {
            answers.add(wire.send(request(caller)));
        }
        return answers.stream().map(answer -> read(answer.join())).toList();
    }

    private HttpRequest request(Caller caller) {
        HttpRequest request = requests.get(caller);
        if (request == null) {
            throw new IllegalStateException("there is no request of the " + caller);
        }
        return request;
    }

    @Override
    public void rest(Duration silence) throws InterruptedException {
        Thread.sleep(silence.toMillis() + 1);
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public Instant wallClock() {
        return time.wallClock();
    }

    private Reply read(HttpAnswer answer) {
        Clocks clocks = answer.clocks();
        long done = reached(clocks.completeNanos(), time.nanos());
        long sent = reached(clocks.writtenNanos(), reached(clocks.firedNanos(), done));
        return new Reply(
                kind(answer), answer.status(), answer.headers(), answer.detail(), sent, done, answer.exchange());
    }

    private static long reached(long instant, long otherwise) {
        return instant == Clocks.NOT_REACHED ? otherwise : instant;
    }

    private Reply.Kind kind(HttpAnswer answer) {
        if (answer.outcome() == Outcome.INSTRUMENT) {
            return Reply.Kind.INSTRUMENT;
        }
        if (answer.outcome() == Outcome.NOT_SENT) {
            return Reply.Kind.NOT_SENT;
        }
        if (answer.is(refusal)) {
            return Reply.Kind.REFUSED;
        }
        boolean admitted = answer.outcome() == Outcome.OK && admission.contains(answer.status());
        return admitted ? Reply.Kind.ADMITTED : Reply.Kind.OTHER;
    }
}
