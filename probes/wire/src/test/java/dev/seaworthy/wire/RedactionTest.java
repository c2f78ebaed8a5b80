package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.SecretVault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String CANARY = "c4naryS3cret-9f8e7d6c5b4a";
    private static final String JWT = "eyJhbGciOiJIUzI1NiJ9." + encode("{\"sub\":\"u-1\",\"exp\":4102444800}") + "."
            + encode("not really a signature 32 bytes!");

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String everything(Exchange exchange) {
        return exchange.toString();
    }

    private final SecretVault vault = new SecretVault();
    private final Redaction redaction = new Redaction(vault);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"access_token\": \"%s\"}",
                "{\"a\":{\"user_password\":\"%s\"}}",
                "{\"x\":\"{\\\"refresh_token\\\":\\\"%s\\\"}\"}",
                "{\"api_key\":\"%s\",\"b\":1}",
                "{\"clientSecret\":\"%s",
                "{\"password\":\"quote \\\" and %s\"}",
                "grant_type=password&username=me&password=%s&scope=x",
                "token=%s",
                "Authorization: Bearer %s",
                "failed for bearer %s at line 3",
                "see https://me:%s@host.example/path",
                "<a href=\"/cb?code=%s&x=1\">",
                "GET /reset?anything=%s HTTP/1.1",
                "-----BEGIN EC PRIVATE KEY-----\n%s\n-----END EC PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n%s"
            })
    void hides_what_stands_where_secrets_stand(String place) {
        assertThat(redaction.text(place.replace("%s", CANARY)))
                .isNotEqualTo(place)
                .doesNotContain(CANARY)
                .doesNotContain(CANARY.substring(6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"invalid_token\",\"error_description\":\"The token expired\"}",
                "Bearer realm=\"api\", error=\"invalid_token\", error_description=\"expired\"",
                "{\"token_type\":\"Bearer\",\"expires_in\":3600,\"max_tokens\":100}",
                "Basic authentication is required",
                "GET /items?page=2&limit=10 HTTP/1.1",
                "HTTP/1.1 401 Unauthorized",
                "{\"status\":\"ok\",\"uptime\":12.5,\"url\":\"http://localhost:80/x\"}"
            })
    void leaves_alone_what_is_no_secret(String text) {
        assertThat(redaction.text(text)).isEqualTo(text);
    }

    @Test
    void hides_tokens_by_their_shape() {
        String coded = Base64.getEncoder().encodeToString(JWT.getBytes(StandardCharsets.UTF_8));
        for (String token : List.of(JWT, coded, encode(JWT))) {
            assertThat(redaction.text("it said " + token + " twice"))
                    .doesNotContain(token.substring(0, 20))
                    .contains("jwt.secret:")
                    .contains("(len " + token.length() + ")");
        }
    }

    @Test
    void shows_header_values_by_name_only_where_the_name_is_known() {
        String shown = redaction.head("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Internal: " + CANARY
                + "\r\nSet-Cookie: sid=" + CANARY + "; Path=/; HttpOnly\r\nLocation: https://h.example/a?code=" + CANARY
                + "\r\nX-RateLimit-Limit: 10\r\nAccess-Control-Allow-Origin: *\r\n" + CANARY + "\r\n\r\n");

        assertThat(shown)
                .isEqualTo("HTTP/1.1 200 OK\nContent-Type: text/plain\nX-Internal: <length 25>\n"
                        + "Set-Cookie: sid=<length 25>; Path=/; HttpOnly\nLocation: https://h.example/a?<query>\n"
                        + "X-RateLimit-Limit: 10\nAccess-Control-Allow-Origin: *\n<length 25>\n\n");
    }

    @Test
    void shows_subprotocols_unless_they_are_credentials() {
        assertThat(redaction.subprotocol("graphql-transport-ws")).isEqualTo("graphql-transport-ws");
        assertThat(redaction.subprotocol("x-probe-4f2a")).isEqualTo("x-probe-4f2a");
        assertThat(redaction.subprotocol("base64url.bearer.authorization.k8s.io." + CANARY))
                .startsWith("base64url.bearer.authorization.k8s.io.secret:")
                .doesNotContain(CANARY);
        assertThat(redaction.head("GET / HTTP/1.1\r\nSec-WebSocket-Protocol: chat, jwt." + encode(JWT) + "\r\n\r\n"))
                .matches("GET / HTTP/1\\.1\nSec-WebSocket-Protocol: chat, jwt\\.secret:[0-9a-f]{8} \\(len \\d+\\)\n\n");
    }

    @Test
    void does_not_show_the_part_of_a_secret_that_a_cut_left_over() {
        vault.keep(CANARY);
        String long1 = "x ".repeat(32 * 1024 - 5) + CANARY;
        String body = redaction.body(long1.getBytes(StandardCharsets.UTF_8));
        assertThat(body).doesNotContain(CANARY.substring(0, 6));
        byte[] kept = ("{\"say\":\"" + CANARY.substring(0, 12)).getBytes(StandardCharsets.UTF_8);
        assertThat(redaction.excerpt(kept, 5000, 1024)).doesNotContain(CANARY.substring(0, 8));
        assertThat(redaction
                        .head("HTTP/1.1 200 OK\r\nServer: " + "y".repeat(4080) + CANARY)
                        .length())
                .isLessThan(4200);
    }

    @Test
    void keeps_a_canary_out_of_every_place_of_an_exchange() throws Exception {
        vault.keep(CANARY);
        String answer = "HTTP/1.1 401 " + CANARY + "\r\nServer: " + CANARY + "\r\nX-" + CANARY + ": 1\r\nVary: "
                + Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_8))
                + "\r\nContent-Length: 30\r\n\r\nhey " + CANARY + "!";
        try (ScriptedServer server = ScriptedServer.answering(answer);
                Wire wire = Engines.keeping(vault, server.uri("/"))) {
            HttpAnswer got = wire.exchange(HttpRequest.get(URI.create(server.uri("/p/") + CANARY + "?q=" + CANARY))
                    .header("Authorization", "Bearer " + CANARY)
                    .header("Origin", CANARY)
                    .json("{\"password\":\"" + CANARY + "\"}"));

            assertThat(got.is(401)).isTrue();
            assertThat(vault.leaksIn(everything(got.exchange()))).isEmpty();
            assertThat(everything(got.exchange())).doesNotContain(CANARY);
            assertThat(got.toString()).doesNotContain(CANARY);
            assertThat(got.text()).contains(CANARY);
        }
        assertThat(HttpRequest.get(URI.create("http://h/?k=" + CANARY))
                        .header("X", CANARY)
                        .toString())
                .doesNotContain(CANARY);
    }

    @Test
    void keeps_a_canary_out_of_the_words_for_a_failure() throws Exception {
        vault.keep(CANARY);
        for (String answer :
                List.of(CANARY, "HTTP/1.1 " + CANARY + "\r\n\r\n", "HTTP/1.1 200 OK\r\n" + CANARY + "\r\n\r\n")) {
            try (ScriptedServer server = ScriptedServer.answeringOnce(answer);
                    Wire wire = Engines.keeping(vault, server.uri("/"))) {
                HttpAnswer got = wire.exchange(HttpRequest.get(server.uri("/")));
                assertThat(got.outcome().answered()).isFalse();
                assertThat(got.detail() + everything(got.exchange()))
                        .doesNotContain(CANARY)
                        .doesNotContain(CANARY.substring(0, 12));
            }
        }
    }

    @Test
    void keeps_a_canary_out_of_handshake_frames_and_close_reason() throws Exception {
        vault.keep(CANARY);
        try (ScriptedServer server = ScriptedServer.playing(peer -> {
                    peer.upgrade("Sec-WebSocket-Protocol: " + JWT, "X-Echo: " + CANARY);
                    peer.write(Frames.server(Frame.TEXT, "{\"session\":\"" + CANARY + "\",\"token\":\"" + JWT + "\"}"));
                    Frames.read(peer);
                    peer.write(Frames.server(Frame.CLOSE, Frames.close(1008, "bad " + CANARY)));
                });
                Wire wire = Engines.keeping(vault, server.uri("/"))) {
            WebSocketRequest request = WebSocketRequest.to(URI.create(server.ws("/ws") + "?token=" + CANARY))
                    .offering(List.of("chat", JWT))
                    .header("Cookie", "sid=" + CANARY);
            Handshake handshake = wire.connect(request).get();
            WebSocket socket = Engines.socket(handshake);
            assertThat(Engines.next(socket).text()).contains(CANARY);
            socket.sendText("my key is " + CANARY).get();
            WebSocket.End end = socket.ended().get();

            String written = handshake
                    + request.toString()
                    + everything(handshake.exchange())
                    + end
                    + everything(socket.transcript("about " + CANARY));
            assertThat(written).doesNotContain(CANARY).doesNotContain(JWT.substring(21));
            assertThat(vault.leaksIn(written)).isEmpty();
            assertThat(end.reason()).startsWith("bad secret:");
            assertThat(handshake.selected()).contains(JWT);
        }
    }

    @Test
    void registers_the_tokens_that_it_sees() throws Exception {
        String opaque = "rt_8Qm3xZ7Lw0pVbN5cTf2K";
        String body = "{\"access_token\":\"" + JWT + "\",\"refresh_token\":\"" + opaque + "\",\"token\":\"invalid\"}";
        try (ScriptedServer server = ScriptedServer.answering(
                        "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                Wire wire = Engines.keeping(vault, server.uri("/"))) {
            wire.exchange(HttpRequest.get(server.uri("/")).header("Authorization", "Bearer garbage"));
            assertThat(vault.leaksIn("..." + opaque + "...")).hasSize(1);
            assertThat(vault.leaksIn(JWT)).isNotEmpty();
            assertThat(vault.leaksIn("invalid garbage")).isEmpty();
        }
    }
}
