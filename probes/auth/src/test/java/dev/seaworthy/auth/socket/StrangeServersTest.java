package dev.seaworthy.auth.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.auth.AuthProbeFactory;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.config.Targets;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import dev.seaworthy.twin.TwinSettings;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** WebSocket servers that answer 101 to everybody, and what becomes of it. */
class StrangeServersTest {
    private static final String ECHO =
            "echo: {send: {id: \"{nonce}\"}, expect: {pointer: /type, value: echo}, nonce: /id}";
    private static final String HEADER = """
            auth:
              identity: user
              routes: [profile]
              signing-key: signer
              websocket: {%s}
            """.formatted(ECHO);
    private static final String FIRST_MESSAGE = """
            auth:
              identity: user
              routes: [profile]
              websocket:
                carriers: [{in: message, send: {authenticate: "{token}"}}]
                first-message-within: 200ms
                %s
            """.formatted(ECHO);

    @Test
    void a_socket_that_is_closed_before_it_answers_is_refused_late() throws Exception {
        FirstToken valid = new FirstToken();
        try (SocketPeer peer = new SocketPeer(conversation -> {
            if (valid.isSameAsFirst(conversation.head())) {
                echo(conversation);
            } else {
                conversation.close(1008);
            }
        })) {
            Finding finding = find("auth.ws.forged", HEADER, peer.uri());

            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.PASS);
            assertThat(finding.reason()).contains("only after the handshake");
        }
    }

    @Test
    void a_socket_that_opens_and_says_nothing_proves_nothing() throws Exception {
        FirstToken valid = new FirstToken();
        try (SocketPeer peer = new SocketPeer(conversation -> {
            if (valid.isSameAsFirst(conversation.head())) {
                echo(conversation);
            } else {
                while (!conversation.next(10_000).isEmpty()) {
                    // Says nothing, and stays.
                }
            }
        })) {
            Finding finding = find("auth.ws.forged", HEADER, peer.uri());

            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.UNPROVEN);
            assertThat(finding.reason()).contains("opened with 101, and no message was answered");
        }
    }

    @Test
    void where_nobody_needs_a_token_nothing_can_be_told_apart() throws Exception {
        try (SocketPeer peer = new SocketPeer(StrangeServersTest::echo)) {
            Finding finding = find("auth.ws.forged", HEADER, peer.uri());

            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.SKIPPED);
            assertThat(finding.reason()).startsWith("precondition: ").contains("ws.auth.required");
        }
    }

    @Test
    void a_first_message_with_a_token_opens_and_who_says_nothing_is_closed() throws Exception {
        try (SocketPeer peer = new SocketPeer(conversation -> {
            if (conversation.next(100).contains("authenticate")) {
                echo(conversation);
            } else {
                conversation.close(4401);
            }
        })) {
            Finding finding = find("auth.ws.first-message", FIRST_MESSAGE, peer.uri());

            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.PASS);
        }
    }

    @Test
    void an_answer_before_the_first_message_refutes() throws Exception {
        try (SocketPeer peer = new SocketPeer(StrangeServersTest::echo)) {
            Finding finding = find("auth.ws.first-message", FIRST_MESSAGE, peer.uri());

            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
            assertThat(finding.reason()).contains("before the one that carries the token");
        }
    }

    @Test
    void a_socket_that_stays_open_without_a_token_refutes() throws Exception {
        try (SocketPeer peer = new SocketPeer(conversation -> {
            String first = conversation.next(20_000);
            if (first.contains("authenticate")) {
                echo(conversation);
            } else if (!first.isEmpty()) {
                conversation.close(4401);
            }
        })) {
            Finding finding = find("auth.ws.first-message", FIRST_MESSAGE, peer.uri());

            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
            assertThat(finding.reason()).contains("10 of 10 sockets that never showed a token are open");
        }
    }

    @Test
    void the_sibling_without_tls_is_on_port_80_unless_a_port_is_given() {
        assertThat(PlaintextStep.sibling(URI.create("wss://staging.example/ws?v=1")))
                .isEqualTo(URI.create("ws://staging.example:80/ws?v=1"));
        assertThat(PlaintextStep.sibling(URI.create("wss://staging.example:8443/ws")))
                .isEqualTo(URI.create("ws://staging.example:8443/ws"));
    }

    private static void echo(SocketPeer.Conversation conversation) throws IOException {
        for (String text = conversation.next(10_000); !text.isEmpty(); text = conversation.next(10_000)) {
            String id = Door.read(text).path("id").asText("");
            if (!id.isEmpty()) {
                conversation.say("{\"type\": \"echo\", \"id\": \"" + id + "\"}");
            }
        }
    }

    /** The twin signs users in; the socket is the peer's. */
    private static Finding find(String id, String block, URI socket) throws Exception {
        try (TwinEnvironment twin = TwinEnvironment.start(TwinSettings.defaults(), block)) {
            Environment contract = twin.environment();
            Targets targets = new Targets(
                    contract.targets().http(), socket, contract.targets().auth(), null);
            Environment environment = new Environment(
                    contract.name(),
                    contract.description(),
                    targets,
                    contract.identities(),
                    contract.operations(),
                    contract.probes(),
                    contract.load(),
                    contract.objectives(),
                    contract.journeys(),
                    contract.rails());
            Reach reach = twin.reach();
            Reach wider = new Reach(
                    AllowList.of(targets.all()),
                    reach.budget(),
                    reach.vault(),
                    reach.time(),
                    reach.runId(),
                    reach.connectTimeout(),
                    reach.answerTimeout(),
                    null);
            AuthProbeFactory factory = new AuthProbeFactory();
            try (Probe probe =
                    factory.open(twin.settings(factory), new Surroundings(environment, twin.credentials(), wider, 1))) {
                for (Check check : probe.checks()) {
                    if (check.card().id().equals(id)) {
                        return check.run();
                    }
                }
            }
        }
        throw new AssertionError("no check is named " + id);
    }

    /** The control comes first: whatever differs from its token is none. */
    private static final class FirstToken {
        private final AtomicReference<String> first = new AtomicReference<>();

        boolean isSameAsFirst(String head) {
            String token = head.contains("Bearer ") ? head.replaceFirst("(?s).*Bearer ([^\\r]*)\\r.*", "$1") : "";
            first.compareAndSet(null, token);
            return token.equals(first.get());
        }
    }
}
