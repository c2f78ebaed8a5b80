package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinSocketTest {
    private static Twin twin;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        twin = Twin.start(TwinSettings.defaults());
        token = new Client(twin).token(Client.ADA);
    }

    @AfterAll
    static void stop() {
        twin.close();
    }

    @Test
    void opens_with_the_sample_key_of_the_rfc_and_greets() throws Exception {
        try (Socket socket = Socket.open(twin, "Authorization: Bearer " + token)) {
            assertThat(socket.head().statusLine()).isEqualTo("HTTP/1.1 101 Switching Protocols");
            assertThat(socket.head().all("Sec-WebSocket-Accept")).containsExactly("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(socket.head().all("Sec-WebSocket-Protocol")).isEmpty();
            JsonNode greeting = socket.message();
            assertThat(greeting.path("type").asText()).isEqualTo("connected");
            assertThat(greeting.at("/data/user").asText()).isEqualTo("user-ada");
            assertThat(greeting.at("/data/connection_id").asText()).isNotEmpty();
        }
    }

    @Test
    void selects_its_own_subprotocol_and_never_the_token() throws Exception {
        String twice = Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.UTF_8));
        for (String item : List.of("jwt." + token, "jwt." + twice)) {
            try (Socket socket = Socket.open(twin, "Sec-WebSocket-Protocol: harbour.v1, " + item)) {
                assertThat(socket.head().status()).isEqualTo(101);
                assertThat(socket.head().all("Sec-WebSocket-Protocol")).containsExactly("harbour.v1");
            }
            try (Socket socket =
                    Socket.open(twin, "Sec-WebSocket-Protocol: " + item, "Sec-WebSocket-Protocol: other, harbour.v1")) {
                assertThat(socket.head().all("Sec-WebSocket-Protocol")).containsExactly("harbour.v1");
            }
            try (Socket socket = Socket.open(twin, "Sec-WebSocket-Protocol: other, " + item)) {
                assertThat(socket.head().status()).isEqualTo(101);
                assertThat(socket.head().all("Sec-WebSocket-Protocol")).isEmpty();
            }
        }
    }

    @Test
    void refuses_an_absent_or_bad_credential_before_the_upgrade() throws Exception {
        for (String line : List.of(
                "X-Nothing: x",
                "X-E2E-Test: true",
                "Authorization: Bearer garbage",
                "Authorization: Bearer " + Mint.token(twin, "exp", Mint.inSeconds(-1)),
                "Sec-WebSocket-Protocol: harbour.v1, jwt.garbage",
                "Sec-WebSocket-Protocol: harbour.v1")) {
            try (Socket socket = Socket.open(twin, line)) {
                assertThat(socket.head().status()).as(line).isEqualTo(401);
                assertThat(socket.head().all("WWW-Authenticate")).as(line).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Upgrade: websocket, X: y, 426",
        "Upgrade: websocket, Upgrade: h2c, 426",
        "'Connection: keep-alive, Upgrade', Connection: keep-alive, 400",
        "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
        "Sec-WebSocket-Version: 13, X: y, 426",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: c2hvcnQ=, 400",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, X: y, 400",
        "Host: twin.test, X: y, 400",
        "GET /ws HTTP/1.1, POST /ws HTTP/1.1, 405",
        "GET /ws HTTP/1.1, GET /ws HTTP/1.0, 400"
    })
    void refuses_what_is_no_handshake(String line, String instead, int status) throws Exception {
        String request =
                "GET /ws HTTP/1.1\r\nHost: twin.test\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                        + "Sec-WebSocket-Key: " + Socket.KEY + "\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer "
                        + token
                        + "\r\n\r\n";
        assertThat(request).contains(line);
        try (Socket socket = new Socket(twin)) {
            socket.write(request.replace(line, instead));
            assertThat(socket.head().status()).isEqualTo(status);
            if (instead.contains("Version")) {
                assertThat(socket.head().all("Sec-WebSocket-Version")).containsExactly("13");
            }
        }
    }

    @Test
    void answers_pings_echoes_and_mistakes() throws Exception {
        try (Socket socket = opened()) {
            socket.text("{\"type\":\"ping\",\"id\":7}");
            assertThat(socket.message()).isEqualTo(json("{'type':'pong','id':7}"));
            socket.text("{\"type\":\"echo\",\"id\":\"a\",\"payload\":{\"x\":[1,2]}}");
            assertThat(socket.message()).isEqualTo(json("{'type':'echo','id':'a','payload':{'x':[1,2]}}"));
            socket.frame(0x80 | Socket.PING, new byte[] {5, 6});
            Socket.Frame pong = socket.next();
            assertThat(pong.opcode()).isEqualTo(Socket.PONG);
            assertThat(pong.payload()).containsExactly(5, 6);
            socket.text("{nonsense");
            assertThat(socket.message().path("code").asText()).isEqualTo("BAD_JSON");
            socket.text("{\"type\":\"dance\"}");
            assertThat(socket.message().path("code").asText()).isEqualTo("UNKNOWN_TYPE");
            socket.text("{\"type\":\"start_agent\",\"run_id\":\"r\"}");
            assertThat(socket.message().path("code").asText()).isEqualTo("BAD_REQUEST");
        }
    }

    @Test
    void reassembles_fragments_with_a_ping_between_them() throws Exception {
        try (Socket socket = opened()) {
            socket.frame(Socket.TEXT, "{\"type\":\"ping\",".getBytes(StandardCharsets.UTF_8));
            socket.frame(0x80 | Socket.PING, new byte[] {1});
            socket.frame(0x80, "\"id\":1}".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.next().opcode()).isEqualTo(Socket.PONG);
            assertThat(socket.message()).isEqualTo(json("{'type':'pong','id':1}"));
        }
    }

    @Test
    void closes_with_the_code_that_the_mistake_calls_for() throws Exception {
        assertThat(closeCodeAfter(0x80 | Socket.BINARY, new byte[] {1})).isEqualTo(1003);
        assertThat(closeCodeAfter(0x80 | Socket.TEXT, new byte[70_000])).isEqualTo(1009);
        assertThat(closeCodeAfter(0x80 | Socket.TEXT, new byte[] {(byte) 0xC3, 0x28}))
                .isEqualTo(1007);
        assertThat(closeCodeAfter(0xC0 | Socket.TEXT, new byte[] {'{', '}'})).isEqualTo(1002);
        assertThat(closeCodeAfter(0x80 | 3, new byte[] {1})).isEqualTo(1002);
        assertThat(closeCodeAfter(0x80 | Socket.CLOSE, new byte[] {0x03, (byte) 0xE8}))
                .isEqualTo(1000);
        assertThat(closeCodeAfter(0x80 | Socket.CLOSE, new byte[] {0x0F, (byte) 0xA0}))
                .isEqualTo(4000);
        assertThat(closeCodeAfter(0x80 | Socket.CLOSE, new byte[0])).isEqualTo(-1);
    }

    @Test
    void fragments_that_add_up_to_too_much_are_1009() throws Exception {
        try (Socket socket = opened()) {
            socket.frame(Socket.TEXT, new byte[40_000]);
            socket.frame(0x80, new byte[40_000]);
            assertThat(socket.next().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void an_agent_run_is_five_events_in_order_with_the_nonce_in_the_result() throws Exception {
        try (Socket socket = opened()) {
            socket.text(
                    "{\"type\":\"start_agent\",\"run_id\":\"run-1\",\"message\":\"one two three\",\"nonce\":\"n-9\"}");
            List<JsonNode> events = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                events.add(socket.message());
            }
            assertThat(events)
                    .extracting(event -> event.path("type").asText())
                    .containsExactly(
                            "agent_started", "agent_thinking", "tool_executing", "tool_completed", "agent_completed");
            assertThat(events).extracting(event -> event.path("seq").asInt()).containsExactly(1, 2, 3, 4, 5);
            assertThat(events).allSatisfy(event -> {
                assertThat(event.path("run_id").asText()).isEqualTo("run-1");
                assertThat(event.path("user").asText()).isEqualTo("user-ada");
            });
            assertThat(events.get(4).at("/data/result").asText()).isEqualTo("three two one #n-9");
        }
    }

    @Test
    void the_jdks_client_opens_talks_and_closes() throws Exception {
        CompletableFuture<String> pong = new CompletableFuture<>();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket = Client.http()
                .newWebSocketBuilder()
                .subprotocols("harbour.v1", "jwt." + token)
                .buildAsync(twin.webSocket(), new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
                        if (text.toString().contains("pong")) {
                            pong.complete(text.toString());
                        }
                        webSocket.request(1);
                        return CompletableFuture.completedStage(null);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                        closed.complete(code);
                        return CompletableFuture.completedStage(null);
                    }
                })
                .get(5, TimeUnit.SECONDS);
        assertThat(socket.getSubprotocol()).isEqualTo("harbour.v1");
        socket.sendText("{\"type\":\"ping\",\"id\":1}", true).get(5, TimeUnit.SECONDS);
        assertThat(pong.get(5, TimeUnit.SECONDS)).isEqualTo("{\"type\":\"pong\",\"id\":1}");
        socket.sendClose(1000, "").get(5, TimeUnit.SECONDS);
        assertThat(closed.get(5, TimeUnit.SECONDS)).isEqualTo(1000);
    }

    @Test
    void holds_many_sockets_at_once() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                Socket socket = opened();
                sockets.add(socket);
            }
            assertThat(twin.openConnections()).isGreaterThanOrEqualTo(500);
            for (int i = 0; i < sockets.size(); i++) {
                sockets.get(i).text("{\"type\":\"ping\",\"id\":" + i + "}");
            }
            for (int i = 0; i < sockets.size(); i++) {
                assertThat(sockets.get(i).message().path("id").asInt()).isEqualTo(i);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private static int closeCodeAfter(int firstByte, byte[] payload) throws Exception {
        try (Socket socket = opened()) {
            socket.frame(firstByte, payload);
            Socket.Frame close = socket.next();
            assertThat(close.opcode()).isEqualTo(Socket.CLOSE);
            socket.frame(0x80 | Socket.CLOSE, close.payload());
            assertThat(socket.ended()).isTrue();
            return close.closeCode();
        }
    }

    private static Socket opened() throws Exception {
        Socket socket = Socket.open(twin, "Authorization: Bearer " + token);
        assertThat(socket.message().path("type").asText()).isEqualTo("connected");
        return socket;
    }

    private static JsonNode json(String text) throws Exception {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
