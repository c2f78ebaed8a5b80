package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.Handshake.Fault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HandshakeFaultTest {
    private static final String GOOD = "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: chat\r\n\r\n";

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(GOOD, null, true),
                Arguments.of(GOOD.replace("Connection: Upgrade", "Connection: keep-alive, upgrade"), null, true),
                Arguments.of(GOOD.replace("Upgrade: websocket", "uPGRADE: WebSocket"), null, true),
                Arguments.of("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", Fault.NOT_SWITCHING, false),
                Arguments.of(GOOD.replace("Upgrade: websocket\r\n", ""), Fault.UPGRADE, true),
                Arguments.of(GOOD.replace("Upgrade: websocket", "Upgrade: h2c"), Fault.UPGRADE, true),
                Arguments.of(GOOD.replace("Connection: Upgrade\r\n", ""), Fault.CONNECTION, true),
                Arguments.of(GOOD.replace("Connection: Upgrade", "Connection: close"), Fault.CONNECTION, true),
                Arguments.of(GOOD.replace("Sec-WebSocket-Accept: {accept}\r\n", ""), Fault.ACCEPT_MISSING, false),
                Arguments.of(GOOD.replace("{accept}", "AAAA"), Fault.ACCEPT_WRONG, false),
                Arguments.of(
                        GOOD.replace(
                                "Sec-WebSocket-Protocol",
                                "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol"),
                        Fault.EXTENSION_NOT_OFFERED,
                        true),
                Arguments.of(GOOD.replace(": chat", ": Chat"), Fault.SUBPROTOCOL_NOT_OFFERED, true),
                Arguments.of(GOOD.replace(": chat", ": chat, other"), Fault.SUBPROTOCOL_NOT_OFFERED, true),
                Arguments.of(
                        GOOD.replace(": chat\r\n", ": chat\r\nSec-WebSocket-Protocol: other\r\n"),
                        Fault.SUBPROTOCOL_TWICE,
                        true),
                Arguments.of(GOOD.replace(": chat", ":"), Fault.SUBPROTOCOL_EMPTY, true),
                Arguments.of(GOOD.replace("Sec-WebSocket-Protocol: chat\r\n", ""), Fault.SUBPROTOCOL_ABSENT, true));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void finds_this_fault_and_no_other(String answer, Fault expected, boolean opens) throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    String key = ScriptedServer.field(peer.readHead(), "Sec-WebSocket-Key");
                    peer.write(answer.replace("{accept}", HandshakeJudge.accept(key)));
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            Handshake handshake = wire.connect(
                            WebSocketRequest.to(server.ws("/")).offering(List.of("chat", "other")))
                    .get();

            assertThat(handshake.outcome()).isEqualTo(Outcome.OK);
            assertThat(handshake.faults()).isEqualTo(expected == null ? EnumSet.noneOf(Fault.class) : Set.of(expected));
            assertThat(handshake.opened()).isEqualTo(opens);
            if (opens) {
                assertThat(Engines.socket(handshake).handshakeFaults()).containsExactlyElementsOf(handshake.faults());
            }
        }
    }

    @Test
    void finds_a_subprotocol_where_none_was_offered() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade("Sec-WebSocket-Protocol: chat");
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            Handshake handshake =
                    wire.connect(WebSocketRequest.to(server.ws("/"))).get();
            assertThat(handshake.faults()).containsExactly(Fault.SUBPROTOCOL_NOT_OFFERED);
        }
    }

    @Test
    void computes_the_accept_value_of_the_rfc() {
        // Section 1.3.
        assertThat(HandshakeJudge.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void writes_the_request_in_a_fixed_order() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade();
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            wire.connect(WebSocketRequest.to(server.ws("/ws?a=b"))
                            .offering(List.of("one", "two"))
                            .header("Origin", "https://evil.example"))
                    .get();

            assertThat(server.requests.poll())
                    .matches("GET /ws\\?a=b HTTP/1\\.1\r\nHost: 127\\.0\\.0\\.1:\\d+\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Key: [\\w+/]{22}==\r\nSec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Protocol: one, two\r\nUser-Agent: seaworthy/\\S+ run=run-7\r\n"
                            + "X-Seaworthy-Run: run-7\r\nOrigin: https://evil\\.example\r\n\r\n");
        }
    }

    @Test
    void lets_the_caller_break_the_rules_of_the_request() throws Exception {
        try (ScriptedServer server = ScriptedServer.answeringOnce(
                        "HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\n\r\n");
                Wire wire = Engines.to(server.uri("/"))) {
            Handshake handshake = wire.connect(
                            WebSocketRequest.to(server.ws("/")).header("Sec-WebSocket-Version", "12"))
                    .get();
            assertThat(handshake.status()).isEqualTo(426);
            assertThat(server.requests.poll())
                    .contains("Sec-WebSocket-Version: 12\r\n")
                    .doesNotContain(": 13");
        }
    }

    @Test
    void keeps_the_beginning_of_a_refusal() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.write("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\n" + "no ".repeat(3000));
                    peer.stall();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            Handshake handshake =
                    wire.connect(WebSocketRequest.to(server.ws("/"))).get();
            assertThat(handshake.status()).isEqualTo(403);
            assertThat(handshake.exchange().received())
                    .startsWith("HTTP/1.1 403 Forbidden\nContent-Type: text/plain\n\nno no ")
                    .hasSizeLessThan(5000);
        }
    }

    @Test
    void does_not_wait_for_the_rest_of_a_refusal() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 100\r\n\r\npart");
                    peer.stall();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            Handshake handshake = wire.connect(
                            WebSocketRequest.to(server.ws("/")).within(Duration.ofMinutes(5)))
                    .get();
            assertThat(handshake.status()).isEqualTo(401);
            assertThat(handshake.exchange().received()).endsWith("part");
        }
    }

    @Test
    void names_a_handshake_without_an_answer() throws Exception {
        try (ScriptedServer mute = ScriptedServer.playing(ScriptedServer.Peer::stall);
                ScriptedServer dropping = ScriptedServer.playing(ScriptedServer.Peer::readHead);
                ScriptedServer babbling = ScriptedServer.answeringOnce("\u0015\u0003\u0003\u0000\u0002\u0002P");
                Wire wire = Engines.to(mute.uri("/"), dropping.uri("/"), babbling.uri("/"))) {
            Handshake timeout = wire.connect(WebSocketRequest.to(mute.ws("/")).within(Duration.ofMillis(200)))
                    .get();
            assertThat(timeout.outcome()).isEqualTo(Outcome.TIMEOUT);
            assertThat(timeout.detail()).contains("200 ms").contains("before any byte");
            assertThat(timeout.faults()).isEmpty();
            assertThat(timeout.status()).isZero();
            assertThat(wire.connect(WebSocketRequest.to(dropping.ws("/"))).get().outcome())
                    .isEqualTo(Outcome.RESET);
            Handshake babble =
                    wire.connect(WebSocketRequest.to(babbling.ws("/"))).get();
            assertThat(babble.outcome()).isEqualTo(Outcome.PROTOCOL);
            assertThat(babble.detail()).contains("speaks TLS");
        }
    }

    @Test
    void refuses_a_subprotocol_by_header() {
        WebSocketRequest request = WebSocketRequest.to(java.net.URI.create("ws://127.0.0.1:1/"));
        assertThatThrownBy(() -> request.header("sec-websocket-protocol", "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
