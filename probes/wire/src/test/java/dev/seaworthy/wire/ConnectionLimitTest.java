package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionLimitTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static final LoadOptions TWO = LoadOptions.STANDARD.within(2);

    private static List<PreparedRequest> numbered(Wire wire, ScriptedServer server, int count, LoadOptions options) {
        List<PreparedRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(wire.prepare(HttpRequest.get(server.uri("/" + i)), options));
        }
        return requests;
    }

    @Test
    void lets_what_finds_no_connection_wait_in_order() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(ANSWER);
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            List<OneLoop.Result> results = loop.together(wire, numbered(wire, server, 40, TWO));

            assertThat(results)
                    .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(Outcome.OK));
            assertThat(server.connections()).isEqualTo(2);
            List<Long> written = results.stream()
                    .map(result -> result.clocks().writtenNanos())
                    .toList();
            assertThat(written.subList(2, 40)).isSorted();
            assertThat(results.get(39).clocks().blockedNanos())
                    .isGreaterThan(results.get(39).clocks().serviceNanos());
        }
    }

    @Test
    void gives_the_place_of_a_connection_that_ends_to_who_waits() throws Exception {
        try (ScriptedServer server = ScriptedServer.answeringOnce("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok");
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            List<OneLoop.Result> results = loop.together(wire, numbered(wire, server, 7, TWO));

            assertThat(results)
                    .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(Outcome.OK));
            assertThat(server.connections()).isEqualTo(7);
        }
    }

    @Test
    void fails_what_waits_longer_than_for_an_answer() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.stall();
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.impatient(Duration.ofMillis(200), server.uri("/"))) {
            List<OneLoop.Result> results =
                    loop.together(wire, numbered(wire, server, 5, LoadOptions.STANDARD.within(1)));

            assertThat(results).extracting(OneLoop.Result::outcome).containsOnly(Outcome.TIMEOUT);
            List<String> details =
                    new ArrayList<>(results.stream().map(OneLoop.Result::detail).toList());
            assertThat(Collections.frequency(details, "no connection free in time"))
                    .isBetween(3, 4);
        }
    }

    @Test
    void ends_what_waits_when_the_engine_is_closed() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.stall();
                });
                OneLoop loop = new OneLoop()) {
            Wire wire = Engines.to(server.uri("/"));
            List<CompletableFuture<OneLoop.Result>> started = new ArrayList<>();
            for (PreparedRequest request : numbered(wire, server, 5, LoadOptions.STANDARD.within(1))) {
                started.add(loop.start(wire, request));
            }
            wire.close();
            for (CompletableFuture<OneLoop.Result> result : started) {
                assertThat(result.get(20, TimeUnit.SECONDS).outcome()).isIn(Outcome.NOT_SENT, Outcome.INSTRUMENT);
            }
            assertThat(server.connections()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void repeats_what_met_a_connection_that_the_peer_was_closing() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.write(ANSWER);
                    if (peer.number == 1) {
                        peer.readHead();
                        peer.reset();
                    } else {
                        while (!peer.readHead().isEmpty()) {
                            peer.write(ANSWER);
                        }
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            List<PreparedRequest> requests = numbered(wire, server, 6, LoadOptions.STANDARD.within(1));
            List<OneLoop.Result> results = loop.together(wire, requests);

            assertThat(results)
                    .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(Outcome.OK));
            assertThat(server.connections()).isEqualTo(2);
        }
    }
}
