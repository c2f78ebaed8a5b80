package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalvoTest {
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @TempDir
    private static Path folder;

    private static List<HttpRequest> numbered(ScriptedServer server, int count) {
        List<HttpRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(HttpRequest.get(server.uri("/" + i)));
        }
        return requests;
    }

    private static List<HttpAnswer> done(CompletableFuture<List<HttpAnswer>> answers) throws Exception {
        return answers.get(20, TimeUnit.SECONDS);
    }

    /** Reads a head except for its last byte. */
    private static String allButTheLast(ScriptedServer.Peer peer) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r") < 0) {
            head.append(new String(peer.read(1), StandardCharsets.ISO_8859_1));
        }
        return head.toString();
    }

    @Test
    void opens_a_connection_for_each_and_answers_in_order() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    String path = peer.readHead().split(" ", 3)[1];
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            wire.exchange(HttpRequest.get(server.uri("/pooled")));
            List<HttpAnswer> answers = done(wire.together(numbered(server, 40), PAUSE));

            assertThat(answers).allSatisfy(answer -> assertThat(answer.is(200)).isTrue());
            for (int i = 0; i < 40; i++) {
                assertThat(answers.get(i).text()).isEqualTo("/" + i);
                assertThat(answers.get(i).exchange().sent()).startsWith("GET /" + i + " HTTP/1.1\n");
            }
            assertThat(server.connections()).isEqualTo(41);
            long lastFired = answers.stream()
                    .mapToLong(answer -> answer.clocks().firedNanos())
                    .max()
                    .orElseThrow();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.clocks().writtenNanos() - lastFired)
                            .isGreaterThanOrEqualTo(PAUSE.toNanos()));
        }
    }

    @Test
    void keeps_the_last_bytes_until_every_connection_stands() throws Exception {
        Certificates certificates = Certificates.issued(folder, Certificates.named("good", "localhost"));
        Queue<String> events = new ConcurrentLinkedQueue<>();
        CountDownLatch held = new CountDownLatch(4);
        try (ScriptedServer server = ScriptedServer.on(certificates.listen("http/1.1"), peer -> {
            if (peer.number == 5) {
                // TLS on this one is not agreed on before the others have come as far as they may.
                held.await();
                events.add("is about to stand");
                ((SSLSocket) peer.socket).startHandshake();
            }
            allButTheLast(peer);
            held.countDown();
            peer.read(1);
            events.add("last byte");
            peer.write(OK);
            peer.drain();
        })) {
            URI uri = URI.create("https://localhost:" + server.port() + "/");
            try (Wire wire = Engines.trusting(certificates.pem(), uri)) {
                List<HttpRequest> requests = List.of(
                        HttpRequest.get(uri),
                        HttpRequest.get(uri),
                        HttpRequest.get(uri),
                        HttpRequest.get(uri),
                        HttpRequest.get(uri));
                List<HttpAnswer> answers = done(wire.together(requests, Duration.ZERO));

                assertThat(answers)
                        .allSatisfy(answer ->
                                assertThat(answer.is(200)).as(answer.detail()).isTrue());
                assertThat(events)
                        .containsExactly(
                                "is about to stand", "last byte", "last byte", "last byte", "last byte", "last byte");
            }
        }
    }

    @Test
    void holds_back_the_last_byte_of_a_body() throws Exception {
        CountDownLatch held = new CountDownLatch(2);
        Queue<String> requests = new ConcurrentLinkedQueue<>();
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    String most = new String(peer.read(9), StandardCharsets.US_ASCII);
                    held.countDown();
                    // Neither comes to its end before both have come to here.
                    held.await();
                    requests.add(most + "|" + new String(peer.read(1), StandardCharsets.US_ASCII));
                    peer.write(OK);
                });
                Wire wire = Engines.to(server.uri("/"))) {
            HttpRequest post = HttpRequest.of("POST", server.uri("/")).json("{\"a\":\"bc\"}");

            assertThat(done(wire.together(List.of(post, post), PAUSE)))
                    .allSatisfy(answer -> assertThat(answer.is(200)).isTrue());
            assertThat(requests).containsExactly("{\"a\":\"bc\"|}", "{\"a\":\"bc\"|}");
        }
    }

    @Test
    void goes_on_without_what_cannot_be_sent() throws Exception {
        URI closed;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = URI.create("http://127.0.0.1:" + gone.getLocalPort() + "/");
        }
        try (ScriptedServer server = ScriptedServer.answering(OK);
                Wire wire = Engines.to(server.uri("/"), closed)) {
            List<HttpAnswer> answers = done(wire.together(
                    List.of(
                            HttpRequest.get(server.uri("/")),
                            HttpRequest.get(closed),
                            HttpRequest.get(server.uri("/")).header("X", "a\r\nb"),
                            HttpRequest.get(server.uri("/"))),
                    PAUSE));

            assertThat(answers)
                    .extracting(HttpAnswer::outcome)
                    .containsExactly(Outcome.OK, Outcome.REFUSED, Outcome.INSTRUMENT, Outcome.OK);
        }
    }

    @Test
    void takes_an_answer_or_an_end_that_comes_before_the_last_byte() throws Exception {
        CountDownLatch over = new CountDownLatch(2);
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    String head = allButTheLast(peer);
                    if (head.startsWith("GET /0")) {
                        peer.write("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
                        over.countDown();
                    } else if (head.startsWith("GET /1")) {
                        peer.reset();
                        over.countDown();
                    } else {
                        over.await();
                        peer.read(1);
                        peer.write(OK);
                    }
                });
                Wire wire = Engines.to(server.uri("/"))) {
            List<HttpAnswer> answers = done(wire.together(numbered(server, 3), Duration.ofMillis(300)));

            assertThat(answers.get(0).status()).isEqualTo(408);
            assertThat(answers.get(1).outcome()).isEqualTo(Outcome.RESET);
            assertThat(answers.get(2).is(200)).isTrue();
        }
    }

    @Test
    void closes_its_connections_afterwards() throws Exception {
        CountDownLatch closed = new CountDownLatch(3);
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.write(OK);
                    peer.drain();
                    closed.countDown();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            done(wire.together(numbered(server, 3), PAUSE));

            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void gives_up_on_what_does_not_answer_in_time() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    if (peer.readHead().startsWith("GET /1")) {
                        peer.stall();
                    }
                    peer.write(OK);
                });
                Wire wire = Engines.impatient(Duration.ofMillis(500), server.uri("/"))) {
            List<HttpAnswer> answers = done(wire.together(numbered(server, 2), PAUSE));

            assertThat(answers.get(0).is(200)).isTrue();
            assertThat(answers.get(1).outcome()).isEqualTo(Outcome.TIMEOUT);
        }
    }

    @Test
    void stops_at_the_budget() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(OK);
                Wire wire = Engines.spending(2, server.uri("/"))) {
            List<HttpAnswer> answers = done(wire.together(numbered(server, 3), PAUSE));

            assertThat(answers)
                    .extracting(HttpAnswer::outcome)
                    .containsExactly(Outcome.OK, Outcome.OK, Outcome.NOT_SENT);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void sends_nothing_if_one_of_them_may_not_be_sent() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(OK);
                Wire wire = Engines.to(server.uri("/"))) {
            List<HttpRequest> requests = List.of(
                    HttpRequest.get(server.uri("/")), HttpRequest.get(URI.create("http://no-such-host.invalid/")));

            assertThatThrownBy(() -> wire.together(requests, PAUSE)).isInstanceOf(AllowList.NotAllowed.class);
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void ends_when_the_engine_is_closed() throws Exception {
        CountDownLatch held = new CountDownLatch(3);
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
            allButTheLast(peer);
            held.countDown();
            peer.drain();
        })) {
            Wire wire = Engines.to(server.uri("/"));
            CompletableFuture<List<HttpAnswer>> answers = wire.together(numbered(server, 3), Duration.ofMinutes(5));
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            wire.close();

            assertThat(done(answers)).extracting(HttpAnswer::outcome).containsOnly(Outcome.INSTRUMENT);
            assertThat(done(wire.together(numbered(server, 2), PAUSE)))
                    .extracting(HttpAnswer::outcome)
                    .containsOnly(Outcome.NOT_SENT);
        }
    }

    @Test
    void has_nothing_to_do_for_nothing() throws Exception {
        try (Wire wire = Engines.to(URI.create("http://127.0.0.1:1/"))) {
            assertThat(done(wire.together(List.of(), PAUSE))).isEmpty();
            assertThatThrownBy(() -> wire.together(List.of(), Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
