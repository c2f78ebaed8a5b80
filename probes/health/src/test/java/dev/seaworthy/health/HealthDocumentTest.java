package dev.seaworthy.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents that the twin never makes; reading number n gets what the script says for n. */
class HealthDocumentTest {
    private static final String GOOD = "{\"status\": \"healthy\", \"response_time_ms\": 1.5, \"checked_at\": \"t%d\"}";

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 401, 404, 429, 500, 503})
    void passes_nothing_on_a_server_with_one_answer_for_everything(int status) throws Exception {
        Map<String, Finding> findings = probe(status, status, n -> "{\"status\": \"ok\"}", status);

        assertThat(findings.values()).extracting(Finding::verdict).doesNotContain(Verdict.PASS, Verdict.ERROR);
    }

    @Test
    void fails_a_required_dependency_that_is_down_under_a_status_that_says_ready() throws Exception {
        Map<String, Finding> findings = documents(n -> document("b1", "s1", n, GOOD.replace("healthy", "degraded")));

        assertThat(verdict(findings, "health.ready")).isEqualTo(Verdict.FAIL);
        assertThat(reason(findings, "health.ready")).contains("analytics").contains("degraded");
    }

    @Test
    void fails_a_dependency_that_is_slower_than_its_limit_or_hides_its_latency() throws Exception {
        assertThat(verdict(
                        documents(n -> document("b1", "s1", n, GOOD.replace("1.5", "250.0"))), "health.dependencies"))
                .isEqualTo(Verdict.FAIL);
        assertThat(verdict(
                        documents(n -> document("b1", "s1", n, GOOD.replace("1.5", "249.9"))), "health.dependencies"))
                .isEqualTo(Verdict.PASS);
        assertThat(verdict(documents(n -> document("b1", "s1", n, GOOD.replace("1.5", "null"))), "health.dependencies"))
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void does_not_call_a_document_frozen_that_tells_no_time() throws Exception {
        String timeless = "{\"status\": \"healthy\", \"response_time_ms\": 1.5}";

        Map<String, Finding> findings =
                documents(n -> "{\"status\": \"ready\", \"checks\": {\"sql\": " + timeless + "}}");

        assertThat(verdict(findings, "health.fresh")).isEqualTo(Verdict.UNPROVEN);
    }

    @Test
    void tells_a_restart_from_instances_that_answer_by_turns() throws Exception {
        assertThat(verdict(documents(n -> document("b1", n < 4 ? "s1" : "s2", n, GOOD)), "health.build"))
                .isEqualTo(Verdict.FAIL);
        assertThat(verdict(documents(n -> document("b1", "s" + n % 2, n, GOOD)), "health.build"))
                .isEqualTo(Verdict.UNPROVEN);
        assertThat(verdict(documents(n -> document("b1", "s1", n, GOOD)), "health.build"))
                .isEqualTo(Verdict.PASS);
    }

    @Test
    void fails_two_builds_that_answer_by_turns() throws Exception {
        Map<String, Finding> findings = documents(n -> document("b" + n % 2, "s1", n, GOOD));

        assertThat(verdict(findings, "health.build")).isEqualTo(Verdict.FAIL);
        assertThat(reason(findings, "health.build")).contains("by turns");
    }

    @Test
    void fails_readiness_that_is_no_document() throws Exception {
        Map<String, Finding> findings = documents(n -> "<html>ready</html>");

        assertThat(verdict(findings, "health.ready")).isEqualTo(Verdict.FAIL);
        assertThat(verdict(findings, "health.dependencies")).isEqualTo(Verdict.FAIL);
    }

    private static String document(String build, String start, int n, String analytics) {
        return String.format(
                "{\"status\": \"ready\", \"build\": \"%s\", \"started_at\": \"%s\", \"checks\": {\"sql\": %s, \"cache\": %s,"
                        + " \"analytics\": %s}}",
                build, start, GOOD.formatted(n), GOOD.formatted(n), analytics.replace("%d", Integer.toString(n)));
    }

    private static Verdict verdict(Map<String, Finding> findings, String id) {
        return Objects.requireNonNull(findings.get(id)).verdict();
    }

    private static String reason(Map<String, Finding> findings, String id) {
        return Objects.requireNonNull(findings.get(id)).reason();
    }

    private static Map<String, Finding> documents(IntFunction<String> script) throws Exception {
        return probe(200, 200, script, 404);
    }

    private static Map<String, Finding> probe(int ready, int live, IntFunction<String> script, int elsewhere)
            throws Exception {
        AtomicInteger readings = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            int status = path.equals("/health/ready") ? ready : path.equals("/health/live") ? live : elsewhere;
            int number = path.equals("/health/ready") ? readings.incrementAndGet() : 0;
            byte[] bytes = script.apply(number).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
            if (status != 204) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (TwinEnvironment environment = TwinEnvironment.at(uri);
                Probe probe = environment.open(new HealthProbeFactory())) {
            Map<String, Finding> findings = new LinkedHashMap<>();
            for (Check check : probe.checks()) {
                findings.put(check.card().id(), check.run());
            }
            return findings;
        } finally {
            server.stop(0);
        }
    }
}
