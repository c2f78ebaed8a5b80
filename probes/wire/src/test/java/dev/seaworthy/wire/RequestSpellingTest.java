package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestSpellingTest {
    private static final String KEPT_OPEN = "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//x",
                "//api//x",
                "/./x",
                "/a/../x",
                "/%78",
                "/%2e/x",
                "/%2F%2f",
                "/API/X",
                "/x/",
                "/x/.",
                "/x;v=1",
                "/x?",
                "/x?q=%7e&Q=1//2",
                "/x?q=/../y",
                "/x%00",
                "/~%7E"
            })
    void sends_a_target_exactly_as_it_is_written(String target) throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(KEPT_OPEN);
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            assertThat(wire.exchange(HttpRequest.get(server.uri(target))).is(200))
                    .isTrue();
            loop.get(wire, server.uri(target), LoadOptions.STANDARD);

            assertThat(server.requests)
                    .hasSize(2)
                    .allSatisfy(head -> assertThat(head).startsWith("GET " + target + " HTTP/1.1\r\n"));
        }
    }

    @Test
    void speaks_http_1_0_and_hangs_up() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(KEPT_OPEN);
                Wire wire = Engines.to(server.uri("/"))) {
            HttpRequest old = HttpRequest.get(server.uri("/")).inHttp10().header("X-One", "1");
            assertThat(wire.exchange(old).text()).isEqualTo("ok");
            assertThat(wire.exchange(HttpRequest.get(server.uri("/"))).text()).isEqualTo("ok");

            assertThat(server.requests.poll())
                    .startsWith("GET / HTTP/1.0\r\nHost: 127.0.0.1:" + server.port() + "\r\n")
                    .contains("\r\nX-One: 1\r\n");
            assertThat(server.requests.poll()).startsWith("GET / HTTP/1.1\r\n");
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void reads_an_answer_of_http_1_0_to_its_end() throws Exception {
        try (ScriptedServer server = ScriptedServer.answeringOnce("HTTP/1.0 200 OK\r\n\r\nall of it");
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            HttpRequest old = HttpRequest.get(server.uri("/")).inHttp10();
            assertThat(wire.exchange(old).text()).isEqualTo("all of it");
            assertThat(wire.together(List.of(old, old), Duration.ZERO).get(20, TimeUnit.SECONDS))
                    .extracting(HttpAnswer::text)
                    .containsExactly("all of it", "all of it");
            assertThat(loop.send(wire, wire.prepare(old, LoadOptions.STANDARD.keepingBody()))
                            .body())
                    .isEqualTo("all of it");
        }
    }

    @Test
    void keeps_the_version_of_a_request_that_is_changed() {
        HttpRequest old = HttpRequest.of("POST", URI.create("http://127.0.0.1/"))
                .inHttp10()
                .header("A", "b")
                .json("{}");
        assertThat(old.http10()).isTrue();
        assertThat(HttpRequest.get(URI.create("http://127.0.0.1/")).http10()).isFalse();
    }

    @Test
    void does_not_say_in_http_1_0_what_it_cannot_say() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(KEPT_OPEN);
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            HttpRequest old = HttpRequest.get(server.uri("/")).inHttp10();
            HttpAnswer chunked = wire.exchange(old.header("Transfer-Encoding", "chunked"));
            OneLoop.Result framed =
                    loop.send(wire, wire.prepare(old, LoadOptions.STANDARD.over(LoadOptions.HttpVersion.HTTP_2)));

            assertThat(chunked.outcome()).isEqualTo(Outcome.INSTRUMENT);
            assertThat(chunked.detail()).contains("HTTP/1.0 has no Transfer-Encoding");
            assertThat(framed.outcome()).isEqualTo(Outcome.INSTRUMENT);
            assertThat(framed.detail()).contains("HTTP/1.0").contains("HTTP/2");
            assertThat(server.connections()).isZero();
        }
    }
}
