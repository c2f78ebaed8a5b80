package dev.seaworthy.auth;

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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that answer every request alike: no check may be green there. */
class NullTargetTest {
    private static final String TOKENS =
            "{\"access_token\": \"opaque-token-0123456789\", \"refresh_token\": \"opaque-refresh-0123\", \"expires_in\": 60}";

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 401, 403, 404, 429, 500, 503})
    void passes_nothing_on_a_server_with_one_answer_for_everything(int status) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] bytes = TOKENS.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, status == 204 ? -1 : bytes.length);
            if (status != 204) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (TwinEnvironment environment = TwinEnvironment.at(uri);
                Probe probe = environment.open(new AuthProbeFactory())) {
            List<Finding> findings = new ArrayList<>();
            for (Check check : probe.checks()) {
                findings.add(check.run());
            }
            assertThat(findings)
                    .filteredOn(finding -> finding.verdict() == Verdict.PASS || finding.verdict() == Verdict.ERROR)
                    .isEmpty();
        } finally {
            server.stop(0);
        }
    }
}
