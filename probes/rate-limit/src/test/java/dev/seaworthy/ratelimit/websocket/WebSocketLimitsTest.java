package dev.seaworthy.ratelimit.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.ratelimit.identify.Identification;
import dev.seaworthy.ratelimit.identify.Inquiry;
import dev.seaworthy.ratelimit.session.Deciding;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Plan;
import dev.seaworthy.ratelimit.session.Session;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.session.Stopped;
import dev.seaworthy.wire.WebSocketRequest;
import dev.seaworthy.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits of real WebSockets on loopback; their windows are short. */
class WebSocketLimitsTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Pattern ERROR = Pattern.compile("\"error\"");

    @Test
    void counts_connections_that_may_be_open_at_once() throws Exception {
        WebSocketLimits found = tried(Houses.capped(3, true), WebSocketLimitsTest::connections);

        assertThat(found.connections())
                .contains(new ConnectionLimit(
                        3, ConnectionLimit.Kind.CONCURRENT, ConnectionLimit.Scope.TOKEN, "STATUS_429"));
        assertThat(found.section().lines().get(0).content())
                .isEqualTo("3 at once for each caller, more are refused with status 429");
        assertThat(found.section().json().at("/websocket/connectionCap").asInt())
                .isEqualTo(3);
        assertThat(found.section().json().at("/websocket/messageScope").isNull())
                .as("not tried")
                .isTrue();
    }

    @Test
    void sees_that_a_cap_holds_for_all() throws Exception {
        WebSocketLimits found = tried(Houses.capped(5, false), WebSocketLimitsTest::connections);

        assertThat(found.connections())
                .contains(new ConnectionLimit(
                        5, ConnectionLimit.Kind.CONCURRENT, ConnectionLimit.Scope.ALL, "STATUS_429"));
    }

    @Test
    void tells_a_rate_of_opening_from_a_cap() throws Exception {
        Deciding opening = Deciding.firstHitWindow(6, 60_000);
        WebSocketLimits found = tried(
                token -> opening.admits(System.nanoTime()) ? Houses.echoing() : null, WebSocketLimitsTest::connections);

        assertThat(found.connections())
                .contains(new ConnectionLimit(6, ConnectionLimit.Kind.RATE, ConnectionLimit.Scope.ALL, "STATUS_429"));
    }

    @Test
    void sees_a_close_instead_of_a_status() throws Exception {
        AtomicInteger open = new AtomicInteger();
        WebSocketLimits found = tried(
                new TalkServer.House() {
                    @Override
                    public TalkServer.Talk enter(String token) {
                        return open.incrementAndGet() > 2 ? turnedAway() : Houses.echoing();
                    }

                    @Override
                    public void left(String token) {
                        open.decrementAndGet();
                    }
                },
                WebSocketLimitsTest::connections);

        assertThat(found.connections())
                .contains(new ConnectionLimit(
                        2, ConnectionLimit.Kind.CONCURRENT, ConnectionLimit.Scope.ALL, "CLOSE_1013"));
    }

    private static TalkServer.Talk turnedAway() {
        return new TalkServer.Talk() {
            @Override
            public void begin(TalkServer.Peer peer) throws IOException {
                peer.closeWith(1013);
            }

            @Override
            public void on(TalkServer.Peer peer, String message) {}
        };
    }

    @Test
    void takes_a_connection_that_is_not_opened_for_no_message_that_is_refused() throws Exception {
        TalkServer.House one = Houses.capped(1, true);
        TalkServer.House limited = Houses.perConnection(() -> Deciding.firstHitWindow(4, 60_000), Houses.BY_ERROR);
        WebSocketLimits found = tried(
                new TalkServer.House() {
                    @Override
                    public TalkServer.@Nullable Talk enter(String token) {
                        return one.enter(token) == null ? null : limited.enter(token);
                    }

                    @Override
                    public void left(String token) {
                        one.left(token);
                    }
                },
                talking -> {
                    // The own connection is there first, and leaves no room for a second.
                    talking.session().enter(Stage.EXPERIMENT);
                    try {
                        talking.session().volley(1);
                    } catch (Stopped e) {
                        throw new AssertionError(e);
                    }
                    messages(talking);
                });

        assertThat(found.messages().orElseThrow().scope()).isEqualTo(MessageLimit.Scope.UNKNOWN);
        assertThat(found.messages().orElseThrow().overLimit()).isEqualTo("ERROR");
    }

    @Test
    void claims_nothing_where_nothing_is_limited() throws Exception {
        WebSocketLimits connections = tried(Houses.unlimited(), WebSocketLimitsTest::connections);
        WebSocketLimits messages = tried(Houses.unlimited(), WebSocketLimitsTest::messages);

        assertThat(connections.connections().orElseThrow().kind()).isEqualTo(ConnectionLimit.Kind.NONE_SEEN);
        assertThat(connections.section().json().at("/websocket/connectionCap").isNull())
                .isTrue();
        assertThat(connections.section().lines().get(0).content()).isEqualTo("16 at once, none was refused");
        assertThat(messages.messages())
                .contains(new MessageLimit(200, MessageLimit.Scope.UNKNOWN, "", Optional.empty()));
        assertThat(messages.section().lines().get(0).content()).isEqualTo("200 in a row, none was refused");
    }

    @Test
    void sees_a_bucket_of_each_connection_that_answers_with_errors() throws Exception {
        WebSocketLimits found = tried(
                Houses.perConnection(() -> Deciding.cellRate(6, 0.5), Houses.BY_ERROR), WebSocketLimitsTest::messages);

        assertThat(found.messages())
                .contains(new MessageLimit(6, MessageLimit.Scope.CONNECTION, "ERROR", Optional.of(true)));
        assertThat(found.section().lines()).anyMatch(line -> line.title().equals("WEAK"));
    }

    @Test
    void sees_a_window_of_each_connection_that_closes() throws Exception {
        WebSocketLimits found = tried(
                Houses.perConnection(() -> Deciding.firstHitWindow(5, 1_000), Houses.BY_CLOSE),
                WebSocketLimitsTest::messages);

        assertThat(found.messages())
                .contains(new MessageLimit(5, MessageLimit.Scope.CONNECTION, "CLOSE_1008", Optional.of(true)));
    }

    @Test
    void sees_a_window_of_each_token_that_drops() throws Exception {
        WebSocketLimits found = tried(
                Houses.perToken(() -> Deciding.firstHitWindow(8, 3_000), Houses.BY_SILENCE),
                WebSocketLimitsTest::messages);

        assertThat(found.messages().orElseThrow().scope()).isEqualTo(MessageLimit.Scope.TOKEN);
        assertThat(found.messages().orElseThrow().overLimit()).isEqualTo("SILENCE");
        assertThat(found.messages().orElseThrow().admitted()).isEqualTo(8);
        assertThat(found.messages().orElseThrow().freshQuotaAfterReconnect()).isNotEqualTo(Optional.of(true));
    }

    @Test
    void sees_a_window_of_each_token_that_closes() throws Exception {
        WebSocketLimits found = tried(
                Houses.perToken(() -> Deciding.firstHitWindow(6, 3_000), Houses.BY_CLOSE),
                WebSocketLimitsTest::messages);

        assertThat(found.messages())
                .contains(new MessageLimit(6, MessageLimit.Scope.TOKEN, "CLOSE_1008", Optional.of(false)));
    }

    @Test
    void sees_a_window_of_all_callers() throws Exception {
        WebSocketLimits found =
                tried(Houses.forAll(Deciding.firstHitWindow(6, 3_000), Houses.BY_ERROR), WebSocketLimitsTest::messages);

        assertThat(found.messages()).contains(new MessageLimit(6, MessageLimit.Scope.ALL, "ERROR", Optional.of(false)));
    }

    @Test
    void sees_that_messages_are_delayed_and_not_refused() throws Exception {
        TalkServer.House slowing = token -> new TalkServer.Talk() {
            private int messages;

            @Override
            public void on(TalkServer.Peer peer, String message) {
                peer.textIn(Duration.ofMillis(++messages > 5 ? 80 : 0), Houses.OK);
            }
        };
        try (TalkServer server = TalkServer.open(slowing)) {
            Journal journal = journal(server, Plan.usual(7).within(40), WebSocketLimitsTest::messages);

            assertThat(MessageScope.judge(journal))
                    .contains(new MessageLimit(13, MessageLimit.Scope.UNKNOWN, "DELAY", Optional.empty()));
        }
    }

    @Test
    void judges_again_what_it_stored() throws Exception {
        try (TalkServer server = TalkServer.open(Houses.capped(3, true))) {
            Journal journal = journal(server, session -> {
                connections(session);
                messages(session);
            });

            assertThat(WebSocketLimits.judge(Journal.read(journal.lines())))
                    .isPresent()
                    .isEqualTo(WebSocketLimits.judge(journal));
            assertThat(String.join("\n", journal.lines())).doesNotContain("first-secret");
        }
    }

    @Test
    void lets_messages_be_inquired_like_requests() throws Exception {
        assertThat(inquired(Houses.perConnection(() -> Deciding.cellRate(6, 0.5), Houses.BY_ERROR)))
                .isEqualTo("6 then MESSAGE");
        assertThat(inquired(Houses.perToken(() -> Deciding.firstHitWindow(7, 2_000), Houses.BY_SILENCE)))
                .isEqualTo("7 then SILENCE");
    }

    /** How many the first burst of an inquiry got through, and what came then. Nothing that a busy machine could change. */
    private static String inquired(TalkServer.House house) throws Exception {
        try (TalkServer server = TalkServer.open(house)) {
            Identification[] done = new Identification[1];
            Journal journal = journal(
                    server, Plan.usual(7).lasting(3), talking -> done[0] = new Inquiry(talking.session()).run());
            assertThat(done[0].enforced()).isTrue();
            int admitted = 0;
            while (journal.entries().get(admitted).answer().admitted()) {
                admitted++;
            }
            return admitted + " then "
                    + journal.entries().get(admitted).answer().sign();
        }
    }

    /** A session on a conversation. */
    private record Talking(Session session, MessageTransport transport) {}

    private interface Trial {
        void run(Talking talking) throws InterruptedException;
    }

    private static void connections(Talking talking) throws InterruptedException {
        new ConnectionTrial(talking.session(), talking.transport()).run();
    }

    private static void messages(Talking talking) throws InterruptedException {
        new MessageScope(talking.session(), talking.transport()).run();
    }

    private static WebSocketLimits tried(TalkServer.House house, Trial trial) throws Exception {
        try (TalkServer server = TalkServer.open(house)) {
            Journal journal = journal(server, trial);
            assertThat(journal.stops()).isEmpty();
            return WebSocketLimits.judge(journal).orElseThrow();
        }
    }

    private static Journal journal(TalkServer server, Trial trial) throws Exception {
        return journal(server, Plan.usual(7), trial);
    }

    private static Journal journal(TalkServer server, Plan plan, Trial trial) throws Exception {
        try (Wire wire = wire(server.uri());
                MessageTransport transport = new MessageTransport(wire, TimeSource.system(), talk(server.uri()))) {
            Session session = new Session(transport, plan);
            trial.run(new Talking(session, transport));
            return session.journal(Map.of());
        }
    }

    private static Conversation talk(URI uri) {
        WebSocketRequest plain = WebSocketRequest.to(uri);
        return Conversation.of(plain.header("Authorization", "Bearer first-secret"), "{\"say\":\"hello\"}")
                .with(plain.header("Authorization", "Bearer second-secret"))
                .refusedBy(ERROR)
                .waiting(SHORT);
    }

    static Wire wire(URI uri) {
        return Wire.open(new Reach(
                AllowList.of(List.of(uri)),
                new RequestBudget(10_000),
                new SecretVault(),
                TimeSource.system(),
                "run-7",
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                null));
    }
}
