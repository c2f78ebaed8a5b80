package dev.seaworthy.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.auth.AuthProbeFactory;
import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Targets that answer in a way that nobody asked for: one clear line each, and no verdict that they did not earn. */
class StrangeTargetTest {
    private static final Set<String> OURS = SessionChecks.ALL.stream()
            .map(AuthCheck::card)
            .map(card -> card.id())
            .collect(Collectors.toSet());

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_login_that_answers_html_leaves_everything_unproven() throws Exception {
        server.createContext("/", exchange -> answer(exchange, 200, "text/html", "<html><form>Sign in</form></html>"));

        findings(OURS).forEach((id, finding) -> {
            boolean works = id.equals("auth.login.works");
            assertThat(finding.verdict())
                    .as(finding.toString())
                    .isIn(works ? List.of(Verdict.FAIL, Verdict.UNPROVEN) : List.of(Verdict.UNPROVEN, Verdict.SKIPPED));
            assertThat(finding.reason()).doesNotContain("\n");
        });
    }

    @Test
    void tokens_that_are_no_json_web_tokens_skip_what_needs_their_claims() throws Exception {
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            boolean valid = "Bearer opaque-token-0123456789"
                    .equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean login = path.endsWith("/login");
            String tokens =
                    "{\"access_token\": \"opaque-token-0123456789\", \"refresh_token\": \"opaque-refresh-0123\"}";
            answer(exchange, login || valid ? 200 : 401, "application/json", tokens);
        });

        findings(Set.of("auth.clock.agree", "auth.expiry.leeway", "auth.expiry.not-before", "auth.expiry.routes-agree"))
                .forEach((id, finding) -> {
                    assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.SKIPPED);
                    assertThat(finding.reason()).startsWith("does not apply: ").contains("JSON Web Token");
                });
    }

    @Test
    void cookies_by_the_hundred_are_one_line() throws Exception {
        server.createContext("/", exchange -> {
            for (int i = 0; i < 120; i++) {
                exchange.getResponseHeaders().add("Set-Cookie", "c" + i + "=v; Secure");
            }
            answer(exchange, 200, "application/json", "{}");
        });

        Finding finding = Objects.requireNonNull(
                findings(Set.of("auth.session.cookie-kept")).get("auth.session.cookie-kept"));

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
        assertThat(finding.reason()).contains("sets 120 cookies");
    }

    private Map<String, Finding> findings(Set<String> wanted) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        Map<String, Finding> findings = new LinkedHashMap<>();
        try (TwinEnvironment environment = TwinEnvironment.at(uri);
                Probe probe = environment.open(new AuthProbeFactory())) {
            for (Check check : probe.checks()) {
                if (wanted.contains(check.card().id())) {
                    findings.put(check.card().id(), check.run());
                }
            }
        }
        assertThat(findings).hasSameSizeAs(wanted);
        return findings;
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
