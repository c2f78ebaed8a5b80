package dev.seaworthy.ratelimit.http;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Transport;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.wire.Header;
import dev.seaworthy.wire.Headers;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Sends a session's requests over the wire, each as its variation says. */
public final class HttpTransport implements Transport {
    /** Between the first bytes and the last ones: so long, that all the former were read. */
    private static final Duration PAUSE = Duration.ofMillis(150);

    private static final Set<String> TELLING = Set.of("date", "retry-after", "age", "cache-control");

    private final List<Wire> addresses;
    private final List<HttpRequest> callers;
    private final HttpRequest nobody;
    private final Refusal refusal;
    private final TimeSource time;

    /**
     * A transport.
     *
     * @param addresses an engine for each address to send from, the usual one first
     * @param callers the request of each caller, the own one first; caches are told to keep out of it
     * @param nobody the same request without a credential
     */
    public HttpTransport(
            List<Wire> addresses, List<HttpRequest> callers, HttpRequest nobody, Refusal refusal, TimeSource time) {
        this.addresses = List.copyOf(addresses);
        this.callers = callers.stream().map(HttpTransport::uncached).toList();
        this.nobody = uncached(nobody);
        this.refusal = refusal;
        this.time = time;
    }

    /** An answer from a cache never reached the limiter. */
    private static HttpRequest uncached(HttpRequest request) {
        return request.headers().first("Cache-Control").isPresent()
                ? request
                : request.header("Cache-Control", "no-cache");
    }

    @Override
    public int callers() {
        return callers.size();
    }

    @Override
    public int addresses() {
        return addresses.size();
    }

    @Override
    public List<Answer> volley(List<Variation> requests) throws InterruptedException {
        if (requests.size() == 1) {
            Variation only = requests.get(0);
            return List.of(read(addresses.get(only.address()).exchange(request(only))));
        }
        List<CompletableFuture<HttpAnswer>> answers = new ArrayList<>();
        for (Variation variation : requests) {
            answers.add(addresses.get(variation.address()).send(request(variation)));
        }
        return answers.stream().map(answer -> read(answer.join())).toList();
    }

    @Override
    public List<Answer> salvo(List<Variation> requests) throws InterruptedException {
        Wire wire = addresses.get(requests.get(0).address());
        try {
            return wire.together(requests.stream().map(this::request).toList(), PAUSE).get().stream()
                    .map(this::read)
                    .toList();
        } catch (ExecutionException e) {
            throw new IllegalStateException("answers are never exceptional", e);
        }
    }

    private HttpRequest request(Variation variation) {
        HttpRequest request = variation.caller() == Variation.NOBODY ? nobody : callers.get(variation.caller());
        String method = variation.method();
        String target = variation.target();
        URI uri = target == null
                ? request.uri()
                : URI.create(request.uri().getScheme() + "://" + request.uri().getRawAuthority() + target);
        return new HttpRequest(
                method == null ? request.method() : method,
                uri,
                varied(request.headers(), variation.headers()),
                request.body(),
                variation.http10());
    }

    private static Headers varied(Headers headers, Map<String, String> others) {
        String token = headers.first("Authorization")
                .map(value -> value.substring(value.indexOf(' ') + 1).strip())
                .orElse("");
        Headers varied = new Headers(headers.fields().stream()
                .filter(field -> others.keySet().stream().noneMatch(field.name()::equalsIgnoreCase))
                .toList());
        for (Map.Entry<String, String> other : others.entrySet()) {
            varied = varied.with(other.getKey(), other.getValue().replace(Variation.TOKEN, token));
        }
        return varied;
    }

    private Answer read(HttpAnswer answer) {
        Clocks clocks = answer.clocks();
        long done = reached(clocks.firstByteNanos(), reached(clocks.completeNanos(), time.nanos()));
        long sent = reached(clocks.writtenNanos(), reached(clocks.firedNanos(), done));
        return new Answer(
                Math.min(sent, done),
                done,
                refusal.outcome(answer),
                refusal.sign(answer),
                answer.status(),
                telling(answer.headers()),
                answer.body().length,
                answer.exchange());
    }

    private static long reached(long instant, long otherwise) {
        return instant == Clocks.NOT_REACHED ? otherwise : instant;
    }

    private static Headers telling(Headers headers) {
        List<Header> kept = new ArrayList<>();
        for (Header field : headers.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (TELLING.contains(name) || name.contains("ratelimit") || name.contains("rate-limit")) {
                kept.add(field);
            }
        }
        return new Headers(kept);
    }

    @Override
    public TimeSource clock() {
        return time;
    }
}
