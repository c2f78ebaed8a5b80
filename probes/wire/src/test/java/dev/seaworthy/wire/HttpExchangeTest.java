package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Outcome;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class HttpExchangeTest {
    @Test
    void keeps_the_connection_for_the_next_request() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                Wire wire = Engines.to(server.uri("/"))) {
            HttpAnswer first = wire.exchange(HttpRequest.get(server.uri("/a?page=2")));
            HttpAnswer second = wire.exchange(HttpRequest.get(server.uri("/b")));

            assertThat(first.is(200)).isTrue();
            assertThat(first.text()).isEqualTo("ok");
            assertThat(first.detail()).isEmpty();
            assertThat(second.is(200)).isTrue();
            assertThat(server.connections()).isEqualTo(1);
            assertThat(second.exchange().connection())
                    .isEqualTo(first.exchange().connection());
            assertThat(first.exchange().connection().number()).isEqualTo(1);
            assertThat(first.exchange().connection().remote()).isEqualTo("127.0.0.1:" + server.port());
        }
    }

    @Test
    void says_who_it_is_and_writes_the_callers_fields_in_order() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 204 No Content\r\n\r\n");
                Wire wire = Engines.to(server.uri("/"))) {
            wire.exchange(HttpRequest.of("POST", server.uri("/x"))
                    .header("X-One", "1")
                    .json("{}"));

            assertThat(server.requests.poll())
                    .startsWith("POST /x HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nUser-Agent: seaworthy/")
                    .contains(" run=run-7\r\nX-Seaworthy-Run: run-7\r\nContent-Length: 2\r\nX-One: 1\r\n"
                            + "Content-Type: application/json\r\n\r\n");
        }
    }

    @Test
    void records_both_heads_as_they_were_on_the_wire() throws Exception {
        String answer = "HTTP/1.1 200 Fine\r\nVary: a\r\nvary: b\r\nDATE: now\r\nContent-Length: 5\r\n\r\nhello";
        try (ScriptedServer server = ScriptedServer.answering(answer);
                Wire wire = Engines.to(server.uri("/"))) {
            HttpAnswer got = wire.exchange(HttpRequest.get(server.uri("/a")));

            assertThat(got.exchange().received())
                    .isEqualTo("HTTP/1.1 200 Fine\nVary: a\nvary: b\nDATE: now\nContent-Length: 5\n\nhello");
            assertThat(got.exchange().sent()).startsWith("GET /a HTTP/1.1\nHost: 127.0.0.1:");
            assertThat(got.headers().all("VARY")).containsExactly("a", "b");
            assertThat(got.exchange().summary()).matches("GET /a -> 200 in \\d+\\.\\d{3} ms");
        }
    }

    @Test
    void stamps_its_clocks_in_order() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Wire wire = Engines.to(server.uri("/"))) {
            var clocks = wire.exchange(HttpRequest.get(server.uri("/"))).clocks();

            assertThat(clocks.intendedNanos()).isLessThanOrEqualTo(clocks.firedNanos());
            assertThat(clocks.firedNanos()).isLessThanOrEqualTo(clocks.writtenNanos());
            assertThat(clocks.writtenNanos()).isLessThanOrEqualTo(clocks.firstByteNanos());
            assertThat(clocks.firstByteNanos()).isLessThanOrEqualTo(clocks.completeNanos());
        }
    }

    @Test
    void joins_chunks_and_reads_past_interim_answers() throws Exception {
        String answer = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n";
        try (ScriptedServer server = ScriptedServer.answering(answer);
                Wire wire = Engines.to(server.uri("/"))) {
            assertThat(wire.exchange(HttpRequest.get(server.uri("/"))).text()).isEqualTo("abcde");
            HttpAnswer again = wire.exchange(HttpRequest.get(server.uri("/")));
            assertThat(again.text()).isEqualTo("abcde");
            assertThat(again.headers().first("Link")).isEmpty();
            assertThat(again.exchange().received())
                    .startsWith("HTTP/1.1 100 Continue\n\nHTTP/1.1 103 Early Hints\nLink: <length 1>\n");
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void expects_no_body_where_there_is_none() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n");
                    peer.readHead();
                    peer.write("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n");
                    peer.readHead();
                    peer.write("HTTP/1.1 204 No Content\r\n\r\n");
                    peer.readHead();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            assertThat(wire.exchange(HttpRequest.of("HEAD", server.uri("/"))).is(200))
                    .isTrue();
            assertThat(wire.exchange(HttpRequest.get(server.uri("/"))).is(304)).isTrue();
            assertThat(wire.exchange(HttpRequest.get(server.uri("/"))).is(204)).isTrue();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void reads_to_the_end_of_the_connection_where_nothing_else_ends_the_body() throws Exception {
        try (ScriptedServer server = ScriptedServer.answeringOnce("HTTP/1.0 200 OK\r\n\r\nall of it");
                Wire wire = Engines.to(server.uri("/"))) {
            assertThat(wire.exchange(HttpRequest.get(server.uri("/"))).text()).isEqualTo("all of it");
        }
    }

    @Test
    void obeys_connection_close() throws Exception {
        try (ScriptedServer server =
                        ScriptedServer.answering("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                Wire wire = Engines.to(server.uri("/"))) {
            wire.exchange(HttpRequest.get(server.uri("/")));
            wire.exchange(HttpRequest.get(server.uri("/")));
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void unpacks_a_gzip_body() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("packed words".getBytes(StandardCharsets.UTF_8));
        }
        String head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n\r\n";
        try (ScriptedServer server = ScriptedServer.answering(head + packed.toString(StandardCharsets.ISO_8859_1));
                Wire wire = Engines.to(server.uri("/"))) {
            assertThat(wire.exchange(HttpRequest.get(server.uri("/"))).text()).isEqualTo("packed words");
        }
    }

    @Test
    void repeats_an_idempotent_request_once_when_a_pooled_connection_turns_out_dead() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    if (peer.number == 1) {
                        peer.readHead();
                        peer.reset();
                    } else {
                        peer.readHead();
                    }
                });
                Wire wire = Engines.to(server.uri("/"))) {
            wire.exchange(HttpRequest.get(server.uri("/1")));
            HttpAnswer second = wire.exchange(HttpRequest.get(server.uri("/2")));

            assertThat(second.is(200)).isTrue();
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void never_repeats_a_post() throws Exception {
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.readHead();
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    peer.readHead();
                    peer.reset();
                });
                Wire wire = Engines.to(server.uri("/"))) {
            wire.exchange(HttpRequest.get(server.uri("/1")));
            HttpAnswer second = wire.exchange(HttpRequest.of("POST", server.uri("/2")));

            assertThat(second.outcome()).isEqualTo(Outcome.RESET);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void refuses_what_the_allow_list_does_not_name_before_it_resolves_anything() {
        try (Wire wire = Engines.to(URI.create("http://127.0.0.1:1/"))) {
            HttpRequest elsewhere = HttpRequest.get(URI.create("http://no-such-host.invalid/"));
            assertThatThrownBy(() -> wire.exchange(elsewhere)).isInstanceOf(AllowList.NotAllowed.class);
            assertThatThrownBy(() -> wire.connect(WebSocketRequest.to(URI.create("ws://no-such-host.invalid/"))))
                    .isInstanceOf(AllowList.NotAllowed.class);
        }
    }

    @Test
    void stops_at_the_budget() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Wire wire = Engines.spending(1, server.uri("/"))) {
            assertThat(wire.exchange(HttpRequest.get(server.uri("/"))).is(200)).isTrue();
            HttpAnswer over = wire.exchange(HttpRequest.get(server.uri("/")));

            assertThat(over.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(over.detail()).contains("budget of 1");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void does_not_let_a_header_value_smuggle_in_another_line() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Wire wire = Engines.to(server.uri("/"))) {
            HttpAnswer answer = wire.exchange(HttpRequest.get(server.uri("/")).header("X", "a\r\nEvil: b"));

            assertThat(answer.outcome()).isEqualTo(Outcome.INSTRUMENT);
            assertThat(answer.detail()).contains("X").contains("line break");
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void answers_even_after_it_was_closed() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            Wire wire = Engines.to(server.uri("/"));
            wire.exchange(HttpRequest.get(server.uri("/")));
            wire.close();
            assertThat(wire.exchange(HttpRequest.get(server.uri("/"))).outcome())
                    .isEqualTo(Outcome.NOT_SENT);
            assertThat(wire.connect(WebSocketRequest.to(server.ws("/"))).get().outcome())
                    .isEqualTo(Outcome.NOT_SENT);
        }
    }

    @Test
    void leaves_no_thread_behind() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            Wire wire = Engines.to(server.uri("/"));
            wire.exchange(HttpRequest.get(server.uri("/")));
            Thread loop = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("seaworthy-wire"))
                    .reduce((first, second) -> second)
                    .orElseThrow();
            assertThat(loop.isDaemon()).isTrue();
            wire.close();
            loop.join(20_000);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("seaworthy"))
                    .allMatch(Thread::isDaemon);
        }
    }
}
