package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Clocks;
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

/** What a target can do wrong under load: each an outcome and a phrase, after which the loop goes on. */
class LoadFailureTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String SOUND = OK + "Content-Length: 2\r\n\r\nok";

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("", Outcome.RESET, "closed before an answer"),
                Arguments.of(OK + "X: y\r\n", Outcome.RESET, "closed inside the head"),
                Arguments.of(OK + "Content-Length: 10\r\n\r\nabc", Outcome.RESET, "closed inside the body"),
                Arguments.of(CHUNKED + "5\r\nabc", Outcome.RESET, "closed inside the body"),
                Arguments.of(
                        OK + "Content-Length: 2\r\n\r\nsurplus", Outcome.PROTOCOL, "bytes after the end of the answer"),
                Arguments.of("SSH-2.0-OpenSSH_9\r\n", Outcome.PROTOCOL, "not HTTP/1.1"),
                Arguments.of("\u0001\u0002garbage", Outcome.PROTOCOL, "not HTTP/1.1"),
                Arguments.of("HTTP/1.1 secret OK\r\n\r\n", Outcome.PROTOCOL, "status line malformed"),
                Arguments.of(OK + "No colon here\r\n\r\n", Outcome.PROTOCOL, "header line malformed"),
                Arguments.of(OK + " folded first\r\n\r\n", Outcome.PROTOCOL, "header line malformed"),
                Arguments.of(OK + "X: " + "y".repeat(1 << 20), Outcome.PROTOCOL, "head line too long"),
                Arguments.of(OK + ("X: " + "y".repeat(4096) + "\r\n").repeat(256), Outcome.PROTOCOL, "head too long"),
                Arguments.of(OK + "Content-Length: 1e3\r\n\r\n", Outcome.PROTOCOL, "content-length malformed"),
                Arguments.of(
                        OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
                        Outcome.PROTOCOL,
                        "content-length malformed"),
                Arguments.of(CHUNKED + "xyz\r\n", Outcome.PROTOCOL, "chunk malformed"),
                Arguments.of(CHUNKED + "fffffffff\r\n", Outcome.PROTOCOL, "chunk malformed"),
                Arguments.of(CHUNKED + "-1\r\n", Outcome.PROTOCOL, "chunk malformed"),
                Arguments.of(CHUNKED + "2\r\nabc\r\n", Outcome.PROTOCOL, "chunk malformed"));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void names_what_is_wrong_by_a_constant_phrase(String answer, Outcome expected, String phrase) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    boolean bad = peer.readHead().startsWith("GET /bad");
                    peer.write(bad ? answer : SOUND);
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            for (LoadOptions options : new LoadOptions[] {LoadOptions.STANDARD, LoadOptions.STANDARD.keepingBody()}) {
                OneLoop.Result got = loop.get(wire, server.uri("/bad"), options);

                assertThat(got.outcome()).as(got.detail()).isEqualTo(expected);
                assertThat(got.detail()).isEqualTo(phrase);
                assertThat(got.status()).isZero();
                assertThat(loop.get(wire, server.uri("/good"), options).outcome())
                        .isEqualTo(Outcome.OK);
            }
        }
    }

    @Test
    void reads_a_body_of_any_length_to_its_end_and_keeps_none_of_it() throws Exception {
        byte[] piece = new byte[1 << 20];
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    while (!peer.readHead().isEmpty()) {
                        peer.write(OK + "Content-Length: " + (48L << 20) + "\r\n\r\n");
                        for (int i = 0; i < 48; i++) {
                            peer.write(piece);
                        }
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            for (int i = 0; i < 2; i++) {
                OneLoop.Result got = loop.get(wire, server.uri("/"), LoadOptions.STANDARD);
                assertThat(got.outcome()).as(got.detail()).isEqualTo(Outcome.OK);
                assertThat(got.body()).isEmpty();
            }
            assertThat(server.connections()).isEqualTo(1);
            assertThat(loop.get(wire, server.uri("/"), LoadOptions.STANDARD.keepingBody())
                            .detail())
                    .isEqualTo("body too long");
        }
    }

    @Test
    void ends_an_endless_body_by_the_deadline() throws Exception {
        CompletableFuture<String> hungUp = new CompletableFuture<>();
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.write(OK + "\r\n");
                    byte[] piece = new byte[1 << 16];
                    try {
                        while (!hungUp.isDone()) {
                            peer.write(piece);
                        }
                    } catch (IOException e) {
                        hungUp.complete("the client hung up");
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.impatient(SHORT, server.uri("/"))) {
            OneLoop.Result got = loop.get(wire, server.uri("/"), LoadOptions.STANDARD);
            assertThat(got.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(got.detail()).isEqualTo("no answer in time, silent inside the body");
            assertThat(hungUp).succeedsWithin(Engines.PATIENCE);
        }
    }

    @Test
    void names_a_reset_by_where_it_came() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    String head = peer.readHead();
                    if (head.startsWith("GET /head")) {
                        peer.write(OK + "Content-Length: 1");
                    } else if (head.startsWith("GET /body")) {
                        peer.write(OK + "Content-Length: 100\r\n\r\npart");
                    } else if (head.startsWith("GET /chunk")) {
                        peer.write(CHUNKED + "5");
                    }
                    peer.reset();
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            assertReset(loop.get(wire, server.uri("/"), LoadOptions.STANDARD), "reset before an answer");
            assertReset(loop.get(wire, server.uri("/head"), LoadOptions.STANDARD), "reset inside the head");
            assertReset(loop.get(wire, server.uri("/body"), LoadOptions.STANDARD), "reset inside the body");
            assertReset(loop.get(wire, server.uri("/chunk"), LoadOptions.STANDARD), "reset inside the body");
        }
    }

    private static void assertReset(OneLoop.Result got, String phrase) {
        assertThat(got.outcome()).isEqualTo(Outcome.RESET);
        assertThat(got.detail()).isEqualTo(phrase);
    }

    @Test
    void names_a_port_on_which_nobody_listens_and_one_that_never_answers() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port + "/");
        try (ScriptedServer mute = ScriptedServer.playing(ScriptedServer.Peer::stall);
                OneLoop loop = new OneLoop();
                Wire wire = Engines.impatient(SHORT, nobody, mute.uri("/"))) {
            OneLoop.Result refused = loop.get(wire, nobody, LoadOptions.STANDARD);
            assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(refused.detail()).isEqualTo("connection refused");
            assertThat(refused.clocks().writtenNanos()).isEqualTo(Clocks.NOT_REACHED);
            OneLoop.Result unheard = loop.get(wire, mute.uri("/"), LoadOptions.STANDARD);
            assertThat(unheard.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(unheard.detail()).isEqualTo("no answer in time, silent before an answer");
            assertThat(unheard.clocks().serviceNanos()).isGreaterThanOrEqualTo(SHORT.toNanos());
        }
    }

    @Test
    void notes_when_the_last_byte_of_a_long_request_was_handed_over() throws Exception {
        byte[] body = new byte[16 << 20];
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.read(body.length);
                    peer.write(SOUND);
                    peer.drain();
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            OneLoop.Result got = loop.send(
                    wire, wire.prepare(HttpRequest.of("POST", server.uri("/")).body(body), LoadOptions.STANDARD));
            assertThat(got.outcome()).as(got.detail()).isEqualTo(Outcome.OK);
            assertThat(got.clocks().writtenNanos())
                    .isBetween(got.clocks().firedNanos(), got.clocks().firstByteNanos());
        }
    }
}
