package dev.seaworthy.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Servers that answer as the twin never does. */
class FaultyServersTest {
    private static final String[] CLEAN = {
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: {accept}",
        "Sec-WebSocket-Protocol: app.v1"
    };
    private static final String VALID = "a-token-that-this-test-issued-0123456789";

    @Test
    void finds_nothing_wrong_with_a_clean_answer() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(CLEAN)) {
            Finding handshake = open(server, "ws.handshake");
            assertThat(handshake.verdict()).as(handshake.toString()).isEqualTo(Verdict.PASS);
            assertThat(handshake.facts().get("clientsThatFail")).isEqualTo(List.of());
        }
    }

    @Test
    void says_which_clients_open_in_spite_of_a_wrong_accept_value() throws Exception {
        try (ScriptedServer server =
                ScriptedServer.answering(with(3, "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA="))) {
            Finding finding = open(server, "ws.handshake");

            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
            assertThat(finding.reason()).contains("accept wrong");
            assertThat(finding.facts().get("clientsThatOpen")).isEqualTo(List.of("Tomcat 10.1"));
        }
    }

    @Test
    void warns_of_clients_that_a_legal_answer_defeats() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(with(2, "Connection: keep-alive, Upgrade"))) {
            Finding finding = open(server, "ws.handshake");

            assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
            assertThat(String.valueOf(finding.facts().get("clientsThatFail"))).contains("undici", "JDK 17");
        }
    }

    @Test
    void tells_a_refusal_from_a_server_that_sheds() throws Exception {
        try (ScriptedServer upgrade = ScriptedServer.answering("HTTP/1.1 426 Upgrade Required", "Content-Length: 0");
                ScriptedServer busy = ScriptedServer.answering(
                        "HTTP/1.1 503 Service Unavailable", "Retry-After: 1", "Content-Length: 0")) {
            assertThat(open(upgrade, "ws.handshake").verdict()).isEqualTo(Verdict.FAIL);
            assertThat(open(upgrade, "ws.handshake").reason()).contains("stripped Upgrade");
            assertThat(open(busy, "ws.handshake").verdict()).isEqualTo(Verdict.UNPROVEN);
        }
    }

    @Test
    void names_each_kind_of_wrong_selection() throws Exception {
        assertSelection("P1", "X-Nothing: selected");
        assertSelection("P4", "Sec-WebSocket-Protocol: APP.v1");
        assertSelection("P4", "Sec-WebSocket-Protocol: other.v1");
        assertSelection("P5", "Sec-WebSocket-Protocol: app.v1, other");
        assertSelection("P6", "Sec-WebSocket-Protocol: app.v1\r\nSec-WebSocket-Protocol: app.v1");
        assertSelection("P7", "Sec-WebSocket-Protocol:");
    }

    @Test
    void notices_a_name_that_is_selected_whatever_is_offered() throws Exception {
        // The same answer as the clean one, but it also comes when nothing was offered.
        try (ScriptedServer server = ScriptedServer.answering(CLEAN)) {
            Finding finding = open(server, "ws.subprotocol.selected");

            assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(finding.facts()).containsEntry("taxonomy", "P2");
        }
    }

    @Test
    void takes_a_close_with_a_policy_code_for_a_late_refusal() throws Exception {
        for (int code : new int[] {1008, 4401, 3000}) {
            try (ScriptedServer server = ScriptedServer.open(connection -> {
                connection.open();
                if (connection.header("Authorization").equals("Bearer " + VALID)) {
                    connection.echo();
                }
                connection.closeWith(code);
                connection.awaitClose();
            })) {
                Finding finding = admission(server);

                assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.PASS);
                assertThat(finding.reason()).contains("closed with " + code);
            }
        }
    }

    @Test
    void does_not_take_an_open_socket_for_a_service() throws Exception {
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            connection.open();
            if (connection.header("Authorization").equals("Bearer " + VALID)) {
                connection.echo();
            }
            connection.drain();
        })) {
            assertThat(admission(server).verdict()).isEqualTo(Verdict.UNPROVEN);
        }
    }

    @Test
    void refutes_admission_only_where_a_message_is_answered() throws Exception {
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            connection.open();
            connection.echo();
        })) {
            Finding finding = admission(server);

            assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
            assertThat(finding.reason()).startsWith("without a token");
        }
    }

    @Test
    void takes_any_client_error_between_good_controls_for_a_refusal_unless_it_is_about_the_load() throws Exception {
        assertRefusal("HTTP/1.1 400 Bad Request", Verdict.PASS);
        assertRefusal("HTTP/1.1 404 Not Found", Verdict.PASS);
        assertRefusal("HTTP/1.1 429 Too Many Requests", Verdict.UNPROVEN);
        assertRefusal("HTTP/1.1 500 Internal Server Error", Verdict.UNPROVEN);
        assertRefusal("HTTP/1.1 302 Found", Verdict.UNPROVEN);
    }

    @Test
    void takes_connections_for_refused_that_are_dropped_whenever_the_token_is_missing() throws Exception {
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            if (connection.header("Authorization").equals("Bearer " + VALID)) {
                connection.open();
                connection.echo();
                connection.drain();
            }
        })) {
            Finding finding = admission(server);

            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.PASS);
            assertThat(finding.reason()).contains("dropped without an answer, 3 times of 3");
        }
    }

    @Test
    void refutes_admission_where_only_the_first_connection_is_dropped() throws Exception {
        AtomicInteger bare = new AtomicInteger();
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            boolean valid = connection.header("Authorization").equals("Bearer " + VALID);
            if (valid || bare.getAndIncrement() > 0) {
                connection.open();
                connection.echo();
                connection.drain();
            }
        })) {
            assertThat(admission(server).verdict()).isEqualTo(Verdict.FAIL);
        }
    }

    @Test
    void proves_no_admission_where_the_valid_token_is_refused_too() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 403 Forbidden", "Content-Length: 0")) {
            assertThat(admission(server).verdict()).isEqualTo(Verdict.UNPROVEN);
        }
    }

    @Test
    void finds_a_token_that_comes_back_in_any_field() throws Exception {
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            connection.answer(
                    "HTTP/1.1 101 Switching Protocols",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Accept: {accept}",
                    "X-Debug: " + connection.header("Authorization"));
            connection.drain();
        })) {
            Finding finding = run(server, settings("user", null, null), "ws.subprotocol.no-credential-echo");

            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
            finding.exchanges()
                    .forEach(exchange -> assertThat(exchange.received()).doesNotContain(VALID));
        }
    }

    private static void assertRefusal(String line, Verdict verdict) throws Exception {
        try (ScriptedServer server = ScriptedServer.open(connection -> {
            if (connection.header("Authorization").equals("Bearer " + VALID)) {
                connection.open();
                connection.echo();
                connection.drain();
            } else {
                connection.answer(line, "Content-Length: 0");
            }
        })) {
            assertThat(admission(server).verdict()).as(line).isEqualTo(verdict);
        }
    }

    private static void assertSelection(String taxonomy, String line) throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(with(4, line))) {
            Finding finding = open(server, "ws.subprotocol.selected");

            assertThat(finding.verdict()).as(line).isEqualTo(Verdict.FAIL);
            assertThat(finding.facts()).as(line).containsEntry("taxonomy", taxonomy);
            assertThat(finding.reason())
                    .as("what was seen, apart from what it is thought to mean")
                    .doesNotContain(String.valueOf(finding.facts().get("inference")));
            assertThat(String.valueOf(finding.facts().get("clientsThatFail")))
                    .as(line)
                    .contains("Chromium");
        }
    }

    private static String[] with(int index, String line) {
        String[] lines = CLEAN.clone();
        lines[index] = line;
        return lines;
    }

    private static Finding open(ScriptedServer server, String check) throws Exception {
        return run(server, settings(null, "app.v1", null), check);
    }

    private static Finding admission(ScriptedServer server) throws Exception {
        WebSocketSettings.RoundTrip echo = new WebSocketSettings.RoundTrip(
                JsonNodeFactory.instance.objectNode().put("type", "echo").put("id", "{nonce}"),
                new WebSocketSettings.Mark("/type", "echo"),
                "/id");
        return run(server, settings("user", null, echo), "ws.auth.required");
    }

    private static WebSocketSettings settings(
            @Nullable String identity, @Nullable String subprotocol, WebSocketSettings.@Nullable RoundTrip echo) {
        return new WebSocketSettings(identity, subprotocol, null, null, null, echo, null, null, null, null);
    }

    private static Finding run(ScriptedServer server, WebSocketSettings settings, String id) throws Exception {
        try (TwinEnvironment environment = TwinEnvironment.at(server.uri())) {
            Surroundings surroundings = new Surroundings(
                    environment.environment(), new OneToken(environment.vault()), environment.reach(), 1);
            try (Probe probe = new WebSocketProbeFactory().open(settings, surroundings)) {
                Check check = probe.checks().stream()
                        .filter(one -> one.card().id().equals(id))
                        .findFirst()
                        .orElseThrow();
                return check.run();
            }
        }
    }

    /** A source of one credential that asks nobody. */
    private record OneToken(SecretVault vault) implements Credentials {
        @Override
        public List<String> identities() {
            return List.of("user");
        }

        @Override
        public int accounts(String identity) {
            return 1;
        }

        @Override
        public CompletableFuture<Credential> obtain(String identity, long account) {
            return CompletableFuture.completedFuture(new Credential(
                    identity,
                    "somebody",
                    Credential.Origin.STATIC_TOKEN,
                    vault.keep(VALID),
                    Optional.empty(),
                    Optional.empty(),
                    List.of()));
        }
    }
}
