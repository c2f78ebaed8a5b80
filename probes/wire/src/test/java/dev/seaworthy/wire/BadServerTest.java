package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadServerTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("", Outcome.RESET, "before any byte"),
                Arguments.of("HTTP/1.1 200 OK\r\nX: y\r\n", Outcome.RESET, "inside the head"),
                Arguments.of(OK + "Content-Length: 10\r\n\r\nabc", Outcome.RESET, "after 3 of 10 bytes"),
                Arguments.of(OK + "Transfer-Encoding: chunked\r\n\r\n5\r\nabc", Outcome.RESET, "without its end"),
                Arguments.of("SSH-2.0-OpenSSH_9\r\n", Outcome.PROTOCOL, "speaks SSH"),
                Arguments.of("\u0015\u0003\u0001\u0000\u0002\u0002\u0046", Outcome.PROTOCOL, "speaks TLS"),
                Arguments.of("\0\0\u0012\u0004\0\0\0\0\0", Outcome.PROTOCOL, "HTTP/2"),
                Arguments.of("\u0001\u0002garbage", Outcome.PROTOCOL, "\\x01\\x02garbage"),
                Arguments.of("HTTP/2 200 OK\r\n\r\n", Outcome.PROTOCOL, "status line"),
                Arguments.of("HTTP/1.1 2000 OK\r\n\r\n", Outcome.PROTOCOL, "status line"),
                Arguments.of("HTTP/1.1 OK\r\n\r\n", Outcome.PROTOCOL, "status line"),
                Arguments.of(OK + "No colon here\r\n\r\n", Outcome.PROTOCOL, "header line is malformed"),
                Arguments.of(OK + "Space : x\r\n\r\n", Outcome.PROTOCOL, "header line is malformed"),
                Arguments.of(OK + " folded first\r\n\r\n", Outcome.PROTOCOL, "blank"),
                Arguments.of(OK + "X: " + "y".repeat(1 << 20), Outcome.PROTOCOL, "8 KiB"),
                Arguments.of(OK + ("X: " + "y".repeat(4096) + "\r\n").repeat(20), Outcome.PROTOCOL, "64 KiB"),
                Arguments.of(OK + "Content-Length: -1\r\n\r\n", Outcome.PROTOCOL, "Content-Length"),
                Arguments.of(OK + "Content-Length: 1e3\r\n\r\n", Outcome.PROTOCOL, "Content-Length"),
                Arguments.of(OK + "Content-Length: 9999999999999999999\r\n\r\n", Outcome.PROTOCOL, "Content-Length"),
                Arguments.of(OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", Outcome.PROTOCOL, "contradicts"),
                Arguments.of(OK + "Content-Length: 9000000\r\n\r\n", Outcome.PROTOCOL, "9000000"),
                Arguments.of(OK + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", Outcome.PROTOCOL, "chunk size"),
                Arguments.of(OK + "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n", Outcome.PROTOCOL, "chunk size"),
                Arguments.of(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n", Outcome.PROTOCOL, "longer"),
                Arguments.of(OK + "\r\n" + "x".repeat(9 << 20), Outcome.PROTOCOL, "8 MiB"),
                Arguments.of(
                        OK + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
                        Outcome.PROTOCOL,
                        "Content-Encoding"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void names_what_is_wrong_with_an_answer(String answer, Outcome expected, String words) throws Exception {
        try (ScriptedServer server = ScriptedServer.answeringOnce(answer);
                Wire wire = Engines.to(server.uri("/"))) {
            HttpAnswer got = wire.exchange(HttpRequest.get(server.uri("/")));

            assertThat(got.outcome()).as(got.detail()).isEqualTo(expected);
            assertThat(got.detail()).contains(words).doesNotContain("\n");
            assertThat(got.status()).isZero();
            assertThat(got.exchange().outcome()).isEqualTo(expected);
            assertThat(got.exchange().summary()).contains(expected.name());
        }
    }

    @Test
    void stops_reading_a_head_without_end() throws Exception {
        CompletableFuture<String> hungUp = new CompletableFuture<>();
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.write(OK);
                    try {
                        while (!hungUp.isDone()) {
                            peer.write("X-More: and more\r\n");
                        }
                    } catch (IOException e) {
                        hungUp.complete("the client hung up");
                    }
                });
                Wire wire = Engines.to(server.uri("/"))) {
            assertThat(wire.exchange(HttpRequest.get(server.uri("/"))).outcome())
                    .isEqualTo(Outcome.PROTOCOL);
            assertThat(hungUp).succeedsWithin(Engines.PATIENCE);
        }
    }

    @Test
    void tells_a_reset_before_the_head_from_one_in_the_body() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    if (peer.readHead().startsWith("GET /body")) {
                        peer.write(OK + "Content-Length: 100\r\n\r\npart");
                        peer.read(1);
                    }
                    peer.reset();
                });
                Wire wire = Engines.impatient(SHORT, server.uri("/"))) {
            HttpAnswer before = wire.exchange(HttpRequest.get(server.uri("/")));
            assertThat(before.outcome()).isEqualTo(Outcome.RESET);
            assertThat(before.detail()).contains("before any byte");
            HttpAnswer inside = wire.exchange(HttpRequest.get(server.uri("/body")));
            assertThat(inside.detail()).contains("after 4 of 100 bytes");
            assertThat(inside.headers().first("content-length")).contains("100");
        }
    }

    @Test
    void waits_for_an_answer_no_longer_than_allowed() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    if (peer.readHead().startsWith("GET /slow")) {
                        peer.write(OK + "Content-Length: 100\r\n\r\ndrip");
                    }
                    peer.stall();
                });
                Wire wire = Engines.impatient(SHORT, server.uri("/"))) {
            HttpAnswer mute = wire.exchange(HttpRequest.get(server.uri("/")));
            assertThat(mute.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(mute.detail()).contains("300 ms").contains("before any byte");
            HttpAnswer slow = wire.exchange(HttpRequest.get(server.uri("/slow")));
            assertThat(slow.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(slow.detail()).contains("after 4 of 100 bytes");
            assertThat(slow.exchange().received()).contains("drip");
        }
    }

    @Test
    void takes_a_half_closed_connection_for_ended() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.socket.shutdownOutput();
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            assertThat(wire.exchange(HttpRequest.get(server.uri("/"))).outcome())
                    .isEqualTo(Outcome.RESET);
        }
    }

    @Test
    void does_not_take_a_second_answer_for_that_of_the_next_request() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(
                        OK + "Content-Length: 1\r\n\r\na" + OK + "Content-Length: 1\r\n\r\nb");
                Wire wire = Engines.to(server.uri("/"))) {
            HttpAnswer first = wire.exchange(HttpRequest.get(server.uri("/")));
            HttpAnswer second = wire.exchange(HttpRequest.get(server.uri("/")));

            assertThat(first.text()).isEqualTo("a");
            assertThat(second.text()).isEqualTo("a");
            assertThat(first.exchange().received()).contains("bytes more, that belong to no request");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void hears_an_answer_that_comes_before_the_request_was_read() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
                    peer.socket.shutdownOutput();
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            HttpAnswer answer =
                    wire.exchange(HttpRequest.of("POST", server.uri("/")).body(new byte[8 << 20]));

            assertThat(answer.is(413)).as(answer.detail()).isTrue();
            assertThat(answer.text()).isEqualTo("big");
        }
    }

    @Test
    void tells_a_closed_port_from_a_name_that_is_none() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port + "/");
        URI nowhere = URI.create("http://no-such-host.invalid/");
        try (Wire wire = Engines.to(nobody, nowhere)) {
            HttpAnswer refused = wire.exchange(HttpRequest.get(nobody));
            assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(refused.detail()).isEqualTo("127.0.0.1:" + port + " refused the connection");
            assertThat(refused.exchange().connection().number()).isZero();
            HttpAnswer unknown = wire.exchange(HttpRequest.get(nowhere));
            assertThat(unknown.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(unknown.detail()).isEqualTo("the name no-such-host.invalid does not resolve");
        }
    }
}
