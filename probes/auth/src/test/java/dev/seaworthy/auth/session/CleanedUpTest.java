package dev.seaworthy.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.auth.AuthProbeFactory;
import dev.seaworthy.auth.Findings;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What counts as the end of a session: its token is worth nothing, and no less. */
class CleanedUpTest {
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final AtomicInteger issued = new AtomicInteger();
    private HttpServer server;
    private Logout logout = Logout.ENDS;
    private boolean firstRouteForbids;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_session_whose_logout_works_is_gone() throws Exception {
        assertThat(after("auth.logout.revokes").verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void a_logout_that_turns_everybody_away_ends_nothing() throws Exception {
        logout = Logout.TURNS_AWAY;

        Finding finding = after("auth.logout.revokes");

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
        assertThat(finding.reason()).contains("goes on");
    }

    @Test
    void a_token_that_lacks_a_right_on_one_route_is_of_a_session_that_goes_on() throws Exception {
        firstRouteForbids = true;
        logout = Logout.DOES_NOTHING;

        Finding finding = after("auth.session.token-in-url");

        assertThat(finding.facts()).containsEntry("gone", 0);
        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
    }

    private Finding after(String check) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (TwinEnvironment environment = TwinEnvironment.at(uri);
                Probe probe = environment.open(new AuthProbeFactory())) {
            Findings.of(probe, check);
            return Findings.of(probe, "auth.cleanup.complete");
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String bearer = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        boolean known = bearer.startsWith("Bearer opaque") && !ended.contains(bearer);
        int status = known ? 200 : 401;
        if (path.endsWith("/login")) {
            status = 200;
        } else if (path.endsWith("/logout")) {
            status = logout == Logout.TURNS_AWAY ? 401 : 200;
            if (logout == Logout.ENDS) {
                ended.add(bearer);
            }
        } else if (known && firstRouteForbids && path.endsWith("/profile")) {
            status = 403;
        }
        byte[] body = ("{\"access_token\": \"opaque-token-012345678-" + issued.incrementAndGet() + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private enum Logout {
        ENDS,
        DOES_NOTHING,
        TURNS_AWAY
    }
}
