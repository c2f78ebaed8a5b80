package dev.seaworthy.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.kernel.VirtualUser;
import dev.seaworthy.testkit.TwinEnvironment;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** {@code ws.echo} on servers that lose sockets, stay silent, and answer something else. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TalkOperationTest {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();

    @AfterAll
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void opens_one_socket_for_many_turns() throws Exception {
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            connection.open();
            connection.echo();
        })) {
            assertThat(turns(server, 3)).containsExactly("ws.open OK", "OK", "OK", "OK");
        }
    }

    @Test
    void opens_again_where_the_socket_was_lost() throws Exception {
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            connection.open();
            connection.textAndClose(connection.read(), 1001);
            connection.awaitClose();
        })) {
            assertThat(turns(server, 2)).containsExactly("ws.open OK", "OK", "ws.open OK", "OK");
        }
    }

    @Test
    void counts_a_socket_that_is_lost_while_a_turn_waits_as_reset() throws Exception {
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            connection.open();
            connection.read();
        })) {
            assertThat(turns(server, 1)).containsExactly("ws.open OK", "RESET");
        }
    }

    @Test
    void counts_silence_as_a_timeout_and_goes_on() throws Exception {
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            connection.open();
            connection.read();
            connection.echo();
        })) {
            assertThat(turns(server, 2)).containsExactly("ws.open OK", "TIMEOUT", "OK");
        }
    }

    @Test
    void counts_another_answer_to_the_same_nonce_as_wrong() throws Exception {
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            connection.open();
            connection.text("{\"type\":\"noise\"}");
            connection.text(connection.read().replace("\"echo\"", "\"error\""));
            connection.drain();
        })) {
            assertThat(turns(server, 1)).containsExactly("ws.open OK", "WRONG_ANSWER");
        }
    }

    @Test
    void counts_a_refused_handshake_as_declined() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 403 Forbidden", "Content-Length: 0")) {
            assertThat(turns(server, 1)).containsExactly("ws.open REJECTED", "REJECTED");
        }
    }

    /** What one user's turns ended with, one after the other, and what was measured on the way. */
    private List<String> turns(ScriptedServer server, int count) throws Exception {
        WebSocketSettings.RoundTrip echo = new WebSocketSettings.RoundTrip(
                JsonNodeFactory.instance.objectNode().put("type", "echo").put("id", "{nonce}"),
                new WebSocketSettings.Mark("/type", "echo"),
                "/id");
        WebSocketSettings settings = new WebSocketSettings(null, null, null, null, null, echo, null, null, null, null);
        List<String> log = new ArrayList<>();
        try (TwinEnvironment environment = TwinEnvironment.at(server.uri())) {
            Surroundings surroundings = environment.surroundings();
            try (Probe probe = new WebSocketProbeFactory().open(settings, surroundings)) {
                Operation operation = probe.operations().stream()
                        .filter(one -> one.name().equals("ws.echo"))
                        .findFirst()
                        .orElseThrow();
                VirtualUser user = new VirtualUser(0);
                for (int i = 0; i < count; i++) {
                    turn(operation, user, surroundings, log);
                }
                loop.submit(user::leave).get(5, TimeUnit.SECONDS);
            }
        }
        return log;
    }

    private void turn(Operation operation, VirtualUser user, Surroundings surroundings, List<String> log)
            throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Turn turn = new Turn(user, loop, surroundings.reach().time().nanos(), new Turn.Listener() {
            @Override
            public void completed(Turn ended, Clocks clocks, Outcome outcome, String signature) {
                log.add(outcome.name());
                assertThat(clocks.responseNanos()).isPositive();
                end.complete(null);
            }

            @Override
            public void measured(Turn during, String name, Clocks clocks, Outcome outcome) {
                log.add(name + " " + outcome);
            }
        });
        loop.submit(() -> operation.start(turn)).get(5, TimeUnit.SECONDS);
        end.get(5, TimeUnit.SECONDS);
    }
}
