package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LoadPathTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private record Result(Clocks clocks, Outcome outcome, int status, String body, boolean onLoop) {}

    static Stream<IoHandlerFactory> transports() {
        return Epoll.isAvailable()
                ? Stream.of(NioIoHandler.newFactory(), EpollIoHandler.newFactory())
                : Stream.of(NioIoHandler.newFactory());
    }

    private static Result send(Wire wire, HttpRequest request, EventLoop loop) throws Exception {
        CompletableFuture<Result> result = new CompletableFuture<>();
        PreparedRequest prepared = wire.prepare(request, LoadOptions.STANDARD.keepingBody());
        wire.send(prepared, loop, System.nanoTime(), System.nanoTime(), (clocks, outcome, status, body, detail) -> {
            String text = new String(body, StandardCharsets.UTF_8);
            result.complete(new Result(clocks, outcome, status, text, loop.inEventLoop()));
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void runs_on_the_callers_loop_with_a_pool_of_its_own(IoHandlerFactory transport) throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, transport);
        try (ScriptedServer server = ScriptedServer.answering(ANSWER);
                Wire wire = Engines.to(server.uri("/"))) {
            EventLoop one = group.next();
            EventLoop other = group.next();
            HttpRequest request = HttpRequest.get(server.uri("/"));
            List<Result> results = new ArrayList<>();
            for (EventLoop loop : List.of(one, one, one, other, other)) {
                results.add(send(wire, request, loop));
            }

            assertThat(results).allSatisfy(result -> {
                assertThat(result.outcome).isEqualTo(Outcome.OK);
                assertThat(result.status).isEqualTo(200);
                assertThat(result.body).isEqualTo("ok");
                assertThat(result.onLoop).isTrue();
                assertThat(result.clocks.lagNanos()).isNotNegative();
                assertThat(result.clocks.blockedNanos()).isNotNegative();
                assertThat(result.clocks.serviceNanos()).isNotNegative();
            });
            assertThat(server.connections()).isEqualTo(2);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void opens_as_many_connections_as_there_are_requests_at_once() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (ScriptedServer server = ScriptedServer.answering(ANSWER);
                Wire wire = Engines.to(server.uri("/"))) {
            EventLoop loop = group.next();
            List<CompletableFuture<Outcome>> pending = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                CompletableFuture<Outcome> done = new CompletableFuture<>();
                pending.add(done);
                PreparedRequest request = wire.prepare(HttpRequest.get(server.uri("/" + i)), LoadOptions.STANDARD);
                Runnable send = () -> wire.send(
                        request,
                        loop,
                        System.nanoTime(),
                        System.nanoTime(),
                        (clocks, outcome, status, body, detail) -> done.complete(outcome));
                if (i % 20 == 19) {
                    loop.submit(send).sync();
                    done.get(20, TimeUnit.SECONDS);
                } else {
                    loop.execute(send);
                }
            }
            for (CompletableFuture<Outcome> done : pending) {
                assertThat(done.get(20, TimeUnit.SECONDS)).isEqualTo(Outcome.OK);
            }
            assertThat(server.connections()).isBetween(1, 100);
            assertThat(server.requests).hasSize(500);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void reports_failures_by_their_kind() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    String head = peer.readHead();
                    if (head.startsWith("GET /mute")) {
                        peer.stall();
                    } else if (head.startsWith("GET /garbage")) {
                        peer.write("what?");
                    }
                });
                Wire wire = Engines.impatient(Duration.ofMillis(200), server.uri("/"))) {
            EventLoop loop = group.next();
            assertThat(send(wire, HttpRequest.get(server.uri("/mute")), loop).outcome)
                    .isEqualTo(Outcome.TIMEOUT);
            assertThat(send(wire, HttpRequest.get(server.uri("/garbage")), loop).outcome)
                    .isEqualTo(Outcome.PROTOCOL);
            Result gone = send(wire, HttpRequest.get(server.uri("/gone")), loop);
            assertThat(gone.outcome).isEqualTo(Outcome.RESET);
            assertThat(gone.status).isZero();
            assertThat(gone.clocks.firstByteNanos()).isEqualTo(Clocks.NOT_REACHED);
            assertThat(send(wire, HttpRequest.get(server.uri("/")).header("X", "\n"), loop).outcome)
                    .isEqualTo(Outcome.INSTRUMENT);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void ends_every_call_when_the_engine_is_closed() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
            peer.readHead();
            peer.stall();
        })) {
            Wire wire = Engines.to(server.uri("/"));
            CompletableFuture<Outcome> done = new CompletableFuture<>();
            wire.send(
                    wire.prepare(HttpRequest.get(server.uri("/")), LoadOptions.STANDARD),
                    group.next(),
                    System.nanoTime(),
                    System.nanoTime(),
                    (clocks, outcome, status, body, detail) -> done.complete(outcome));
            CompletableFuture<HttpAnswer> check = wire.send(HttpRequest.get(server.uri("/")));
            CompletableFuture<Handshake> handshake = wire.connect(WebSocketRequest.to(server.ws("/")));
            wire.close();
            wire.close();

            assertThat(done.get(20, TimeUnit.SECONDS)).isIn(Outcome.INSTRUMENT, Outcome.NOT_SENT);
            assertThat(check.get(20, TimeUnit.SECONDS).outcome()).isIn(Outcome.INSTRUMENT, Outcome.NOT_SENT);
            assertThat(handshake.get(20, TimeUnit.SECONDS).outcome()).isIn(Outcome.INSTRUMENT, Outcome.NOT_SENT);
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void holds_sockets_without_evidence() throws Exception {
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    if (peer.number == 2) {
                        peer.readHead();
                        peer.write("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nfull");
                    } else {
                        peer.upgrade();
                    }
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            EventLoop loop = group.next();
            WebSocketRequest request = WebSocketRequest.to(server.ws("/"));
            Handshake open = wire.connect(request, loop, System.nanoTime()).get();
            assertThat(Engines.socket(open).isOpen()).isTrue();
            assertThat(open.exchange().received()).isEqualTo("<not kept under load>");
            Handshake refused = wire.connect(request, loop, System.nanoTime()).get();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.exchange().received()).isEqualTo("HTTP/1.1 503 Busy\nContent-Length: 4\n\nfull");
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    @Test
    void wants_an_event_loop() {
        ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor();
        try (ScriptedServer server = ScriptedServer.answering(ANSWER);
                Wire wire = Engines.to(server.uri("/"))) {
            PreparedRequest request = wire.prepare(HttpRequest.get(server.uri("/")), LoadOptions.STANDARD);
            assertThatThrownBy(() -> wire.send(request, other, 0, 0, (clocks, outcome, status, body, detail) -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not an event loop");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            other.shutdownNow();
        }
    }
}
