package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.WebSocket.Cause;
import dev.seaworthy.wire.WebSocket.End;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebSocketLifeTest {
    private static WebSocket open(Wire wire, ScriptedServer server) throws Exception {
        return Engines.socket(wire.connect(WebSocketRequest.to(server.ws("/"))).get());
    }

    @ParameterizedTest
    @CsvSource({"c1, 1002", "83, 1002", "09, 1002", "80, 1002"})
    void closes_on_a_broken_rule_and_says_which(String firstByte, int code) throws Exception {
        CompletableFuture<Frames.Received> answer = new CompletableFuture<>();
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade();
                    peer.write(Frames.raw(Integer.parseInt(firstByte, 16), "x".getBytes(StandardCharsets.UTF_8)));
                    answer.complete(Frames.read(peer));
                });
                Wire wire = Engines.to(server.uri("/"))) {
            WebSocket socket = open(wire, server);
            End end = socket.ended().get(20, TimeUnit.SECONDS);

            assertThat(end.cause()).isEqualTo(Cause.PROTOCOL_ERROR);
            assertThat(end.code()).isEqualTo(code);
            assertThat(end.reason()).contains("section 5");
            assertThat(answer.get(20, TimeUnit.SECONDS).opcode()).isEqualTo(Frame.CLOSE);
            assertThat(answer.get().masked()).isTrue();
            assertThat(answer.get().payload()).isEqualTo(Frames.close(code, ""));
            assertThat(socket.transcript("broken").outcome()).isEqualTo(Outcome.PROTOCOL);
        }
    }

    @Test
    void calls_text_that_is_not_utf_8_by_its_code() throws Exception {
        CompletableFuture<Frames.Received> answer = new CompletableFuture<>();
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade();
                    peer.write(Frames.raw(0x01, new byte[] {'a', (byte) 0xc3}));
                    peer.write(Frames.raw(0x80, new byte[] {'b'}));
                    answer.complete(Frames.read(peer));
                });
                Wire wire = Engines.to(server.uri("/"))) {
            assertThat(open(wire, server).ended().get(20, TimeUnit.SECONDS).code())
                    .isEqualTo(1007);
            assertThat(answer.get(20, TimeUnit.SECONDS).payload()).isEqualTo(Frames.close(1007, ""));
        }
    }

    @Test
    void echoes_a_close_with_its_code_and_nothing_after_it() throws Exception {
        CompletableFuture<Frames.Received> echo = new CompletableFuture<>();
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade();
                    peer.write(Frames.server(Frame.CLOSE, Frames.close(1008, "policy")));
                    peer.write(Frames.server(Frame.TEXT, "too late"));
                    echo.complete(Frames.read(peer));
                });
                Wire wire = Engines.to(server.uri("/"))) {
            WebSocket socket = open(wire, server);
            End end = socket.ended().get(20, TimeUnit.SECONDS);

            assertThat(end)
                    .extracting(End::cause, End::code, End::reason)
                    .containsExactly(Cause.CLOSED_BY_PEER, 1008, "policy");
            assertThat(echo.get(20, TimeUnit.SECONDS).payload()).isEqualTo(Frames.close(1008, ""));
            assertThat(Engines.next(socket).kind()).isEqualTo(WebSocket.Message.Kind.END);
        }
    }

    @Test
    void echoes_an_empty_close_empty() throws Exception {
        CompletableFuture<Frames.Received> echo = new CompletableFuture<>();
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade();
                    peer.write(Frames.server(Frame.CLOSE, new byte[0]));
                    echo.complete(Frames.read(peer));
                });
                Wire wire = Engines.to(server.uri("/"))) {
            End end = open(wire, server).ended().get(20, TimeUnit.SECONDS);
            assertThat(end.code()).isEqualTo(1005);
            assertThat(echo.get(20, TimeUnit.SECONDS).payload()).isEmpty();
        }
    }

    @Test
    void does_not_wait_for_ever_for_the_echo() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade();
                    peer.stall();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            End end = open(wire, server).close(1000, "").get(20, TimeUnit.SECONDS);

            assertThat(end.cause()).isEqualTo(Cause.DROPPED);
            assertThat(end.code()).isEqualTo(1006);
            assertThat(end.reason()).contains("no Close frame came back");
        }
    }

    @Test
    void knows_a_reset_for_a_drop() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade();
                    Frames.read(peer);
                    peer.reset();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            WebSocket socket = open(wire, server);
            socket.sendText("go").get();
            assertThat(socket.ended().get(20, TimeUnit.SECONDS).cause()).isEqualTo(Cause.DROPPED);
            assertThat(socket.transcript("reset").outcome()).isEqualTo(Outcome.RESET);
        }
    }

    @Test
    void carries_large_messages_both_ways() throws Exception {
        String large = "0123456789abcdef".repeat(20_000);
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade();
                    Frames.Received received = Frames.read(peer);
                    peer.write(Frames.raw(received.opcode(), java.util.Arrays.copyOf(received.payload(), 100_000)));
                    peer.write(Frames.raw(
                            0x80,
                            java.util.Arrays.copyOfRange(received.payload(), 100_000, received.payload().length)));
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            WebSocket socket = open(wire, server);
            socket.sendText(large).get();
            assertThat(Engines.next(socket).text()).isEqualTo(large);
        }
    }

    @Test
    void keeps_the_latest_hundred_frames() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade();
                    for (int i = 1; i <= 150; i++) {
                        peer.write(Frames.server(Frame.TEXT, "message " + i));
                    }
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            WebSocket socket = open(wire, server);
            for (int i = 1; i <= 150; i++) {
                assertThat(Engines.next(socket).text()).isEqualTo("message " + i);
            }
            assertThat(socket.transcript("many").received())
                    .startsWith("<frames 1 to 50 are not kept>\n#51 ")
                    .endsWith("< TEXT 11 message 150\n");
        }
    }

    @Test
    void refuses_control_frames_that_are_too_long() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade();
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            WebSocket socket = open(wire, server);
            assertThatThrownBy(() -> socket.ping(new byte[126])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> socket.close(1000, "x".repeat(124))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
