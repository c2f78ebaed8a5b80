package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.wire.Handshake;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import dev.seaworthy.wire.LoadOptions;
import dev.seaworthy.wire.PreparedRequest;
import dev.seaworthy.wire.TlsHello;
import dev.seaworthy.wire.TlsReply;
import dev.seaworthy.wire.WebSocketRequest;
import dev.seaworthy.wire.Wire;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** A wire on the JDK's client, whose clocks a test can set wrong. */
final class JdkWire implements Wire {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final long wrongByNanos;

    JdkWire(long wrongByNanos) {
        this.wrongByNanos = wrongByNanos;
    }

    @Override
    public PreparedRequest prepare(HttpRequest request, LoadOptions options) {
        return new Prepared(request, options);
    }

    private record Prepared(HttpRequest request, LoadOptions options) implements PreparedRequest {}

    @Override
    public void observe(PreparedRequest request, ScheduledExecutorService loop, long intendedNanos, Observer observer) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void send(
            PreparedRequest prepared,
            ScheduledExecutorService loop,
            long intendedNanos,
            long fired,
            LoadListener listener) {
        HttpRequest request = prepared.request();
        TimeSource time = TimeSource.system();
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(request.uri())
                .method(request.method(), BodyPublishers.ofByteArray(request.body()));
        request.headers().fields().forEach(field -> builder.header(field.name(), field.value()));
        var unused = client.sendAsync(builder.build(), BodyHandlers.ofByteArray())
                .whenComplete((response, failure) -> loop.execute(() -> {
                    long end = time.nanos() + wrongByNanos;
                    Clocks clocks = new Clocks(intendedNanos, fired, fired, end, end);
                    if (failure == null) {
                        listener.ended(clocks, Outcome.OK, response.statusCode(), response.body(), "");
                    } else {
                        listener.ended(clocks, Outcome.RESET, 0, new byte[0], "reset");
                    }
                }));
    }

    @Override
    public void send(HttpRequest request, ScheduledExecutorService loop, long intendedNanos, LoadListener listener) {
        throw loadOnly();
    }

    @Override
    public HttpAnswer exchange(HttpRequest request) {
        throw loadOnly();
    }

    @Override
    public CompletableFuture<HttpAnswer> send(HttpRequest request) {
        throw loadOnly();
    }

    @Override
    public CompletableFuture<List<HttpAnswer>> together(List<HttpRequest> requests, Duration pause) {
        throw loadOnly();
    }

    @Override
    public CompletableFuture<Handshake> connect(WebSocketRequest request) {
        throw loadOnly();
    }

    @Override
    public CompletableFuture<Handshake> connect(
            WebSocketRequest request, ScheduledExecutorService loop, long intendedNanos) {
        throw loadOnly();
    }

    private static UnsupportedOperationException loadOnly() {
        return new UnsupportedOperationException("this wire sends prepared requests under load, and nothing else");
    }

    @Override
    public CompletableFuture<TlsReply> hello(URI target, TlsHello hello) {
        throw loadOnly();
    }

    @Override
    public CompletableFuture<List<InetAddress>> addresses(URI target) {
        throw loadOnly();
    }

    @Override
    public void close() {}
}
