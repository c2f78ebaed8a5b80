package dev.seaworthy.auth.bench;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Targets on which a refusal says nothing, each for a reason of its own. */
class ControlsTest {
    private static final String TOKEN = "opaque-token-0123456789";

    private final AtomicInteger protectedRequests = new AtomicInteger();
    private final AtomicInteger bare = new AtomicInteger();
    private HttpServer server;
    private ToIntFunction<HttpExchange> status = request -> 500;

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
    void a_sound_target_lets_a_claim_be_proven_with_its_controls_on_record() throws Exception {
        status = request -> isValid(request) ? 200 : 401;

        Finding finding = finding("auth.token.tampered-refused");

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.PASS);
        assertThat(String.valueOf(finding.facts().get("controls")))
                .contains("the valid token of the control 3x accepted")
                .contains("no credential 3x refused")
                .contains("a garbage token 3x refused");
    }

    @Test
    void a_route_that_lets_everybody_in_once_in_a_while_does_not_discriminate() throws Exception {
        status = request -> isValid(request) || isBare(request) && bare.incrementAndGet() % 3 == 0 ? 200 : 401;

        Finding finding = finding("auth.token.tampered-refused");

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.SKIPPED);
        assertThat(finding.reason()).startsWith("precondition: ").contains("does not discriminate");
    }

    @Test
    void a_ban_in_the_middle_leaves_the_claim_unproven() throws Exception {
        // Per route nine requests for the controls; the ban falls among the mutants of the first.
        status = request -> protectedRequests.incrementAndGet() > 10 ? 401 : isValid(request) ? 200 : 401;

        Finding finding = finding("auth.token.garbage-refused");

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains("refused the valid token of the control (status 401)");
    }

    @Test
    void a_valid_token_that_is_let_in_only_now_and_then_is_a_lost_control() throws Exception {
        status = request -> isValid(request) && protectedRequests.incrementAndGet() % 2 == 1 ? 200 : 401;

        Finding finding = finding("auth.token.tampered-refused");

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains("refused the valid token of the control (status 401)");
    }

    @Test
    void one_who_is_only_busy_is_not_judged() throws Exception {
        status = request -> isValid(request) ? 200 : 429;

        Finding finding = finding("auth.token.tampered-refused");

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains("shed no credential for load (status 429)");
    }

    @Test
    void controls_are_measured_once_for_all_checks() throws Exception {
        status = request -> {
            protectedRequests.incrementAndGet();
            return isValid(request) ? 200 : 401;
        };
        try (TwinEnvironment environment = TwinEnvironment.at(uri());
                Probe probe = environment.open(new AuthProbeFactory())) {
            Findings.of(probe, "auth.token.tampered-refused");
            int first = protectedRequests.getAndSet(0);
            Findings.of(probe, "auth.token.tampered-refused");
            assertThat(first - protectedRequests.get())
                    .as("nine on each of two routes")
                    .isEqualTo(18);
        }
    }

    private Finding finding(String id) throws Exception {
        try (TwinEnvironment environment = TwinEnvironment.at(uri());
                Probe probe = environment.open(new AuthProbeFactory())) {
            return Findings.of(probe, id);
        }
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static boolean isValid(HttpExchange request) {
        return ("Bearer " + TOKEN).equals(request.getRequestHeaders().getFirst("Authorization"));
    }

    private static boolean isBare(HttpExchange request) {
        return !request.getRequestHeaders().containsKey("Authorization");
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean login = exchange.getRequestURI().getPath().endsWith("/login");
        byte[] bytes = ("{\"access_token\": \"" + TOKEN + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(login ? 200 : status.applyAsInt(exchange), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
