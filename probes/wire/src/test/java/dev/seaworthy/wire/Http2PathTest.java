package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.LoadOptions.HttpVersion;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http2PathTest {
    private static final LoadOptions H2 = LoadOptions.STANDARD.over(HttpVersion.HTTP_2);
    private static final LoadOptions ANY = LoadOptions.STANDARD.over(HttpVersion.NEGOTIATED);

    @TempDir
    private static Path folder;

    private static Certificates good;

    @BeforeAll
    static void makeCertificates() throws Exception {
        good = Certificates.issued(folder, Certificates.named("good", "localhost"));
    }

    private static URI https(int port) {
        return URI.create("https://localhost:" + port + "/");
    }

    private static List<PreparedRequest> many(Wire wire, URI uri, LoadOptions options, int count) {
        List<PreparedRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(wire.prepare(HttpRequest.get(uri.resolve("/" + i)), options));
        }
        return requests;
    }

    private static void assertOk(List<OneLoop.Result> results) {
        assertThat(results).allSatisfy(result -> {
            assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.OK);
            assertThat(result.status()).isEqualTo(200);
            assertThat(result.clocks().blockedNanos()).isNotNegative();
            assertThat(result.clocks().serviceNanos()).isNotNegative();
            assertThat(result.clocks().firstByteNanos())
                    .isBetween(result.clocks().writtenNanos(), result.clocks().completeNanos());
        });
    }

    @Test
    void carries_many_calls_on_one_connection() throws Exception {
        List<Http2Server.Stream> held = new ArrayList<>();
        try (Http2Server server = Http2Server.plain(100, stream -> {
                    held.add(stream);
                    if (held.size() == 50) {
                        held.forEach(each -> each.answer(200, "for " + each.path));
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            List<OneLoop.Result> results = loop.together(wire, many(wire, server.uri("/"), H2.keepingBody(), 50));

            assertOk(results);
            for (int i = 0; i < 50; i++) {
                assertThat(results.get(i).body()).isEqualTo("for /" + i);
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.mostOpen.get()).isEqualTo(50);
        }
    }

    @Test
    void says_who_we_are_and_nothing_of_http_1() throws Exception {
        try (Http2Server server = Http2Server.plain(100, stream -> stream.answer(200, "" + stream.bodyBytes));
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            HttpRequest request = HttpRequest.of("POST", server.uri("/a?b=c"))
                    .header("Connection", "close")
                    .header("X-Mixed", "Case")
                    .body(new byte[300_000]);
            OneLoop.Result result = loop.send(wire, wire.prepare(request, H2.keepingBody()));

            assertThat(result.body()).isEqualTo("300000");
            assertThat(result.clocks().blockedNanos()).isNotNegative();
            Http2Headers sent = server.requests.remove();
            assertThat(sent.method().toString()).isEqualTo("POST");
            assertThat(sent.path().toString()).isEqualTo("/a?b=c");
            assertThat(sent.scheme().toString()).isEqualTo("http");
            assertThat(sent.authority().toString()).isEqualTo("127.0.0.1:" + server.port());
            assertThat(sent.get("x-seaworthy-run").toString()).isEqualTo("run-7");
            assertThat(sent.get("content-length").toString()).isEqualTo("300000");
            assertThat(sent.get("x-mixed").toString()).isEqualTo("Case");
            assertThat(sent.get("connection")).isNull();
        }
    }

    @Test
    void opens_another_connection_only_when_the_peer_allows_no_more_streams() throws Exception {
        for (int limit : new int[] {1, 3, Integer.MAX_VALUE}) {
            try (Http2Server server = Http2Server.plain(5, stream -> stream.answer(200, "ok"));
                    OneLoop loop = new OneLoop();
                    Wire wire = Engines.to(server.uri("/"))) {
                assertOk(loop.together(wire, many(wire, server.uri("/"), H2.within(limit), 60)));
                assertThat(server.connections()).isBetween(1, limit);
                assertThat(server.mostOpen.get()).isLessThanOrEqualTo(5 * server.connections());
            }
        }
    }

    @Test
    void reads_long_bodies_through_the_windows_and_drops_them() throws Exception {
        try (Http2Server server = Http2Server.plain(100, stream -> {
                    stream.head(new DefaultHttp2Headers().status("200"), false);
                    int pieces = stream.path.equals("/long") ? 36 : 10;
                    for (int i = 1; i <= pieces; i++) {
                        stream.data(Unpooled.wrappedBuffer(new byte[1 << 18]), i == pieces);
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            assertOk(loop.together(wire, many(wire, server.uri("/"), H2, 3)));
            OneLoop.Result kept = loop.get(wire, server.uri("/long"), H2.keepingBody());
            assertThat(kept.outcome()).isEqualTo(Outcome.PROTOCOL);
            assertThat(kept.detail()).isEqualTo("body too long");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void repeats_once_what_the_peer_did_not_process() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        try (Http2Server server = Http2Server.plain(100, stream -> {
                    boolean first = seen.incrementAndGet() == 1;
                    switch (stream.path) {
                        case "/refused" -> refuse(stream, first);
                        case "/always" -> refuse(stream, true);
                        case "/goaway" -> {
                            if (first) {
                                stream.goAway(0);
                            } else {
                                stream.answer(200, "");
                            }
                        }
                        default -> stream.reset(Http2Error.INTERNAL_ERROR);
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            HttpRequest post = HttpRequest.of("POST", server.uri("/refused"));
            assertThat(loop.send(wire, wire.prepare(post, H2)).status()).isEqualTo(200);
            assertThat(seen.getAndSet(0)).isEqualTo(2);
            OneLoop.Result always = loop.get(wire, server.uri("/always"), H2);
            assertThat(always.outcome()).isEqualTo(Outcome.RESET);
            assertThat(always.detail()).isEqualTo("refused stream");
            assertThat(seen.getAndSet(0)).isEqualTo(2);
            assertThat(loop.get(wire, server.uri("/goaway"), H2).status()).isEqualTo(200);
            assertThat(seen.getAndSet(0)).isEqualTo(2);
            assertThat(server.connections()).isEqualTo(2);
            OneLoop.Result reset = loop.get(wire, server.uri("/reset"), H2);
            assertThat(reset.outcome()).isEqualTo(Outcome.RESET);
            assertThat(reset.detail()).isEqualTo("stream reset");
            assertThat(seen.get()).isEqualTo(1);
        }
    }

    private static void refuse(Http2Server.Stream stream, boolean refused) {
        if (refused) {
            stream.reset(Http2Error.REFUSED_STREAM);
        } else {
            stream.answer(200, "");
        }
    }

    @Test
    void ends_a_silent_stream_and_keeps_the_others() throws Exception {
        try (Http2Server server = Http2Server.plain(100, stream -> {
                    if (!stream.path.equals("/mute")) {
                        stream.answer(200, "ok");
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.impatient(Duration.ofMillis(300), server.uri("/"))) {
            OneLoop.Result mute = loop.get(wire, server.uri("/mute"), H2);
            assertThat(mute.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(mute.detail()).isEqualTo("no answer in time, silent before an answer");
            assertThat(loop.get(wire, server.uri("/"), H2).outcome()).isEqualTo(Outcome.OK);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void names_a_connection_that_ends_under_its_streams() throws Exception {
        try (Http2Server server = Http2Server.plain(100, stream -> {
                    if (stream.path.equals("/body")) {
                        stream.head(new DefaultHttp2Headers().status("200"), false);
                    }
                    stream.hangUp();
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            OneLoop.Result before = loop.get(wire, server.uri("/"), H2);
            assertThat(before.outcome()).isEqualTo(Outcome.RESET);
            assertThat(before.detail()).isIn("closed before an answer", "goaway before the stream was processed");
            OneLoop.Result inside = loop.get(wire, server.uri("/body"), H2);
            assertThat(inside.outcome()).isEqualTo(Outcome.RESET);
            assertThat(inside.detail()).isEqualTo("closed inside the body");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
                "\0\0\0\1\0\0\0\0\0",
                "\0\0\6\4\0\0\0\0\0\0\3\0\0\0d\0\0\1\1\4\0\0\0\1\u00ff",
                "\u0015\3\1\0\2\2\70",
                "garbage that is no frame at all, however long one looks at it"
            })
    void names_what_is_not_http_2(String bytes) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.read(24);
                    peer.write(bytes);
                    if (!bytes.isEmpty()) {
                        peer.drain();
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            OneLoop.Result result = loop.get(wire, server.uri("/"), H2);
            assertThat(result.outcome()).isIn(Outcome.PROTOCOL, Outcome.RESET);
            assertThat(result.detail())
                    .isIn(
                            "not HTTP/2",
                            "HTTP/2 connection error",
                            "closed before HTTP/2 settings",
                            "reset before HTTP/2 settings");
        }
    }

    @Test
    void waits_for_the_settings_of_the_peer_no_longer_than_for_a_connection() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(ScriptedServer.Peer::stall);
                OneLoop loop = new OneLoop();
                Wire wire = Engines.impatient(Duration.ofMillis(300), server.uri("/"))) {
            OneLoop.Result result = loop.get(wire, server.uri("/"), H2);
            assertThat(result.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(result.detail()).isIn("no HTTP/2 settings in time", "no connection free in time");
        }
    }

    @Test
    void agrees_on_http_2_by_tls() throws Exception {
        try (Http2Server server = Http2Server.secure(good, stream -> stream.answer(200, "ok"));
                OneLoop loop = new OneLoop();
                Wire wire = Engines.trusting(good.pem(), https(server.port()))) {
            for (LoadOptions options : List.of(H2, ANY)) {
                assertOk(loop.together(wire, many(wire, https(server.port()), options, 30)));
            }
            assertThat(server.connections()).isEqualTo(2);
            assertThat(server.requests)
                    .allSatisfy(head -> assertThat(head.scheme().toString()).isEqualTo("https"));
        }
    }

    @Test
    void takes_http_1_where_the_peer_declines() throws Exception {
        try (ScriptedServer server = ScriptedServer.on(good.listen("http/1.1"), peer -> {
                    while (!peer.readHead().isEmpty()) {
                        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.trusting(good.pem(), https(server.port()))) {
            assertOk(loop.together(wire, many(wire, https(server.port()), ANY.within(2), 10)));
            assertThat(server.connections()).isBetween(1, 2);
            OneLoop.Result declined = loop.get(wire, https(server.port()), H2);
            assertThat(declined.outcome()).isIn(Outcome.PROTOCOL, Outcome.TLS);
            assertThat(declined.detail()).isIn("the peer does not speak HTTP/2", "tls handshake failed");
        }
    }

    @Test
    void ends_every_call_when_the_engine_is_closed() throws Exception {
        try (Http2Server server = Http2Server.plain(2, stream -> {});
                OneLoop loop = new OneLoop()) {
            Wire wire = Engines.to(server.uri("/"));
            List<CompletableFuture<OneLoop.Result>> started = new ArrayList<>();
            for (PreparedRequest request : many(wire, server.uri("/"), H2.within(1), 6)) {
                started.add(loop.start(wire, request));
            }
            wire.close();
            for (CompletableFuture<OneLoop.Result> result : started) {
                assertThat(result.get(20, TimeUnit.SECONDS).outcome()).isIn(Outcome.NOT_SENT, Outcome.INSTRUMENT);
            }
        }
    }
}
