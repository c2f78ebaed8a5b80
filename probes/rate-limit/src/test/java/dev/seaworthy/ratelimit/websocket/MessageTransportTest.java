package dev.seaworthy.ratelimit.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.delay.DelayTrial;
import dev.seaworthy.ratelimit.delay.Pacing;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Answer.Outcome;
import dev.seaworthy.ratelimit.session.Answer.Sign;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Variation;
import dev.seaworthy.wire.WebSocketRequest;
import dev.seaworthy.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One message as one request, on servers of all manners. */
class MessageTransportTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void matches_replies_in_order() throws Exception {
        Deciding limiter = Deciding.firstHitWindow(5, 60_000);
        List<Answer> answers = volley(Houses.perConnection(() -> limiter, Houses.BY_ERROR), "hello", LONG, 8);

        assertThat(answers)
                .extracting(Answer::outcome)
                .startsWith(Collections.nCopies(5, Outcome.ADMITTED).toArray(Outcome[]::new))
                .endsWith(Collections.nCopies(3, Outcome.REFUSED).toArray(Outcome[]::new));
        assertThat(answers).allMatch(answer -> answer.doneNanos() >= answer.sentNanos());
    }

    @Test
    void keeps_the_conversation_as_evidence_of_the_first_refusal() throws Exception {
        List<Answer> answers = volley(Houses.perConnection(() -> nanos -> false, Houses.BY_ERROR), "hello", LONG, 2);

        Exchange evidence = Objects.requireNonNull(answers.get(0).exchange());
        assertThat(evidence.sent()).contains("hello");
        assertThat(evidence.received()).contains("rate");
        assertThat(answers.get(1).exchange()).isNull();
    }

    @Test
    void takes_silence_after_the_last_reply_for_a_refusal() throws Exception {
        Deciding limiter = Deciding.firstHitWindow(3, 60_000);
        List<Answer> answers = volley(Houses.perConnection(() -> limiter, Houses.BY_SILENCE), "hello", SHORT, 5);

        assertThat(answers)
                .extracting(Answer::sign)
                .containsExactly(Sign.MESSAGE, Sign.MESSAGE, Sign.MESSAGE, Sign.SILENCE, Sign.SILENCE);
        assertThat(answers.get(4).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void waits_for_what_waits_in_line_as_long_as_the_line_moves() throws Exception {
        List<Answer> answers = volley(token -> inLine(SHORT.dividedBy(10), SHORT.dividedBy(10)), "hello", SHORT, 20);

        assertThat(answers).as("the last one waits longer than patience lasts").allMatch(Answer::admitted);
        assertThat(answers.get(19).latency()).isGreaterThan(answers.get(0).latency());
    }

    @Test
    void opens_again_after_a_close() throws Exception {
        TalkServer.House house = Houses.perConnection(() -> Deciding.firstHitWindow(2, 60_000), Houses.BY_CLOSE);
        try (TalkServer server = TalkServer.open(house);
                Wire wire = WebSocketLimitsTest.wire(server.uri());
                MessageTransport transport = transport(wire, server, "hello", LONG)) {
            List<Answer> first = transport.volley(Collections.nCopies(4, Variation.CONTROL));
            List<Answer> second = transport.volley(Collections.nCopies(2, Variation.CONTROL));

            assertThat(first).extracting(Answer::admitted).containsExactly(true, true, false, false);
            assertThat(first.get(2).sign()).isEqualTo(Sign.CLOSE);
            assertThat(first.get(2).status()).isEqualTo(1008);
            assertThat(second).allMatch(Answer::admitted);
        }
    }

    @Test
    void blames_no_limiter_for_a_server_in_trouble() throws Exception {
        List<Answer> trouble = volley(token -> (peer, message) -> peer.closeWith(1011), "hello", LONG, 1);
        List<Answer> dropped = volley(
                token -> (peer, message) -> {
                    throw new IOException("gone");
                },
                "hello",
                LONG,
                1);

        assertThat(trouble.get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(trouble.get(0).text()).isEqualTo("close code 1011");
        assertThat(dropped.get(0).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(dropped.get(0).sign()).isEqualTo(Sign.CONNECTION);
    }

    @Test
    void tells_back_pressure_from_silence() throws Exception {
        TalkServer.House deaf = token -> new TalkServer.Talk() {
            @Override
            public boolean reads() {
                return false;
            }

            @Override
            public void on(TalkServer.Peer peer, String message) {}
        };

        assertThat(volley(deaf, "x".repeat(12_000_000), SHORT, 1).get(0).outcome())
                .as("more than the buffers between take")
                .isEqualTo(Outcome.FAILED);
        assertThat(volley(deaf, "x", SHORT, 1).get(0).outcome())
                .as("sent, and never answered")
                .isEqualTo(Outcome.REFUSED);
    }

    @Test
    void knows_replies_by_what_they_repeat_and_ignores_the_rest() throws Exception {
        TalkServer.House late = token -> new TalkServer.Talk() {
            private String before = "";

            @Override
            public void begin(TalkServer.Peer peer) throws IOException {
                peer.text("welcome");
            }

            @Override
            public void on(TalkServer.Peer peer, String message) throws IOException {
                if (before.isEmpty()) {
                    before = message;
                    return;
                }
                peer.text("for " + before);
                peer.text("tick");
                before = message;
            }
        };
        try (TalkServer server = TalkServer.open(late);
                Wire wire = WebSocketLimitsTest.wire(server.uri());
                MessageTransport transport = transport(wire, server, "say " + Conversation.ID, SHORT)) {
            Answer first = transport.volley(List.of(Variation.CONTROL)).get(0);
            Answer second = transport.volley(List.of(Variation.CONTROL)).get(0);

            assertThat(first.sign()).isEqualTo(Sign.SILENCE);
            assertThat(second.sign())
                    .as("the reply to the first is none to the second")
                    .isEqualTo(Sign.SILENCE);
        }
    }

    @Test
    void does_not_send_what_no_message_can_be() throws Exception {
        try (TalkServer server = TalkServer.open(Houses.unlimited());
                Wire wire = WebSocketLimitsTest.wire(server.uri());
                MessageTransport transport = transport(wire, server, "hello", LONG)) {
            assertThatThrownBy(() -> transport.volley(List.of(Variation.method("HEAD"))))
                    .hasMessage("no message varies as HEAD does");
            assertThatThrownBy(() -> transport.volley(List.of(Variation.of("nobody", Variation.NOBODY, 0))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void ends_where_nothing_listens() throws Exception {
        TalkServer gone = TalkServer.open(Houses.unlimited());
        gone.close();
        try (Wire wire = WebSocketLimitsTest.wire(gone.uri());
                MessageTransport transport = transport(wire, gone, "hello", SHORT)) {
            Session messages = new Session(transport, Plan.usual(7));
            new MessageScope(messages, transport).run();
            Session connections = new Session(transport, Plan.usual(7));
            new ConnectionTrial(connections, transport).run();

            assertThat(messages.journal(Map.of()).stops().get(Stage.CONNECTIONS))
                    .contains("no connection");
            assertThat(connections.journal(Map.of()).stops().get(Stage.CONNECTIONS))
                    .isEqualTo("the first connection was refused already");
        }
    }

    @Test
    void sees_a_line_of_messages() throws Exception {
        TalkServer.House paced = token -> inLine(Duration.ZERO, Duration.ofMillis(50));
        try (TalkServer server = TalkServer.open(paced);
                Wire wire = WebSocketLimitsTest.wire(server.uri());
                MessageTransport transport = transport(wire, server, "hello", LONG)) {
            Session session = new Session(transport, Plan.usual(7));
            new DelayTrial(session).run();

            Pacing found = DelayTrial.judge(session.journal(Map.of())).orElseThrow();

            assertThat(found).isInstanceOf(Pacing.Queue.class);
        }
    }

    private static List<Answer> volley(TalkServer.House house, String message, Duration patience, int requests)
            throws Exception {
        try (TalkServer server = TalkServer.open(house);
                Wire wire = WebSocketLimitsTest.wire(server.uri());
                MessageTransport transport = transport(wire, server, message, patience)) {
            return transport.volley(Collections.nCopies(requests, Variation.CONTROL));
        }
    }

    private static MessageTransport transport(Wire wire, TalkServer server, String message, Duration patience) {
        Conversation talk = Conversation.of(WebSocketRequest.to(server.uri()), message)
                .refusedBy(Pattern.compile("error"))
                .waiting(patience);
        return new MessageTransport(wire, TimeSource.system(), talk);
    }

    /** Answers in line: the first after {@code first}, each further one so long after the one before it, or after it is there. */
    private static TalkServer.Talk inLine(Duration first, Duration gap) {
        return new TalkServer.Talk() {
            private long free;
            private boolean begun;

            @Override
            public void on(TalkServer.Peer peer, String message) {
                long now = System.nanoTime();
                free = begun ? Math.max(now, free + gap.toNanos()) : now + first.toNanos();
                begun = true;
                peer.textIn(Duration.ofNanos(free - now), Houses.OK);
            }
        };
    }
}
