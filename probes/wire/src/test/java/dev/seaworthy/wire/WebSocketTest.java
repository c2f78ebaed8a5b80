package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.WebSocket.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WebSocketTest {
    @Test
    void opens_talks_and_closes() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade("Sec-WebSocket-Protocol: chat");
                    Frames.Received text = Frames.read(peer);
                    peer.write(Frames.server(Frame.TEXT, "echo " + text.text()));
                    Frames.Received ping = Frames.read(peer);
                    peer.write(Frames.server(Frame.PONG, ping.text()));
                    peer.write(Frames.server(Frame.PING, "you?"));
                    Frames.Received pong = Frames.read(peer);
                    peer.write(Frames.server(Frame.TEXT, "pong was " + pong.text()));
                    Frames.Received close = Frames.read(peer);
                    peer.write(Frames.server(Frame.CLOSE, close.payload()));
                });
                Wire wire = Engines.to(server.uri("/"))) {
            Handshake handshake = wire.connect(
                            WebSocketRequest.to(server.ws("/ws")).offering(List.of("chat")))
                    .get();
            assertThat(handshake.outcome()).isEqualTo(Outcome.OK);
            assertThat(handshake.status()).isEqualTo(101);
            assertThat(handshake.faults()).isEmpty();
            assertThat(handshake.selected()).contains("chat");
            WebSocket socket = Engines.socket(handshake);
            assertThat(socket.sendText("hello").get()).isNotNull();
            assertThat(Engines.next(socket).text()).isEqualTo("echo hello");
            socket.ping("nonce".getBytes(StandardCharsets.UTF_8)).get();
            Message pong = Engines.next(socket);
            assertThat(pong.kind()).isEqualTo(Message.Kind.PONG);
            assertThat(pong.text()).isEqualTo("nonce");
            assertThat(Engines.next(socket).text()).isEqualTo("pong was you?");
            WebSocket.End end = socket.close(1000, "bye").get(5, TimeUnit.SECONDS);

            assertThat(end.cause()).isEqualTo(WebSocket.Cause.CLOSED_BY_US);
            assertThat(end.code()).isEqualTo(1000);
            assertThat(end.reason()).isEqualTo("bye");
            assertThat(Engines.next(socket).kind()).isEqualTo(Message.Kind.END);
            assertThat(Engines.next(socket).kind()).isEqualTo(Message.Kind.END);
            assertThat(socket.isOpen()).isFalse();
            assertThat(socket.transcript("it talks").sent())
                    .containsPattern("#1 \\+\\d+\\.\\d{3}ms > TEXT 5 hello\n")
                    .contains("> CLOSE 5 1000 bye");
            assertThat(socket.transcript("it talks").received()).contains("< TEXT 10 echo hello");
        }
    }

    @Test
    void hands_what_waited_to_a_listener_and_then_the_rest() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.write(ScriptedServer.switching(peer.readHead())
                            + new String(Frames.server(Frame.TEXT, "greeting"), StandardCharsets.ISO_8859_1));
                    Frames.read(peer);
                    peer.write(Frames.server(Frame.TEXT, "second"));
                    peer.write(Frames.server(Frame.CLOSE, Frames.close(4001, "go away")));
                    peer.drain();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            WebSocket socket = Engines.socket(
                    wire.connect(WebSocketRequest.to(server.ws("/"))).get());
            List<String> heard = new ArrayList<>();
            CompletableFuture<WebSocket.End> over = new CompletableFuture<>();
            socket.listen(new WebSocket.Listener() {
                @Override
                public void received(Message message) {
                    heard.add(message.text());
                }

                @Override
                public void ended(WebSocket.End end) {
                    over.complete(end);
                }
            });
            socket.sendText("go on").get();
            WebSocket.End end = over.get(5, TimeUnit.SECONDS);

            assertThat(heard).containsExactly("greeting", "second");
            assertThat(end.cause()).isEqualTo(WebSocket.Cause.CLOSED_BY_PEER);
            assertThat(end.code()).isEqualTo(4001);
            assertThat(end.reason()).isEqualTo("go away");
        }
    }

    @Test
    void tells_a_drop_from_a_close() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(ScriptedServer.Peer::upgrade);
                Wire wire = Engines.to(server.uri("/"))) {
            WebSocket socket = Engines.socket(
                    wire.connect(WebSocketRequest.to(server.ws("/"))).get());
            WebSocket.End end = socket.ended().get(5, TimeUnit.SECONDS);

            assertThat(end.cause()).isEqualTo(WebSocket.Cause.DROPPED);
            assertThat(end.code()).isEqualTo(1006);
            assertThat(socket.sendText("late")).failsWithin(Engines.PATIENCE);
        }
    }
}
