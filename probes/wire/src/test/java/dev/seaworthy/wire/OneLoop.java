package dev.seaworthy.wire;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One event loop, as an injector has them, and what comes of requests on it. */
final class OneLoop implements AutoCloseable {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    final EventLoop loop = group.next();

    record Result(Clocks clocks, Outcome outcome, int status, String body, String detail) {}

    CompletableFuture<Result> start(Wire wire, PreparedRequest request) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        long now = System.nanoTime();
        wire.send(
                request,
                loop,
                now,
                now,
                (clocks, outcome, status, body, detail) -> result.complete(
                        new Result(clocks, outcome, status, new String(body, StandardCharsets.UTF_8), detail)));
        return result;
    }

    Result send(Wire wire, PreparedRequest request) throws Exception {
        return start(wire, request).get(20, TimeUnit.SECONDS);
    }

    Result get(Wire wire, URI uri, LoadOptions options) throws Exception {
        return send(wire, wire.prepare(HttpRequest.get(uri), options));
    }

    /** Starts all of them in one turn of the loop, and waits for all. */
    List<Result> together(Wire wire, List<PreparedRequest> requests) throws Exception {
        List<CompletableFuture<Result>> started = new ArrayList<>();
        loop.submit(() -> requests.forEach(request -> started.add(start(wire, request))))
                .sync();
        List<Result> results = new ArrayList<>();
        for (CompletableFuture<Result> result : started) {
            results.add(result.get(20, TimeUnit.SECONDS));
        }
        return results;
    }

    @Override
    public void close() throws InterruptedException {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }
}
