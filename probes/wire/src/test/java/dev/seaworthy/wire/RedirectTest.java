package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.LoadOptions.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedirectTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static String to(int status, String location) {
        return "HTTP/1.1 " + status + " Moved\r\nLocation: " + location + "\r\nContent-Length: 4\r\n\r\nmove";
    }

    /** Redirects each path to the one under it: {@code /3} to {@code /2}, and {@code /0} is there. */
    private static ScriptedServer stairs() throws Exception {
        return ScriptedServer.playing(peer -> {
            for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
                int step = head.charAt(5) - '0';
                peer.write(step == 0 ? OK : to(302, "/" + (step - 1)));
            }
        });
    }

    @Test
    void follows_as_many_as_the_options_allow_and_keeps_the_first_clocks() throws Exception {
        try (ScriptedServer server = stairs();
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            LoadOptions three = LoadOptions.STANDARD.following(3).keepingBody();
            OneLoop.Result there = loop.get(wire, server.uri("/3"), three);
            assertThat(there.status()).isEqualTo(200);
            assertThat(there.body()).isEqualTo("ok");
            assertThat(there.clocks().writtenNanos()).isLessThan(there.clocks().firstByteNanos());
            assertThat(server.requests).hasSize(4);
            OneLoop.Result short1 = loop.get(wire, server.uri("/4"), three);
            assertThat(short1.status()).isEqualTo(302);
            assertThat(short1.body()).isEqualTo("move");
            assertThat(loop.get(wire, server.uri("/1"), LoadOptions.STANDARD).status())
                    .isEqualTo(302);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void takes_each_hop_from_the_budget() throws Exception {
        try (ScriptedServer server = stairs();
                OneLoop loop = new OneLoop();
                Wire wire = Engines.spending(3, server.uri("/"))) {
            OneLoop.Result spent = loop.get(wire, server.uri("/9"), LoadOptions.STANDARD.following(9));
            assertThat(spent.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(spent.detail()).isEqualTo("budget spent");
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void stays_inside_the_allow_list() throws Exception {
        try (ScriptedServer outside = ScriptedServer.answering(OK);
                ScriptedServer server =
                        ScriptedServer.answering(to(307, outside.uri("/out").toString()));
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            OneLoop.Result taken = loop.get(wire, server.uri("/"), LoadOptions.STANDARD.following(5));
            assertThat(taken.outcome()).isEqualTo(Outcome.OK);
            assertThat(taken.status()).isEqualTo(307);
            assertThat(outside.connections()).isZero();
        }
    }

    @Test
    void shows_no_credential_to_another_origin() throws Exception {
        try (ScriptedServer other = ScriptedServer.answering(OK);
                ScriptedServer server =
                        ScriptedServer.answering(to(307, other.uri("/there").toString()));
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"), other.uri("/"))) {
            HttpRequest request = HttpRequest.get(server.uri("/"))
                    .header("Authorization", "Bearer t")
                    .header("Cookie", "c=1")
                    .header("X-Kept", "yes");
            assertThat(loop.send(wire, wire.prepare(request, LoadOptions.STANDARD.following(1)))
                            .status())
                    .isEqualTo(200);
            String seen = Objects.requireNonNull(other.requests.poll());
            assertThat(seen).startsWith("GET /there ").contains("X-Kept: yes", "Host: 127.0.0.1:" + other.port());
            assertThat(seen).doesNotContain("Authorization", "Cookie", "Bearer");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET",
        "302, POST, GET",
        "303, POST, GET",
        "307, POST, POST",
        "308, POST, POST",
        "301, PUT, PUT",
        "303, PUT, GET",
        "303, HEAD, HEAD",
        "302, DELETE, DELETE"
    })
    void changes_the_method_as_http_says(int status, String method, String expected) {
        HttpRequest request = HttpRequest.of(method, URI.create("http://h/a"))
                .header("Authorization", "x")
                .json("{}");
        HttpRequest next = Objects.requireNonNull(Redirect.next(request, status, "/b"));
        assertThat(next.method()).isEqualTo(expected);
        assertThat(next.body().length).isEqualTo(expected.equals(method) ? 2 : 0);
        assertThat(next.headers().first("content-type").isPresent()).isEqualTo(expected.equals(method));
        assertThat(next.headers().first("authorization")).contains("x");
    }

    @Test
    void resolves_a_location_against_what_was_asked() {
        record Case(String base, String location, String target) {}
        for (Case each : List.of(
                new Case("http://h/a/b?c", "d", "http://h/a/d"),
                new Case("http://h/a/b", "?x=1", "http://h/a/b?x=1"),
                new Case("http://h", "d", "http://h/d"),
                new Case("http://h/a/b", "../e", "http://h/e"),
                new Case("http://h/a", "//other:81/f", "http://other:81/f"),
                new Case("http://h/a", "https://h/f", "https://h/f"))) {
            HttpRequest next = Redirect.next(HttpRequest.get(URI.create(each.base)), 302, each.location);
            assertThat(next).as(each.toString()).extracting(HttpRequest::uri).isEqualTo(URI.create(each.target));
        }
        HttpRequest request = HttpRequest.get(URI.create("http://h/a"));
        for (String none : List.of("ftp://h/", "mailto:x", "http:///", "ht tp://", "%", "http://[::")) {
            assertThat(Redirect.next(request, 302, none)).as(none).isNull();
        }
    }

    @Test
    void follows_over_http_2() throws Exception {
        try (Http2Server server = Http2Server.plain(1, stream -> {
                    if (stream.path.equals("/old")) {
                        stream.answer(new DefaultHttp2Headers().status("308").set("location", "/new"), "");
                    } else {
                        stream.answer(200, stream.path);
                    }
                });
                OneLoop loop = new OneLoop();
                Wire wire = Engines.to(server.uri("/"))) {
            LoadOptions options = LoadOptions.STANDARD
                    .over(HttpVersion.HTTP_2)
                    .within(1)
                    .following(1)
                    .keepingBody();
            assertThat(loop.get(wire, server.uri("/old"), options).body()).isEqualTo("/new");
            assertThat(server.connections()).isEqualTo(1);
        }
    }
}
