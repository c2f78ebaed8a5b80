package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FaultTest {
    @Test
    void a_healthy_twin_shows_no_defect() throws Exception {
        assertThat(shown(Set.of())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("demonstrated")
    void each_fault_shows_its_own_defect_and_no_other(Fault fault) throws Exception {
        assertThat(shown(Set.of(fault))).isEqualTo(Set.of(fault));
    }

    /** The others are shown by a test with a clock of its own, or by the tests of the probe that finds them. */
    static Set<Fault> demonstrated() {
        return demonstrations().keySet();
    }

    @Test
    void slow_answers_after_400_ms_and_not_before() {
        EmbeddedChannel healthy = http(Set.of());
        ask(healthy);
        assertThat(status(healthy)).isEqualTo(200);
        EmbeddedChannel slow = http(Set.of(Fault.SLOW));
        ask(slow);
        slow.advanceTimeBy(399, TimeUnit.MILLISECONDS);
        slow.runScheduledPendingTasks();
        assertThat(slow.outboundMessages()).isEmpty();
        slow.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        slow.runScheduledPendingTasks();
        assertThat(status(slow)).isEqualTo(200);
        assertThat(healthy.finishAndReleaseAll()).isFalse();
        assertThat(slow.finishAndReleaseAll()).isFalse();
    }

    @Test
    void a_socket_is_dropped_after_one_second_with_the_fault_and_never_without() {
        EmbeddedChannel healthy = socket(Set.of());
        healthy.advanceTimeBy(1, TimeUnit.HOURS);
        healthy.runScheduledPendingTasks();
        assertThat(healthy.isOpen()).isTrue();
        EmbeddedChannel dropping = socket(Set.of(Fault.WS_DROPS_IDLE));
        dropping.advanceTimeBy(999, TimeUnit.MILLISECONDS);
        dropping.runScheduledPendingTasks();
        assertThat(dropping.isOpen()).isTrue();
        dropping.advanceTimeBy(1, TimeUnit.MILLISECONDS);
        dropping.runScheduledPendingTasks();
        assertThat(dropping.isOpen()).isFalse();
        assertThat(dropping.outboundMessages())
                .as("the greeting, and no close frame")
                .hasSize(1);
        healthy.finishAndReleaseAll();
        dropping.finishAndReleaseAll();
    }

    @Test
    void faults_are_found_by_name_and_a_slip_of_the_pen_is_met_with_the_nearest() {
        for (Fault fault : Fault.values()) {
            assertThat(Fault.of(fault.id())).isEqualTo(fault);
            assertThat(fault.id())
                    .isEqualTo(fault.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            assertThat(fault.defect()).endsWith(".");
        }
        assertThatThrownBy(() -> Fault.of("subprotocol-eco"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no fault is named 'subprotocol-eco'; the nearest is 'subprotocol-echo'");
    }

    /** The defects that a twin with these faults shows on the wire. */
    private static Set<Fault> shown(Set<Fault> faults) throws Exception {
        Map<Fault, Demonstration> demonstrations = demonstrations();
        Set<Fault> shown = EnumSet.noneOf(Fault.class);
        ExecutorService threads = Executors.newFixedThreadPool(demonstrations.size());
        try (Twin twin = Twin.start(TwinSettings.defaults().withFaults(faults))) {
            Map<Fault, Future<Boolean>> running = new EnumMap<>(Fault.class);
            demonstrations.forEach(
                    (fault, demonstration) -> running.put(fault, threads.submit(() -> demonstration.shows(twin))));
            for (Map.Entry<Fault, Future<Boolean>> entry : running.entrySet()) {
                if (entry.getValue().get(20, TimeUnit.SECONDS)) {
                    shown.add(entry.getKey());
                }
            }
        } finally {
            threads.shutdownNow();
        }
        return shown;
    }

    private static Map<Fault, Demonstration> demonstrations() {
        Map<Fault, Demonstration> all = new EnumMap<>(Fault.class);
        all.put(Fault.SUBPROTOCOL_TRANSFORM, twin -> selected(twin).equals(List.of("jwt-auth")));
        all.put(Fault.SUBPROTOCOL_ECHO, twin -> selected(twin).stream().anyMatch(name -> name.startsWith("jwt.")));
        all.put(Fault.SUBPROTOCOL_SILENT, twin -> selected(twin).isEmpty());
        all.put(Fault.CLOSE_BEFORE_ACCEPT, twin -> handshakeStatus(twin, bearer(twin)) == 403);
        all.put(
                Fault.WS_UNAUTHENTICATED,
                twin -> handshakeStatus(twin) == 101 && handshakeStatus(twin, "Authorization: Bearer junk") == 101);
        all.put(
                Fault.BYPASS_HEADER,
                twin -> status(twin, "X-E2E-Test", "true") == 200
                        && status(twin, "X-Other", "true") == 401
                        && handshakeStatus(twin, "X-E2E-Test: true") == 101);
        all.put(Fault.EXPIRED_ACCEPTED, twin -> profile(twin, Mint.token(twin, "exp", Mint.inSeconds(-60))) == 200);
        all.put(Fault.LOGOUT_IGNORED, FaultTest::survivesLogout);
        all.put(Fault.LIMITER_UNMOUNTED, twin -> refusals(twin, "linus", 60) == 0);
        all.put(Fault.LIMIT_HALVED, twin -> refusals(twin, "grace", 20) > 0);
        all.put(Fault.CANNED_AGENTS, FaultTest::agentForgetsTheNonce);
        all.put(
                Fault.FAILURES_AS_200,
                twin -> new Client(twin)
                                .post(
                                        "/api/agents/execute",
                                        Mint.token(twin),
                                        Map.of("agent", "nobody", "message", "x"))
                                .status()
                        == 200);
        all.put(
                Fault.EVENT_MISSING,
                twin -> events(twin).stream()
                                .filter(event -> event.path("run_id").asText().equals("mine"))
                                .count()
                        == 4);
        all.put(
                Fault.EVENT_FOREIGN,
                twin -> events(twin).stream()
                        .anyMatch(event -> !event.path("run_id").asText().equals("mine")
                                && !event.path("user").asText().equals("user-ada")));
        all.put(
                Fault.HEALTH_CACHED,
                twin -> new Client(twin)
                        .get("/health/ready")
                        .at("/checks")
                        .equals(new Client(twin).get("/health/ready").at("/checks")));
        all.put(Fault.DEPENDENCY_DOWN, FaultTest::analyticsDown);
        all.put(Fault.SIGNATURE_UNCHECKED, twin -> profile(twin, Mint.token("k".repeat(40))) == 200);
        all.put(Fault.GARBAGE_ACCEPTED, twin -> profile(twin, "a-long-text.that-is-no-token") == 200);
        all.put(Fault.REFRESH_REUSE, FaultTest::refreshesTwice);
        all.put(
                Fault.RESTARTING,
                twin -> !new Client(twin)
                        .get("/health")
                        .text("/build")
                        .equals(new Client(twin).get("/health").text("/build")));
        all.put(
                Fault.DISCOVERY_EMPTY,
                twin -> new Client(twin)
                        .get("/api/agents", Mint.token(twin))
                        .at("/agents")
                        .isEmpty());
        all.put(Fault.WS_NO_PONG, FaultTest::pingsGoUnanswered);
        all.put(Fault.LOGIN_BROKEN, twin -> new Client(twin).login(Client.ADA).status() == 500);
        all.put(
                Fault.PROFILE_OPEN,
                twin -> new Client(twin).get("/api/profile").status() == 200 && profile(twin, "junk") == 401);
        return all;
    }

    private static List<String> selected(Twin twin) throws Exception {
        try (Socket socket = Socket.open(twin, "Sec-WebSocket-Protocol: harbour.v1, jwt." + Mint.token(twin))) {
            return socket.head().status() == 101
                    ? socket.head().all("Sec-WebSocket-Protocol")
                    : List.of("not opened: " + socket.head().statusLine());
        }
    }

    private static int handshakeStatus(Twin twin, String... lines) throws Exception {
        try (Socket socket = Socket.open(twin, lines)) {
            return socket.head().status();
        }
    }

    private static String bearer(Twin twin) {
        return "Authorization: Bearer " + Mint.token(twin);
    }

    private static int status(Twin twin, String... headers) throws Exception {
        return new Client(twin).send("GET", "/api/profile", "", headers).status();
    }

    private static int profile(Twin twin, String token) throws Exception {
        return new Client(twin).get("/api/profile", token).status();
    }

    private static boolean survivesLogout(Twin twin) throws Exception {
        Client.Reply login = new Client(twin).login(Client.ADA);
        if (login.status() != 200) {
            return false;
        }
        String token = login.text("/access_token");
        assertThat(new Client(twin).post("/auth/logout", token, Map.of()).status())
                .isEqualTo(200);
        return profile(twin, token) == 200;
    }

    private static boolean refreshesTwice(Twin twin) throws Exception {
        Client.Reply login = new Client(twin).login(Client.ADA);
        if (login.status() != 200) {
            return false;
        }
        Map<String, String> body = Map.of("refresh_token", login.text("/refresh_token"));
        assertThat(new Client(twin).post("/auth/refresh", "", body).status()).isEqualTo(200);
        return new Client(twin).post("/auth/refresh", "", body).status() == 200;
    }

    /** How many of these requests, sent at once, are refused. */
    private static int refusals(Twin twin, String name, int requests) throws Exception {
        String token = Mint.token(twin, "sub", "user-" + name);
        ExecutorService threads = Executors.newFixedThreadPool(requests);
        try {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                statuses.add(threads.submit(
                        () -> new Client(twin).get("/api/search?q=x", token).status()));
            }
            int refused = 0;
            for (Future<Integer> status : statuses) {
                refused += status.get() == 429 ? 1 : 0;
            }
            return refused;
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean agentForgetsTheNonce(Twin twin) throws Exception {
        Client.Reply reply = new Client(twin)
                .post(
                        "/api/agents/execute",
                        Mint.token(twin),
                        Map.of("agent", "count", "message", "a b", "nonce", "n-1"));
        return reply.status() == 200 && !reply.text("/response").contains("n-1");
    }

    private static boolean analyticsDown(Twin twin) throws Exception {
        Client.Reply reply = new Client(twin).get("/health/ready");
        return reply.status() == 503
                && reply.text("/checks/analytics/status").equals("down")
                && reply.text("/checks/sql/status").equals("healthy");
    }

    private static List<JsonNode> events(Twin twin) throws Exception {
        List<JsonNode> events = new ArrayList<>();
        try (Socket socket = Socket.open(twin, bearer(twin))) {
            if (socket.head().status() != 101) {
                return events;
            }
            assertThat(socket.message().path("type").asText()).isEqualTo("connected");
            socket.text("{\"type\":\"start_agent\",\"run_id\":\"mine\",\"message\":\"a b\",\"nonce\":\"n\"}");
            JsonNode last;
            do {
                last = socket.message();
                events.add(last);
            } while (!last.path("type").asText().equals("agent_completed"));
        }
        return events;
    }

    /** An echo that was sent after a ping overtakes its pong only if there is none. */
    private static boolean pingsGoUnanswered(Twin twin) throws Exception {
        try (Socket socket = Socket.open(twin, bearer(twin))) {
            if (socket.head().status() != 101) {
                return false;
            }
            assertThat(socket.message().path("type").asText()).isEqualTo("connected");
            socket.frame(0x80 | Socket.PING, new byte[] {1});
            socket.text("{\"type\":\"ping\",\"id\":1}");
            socket.text("{\"type\":\"echo\",\"id\":2}");
            Socket.Frame first = socket.next();
            return first.opcode() == Socket.TEXT
                    && Json.read(first.payload()).path("type").asText().equals("echo");
        }
    }

    private static EmbeddedChannel http(Set<Fault> faults) {
        TwinSettings settings = TwinSettings.defaults().withFaults(faults);
        EmbeddedChannel channel =
                new EmbeddedChannel(new HttpFront(settings, new Harbour(settings, Clock.systemUTC(), () -> 0)));
        channel.freezeTime();
        return channel;
    }

    private static EmbeddedChannel socket(Set<Fault> faults) {
        TwinSettings settings = TwinSettings.defaults().withFaults(faults);
        AgentFlow flow = new AgentFlow(settings, new Agents(settings, () -> 0), Clock.systemUTC());
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline()
                .addLast(
                        new SocketSession(settings, flow, new Handshake.Opening("", null, User.DEMO, Optional::empty)));
        return channel;
    }

    private static void ask(EmbeddedChannel channel) {
        var request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/health", Unpooled.EMPTY_BUFFER);
        request.headers().set("Host", "twin.test");
        channel.writeInbound(request);
    }

    private static int status(EmbeddedChannel channel) {
        FullHttpResponse response = channel.readOutbound();
        int status = response.status().code();
        response.release();
        return status;
    }

    private interface Demonstration {
        boolean shows(Twin twin) throws Exception;
    }
}
