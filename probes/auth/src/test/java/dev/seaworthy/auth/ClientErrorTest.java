package dev.seaworthy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A server that turns no credential away with another client error than the contract says. */
class ClientErrorTest {
    private static final String TOKEN = "{\"access_token\": \"opaque-token-0123456789\", \"expires_in\": 60}";

    @Test
    void says_what_the_contract_expects_and_how_to_declare_the_status_that_came() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean login = exchange.getRequestURI().getPath().endsWith("/login");
            boolean allowed = login
                    ? body.contains("@twin.test") && !body.matches(".*\"[0-9a-f]{32}\".*")
                    : exchange.getRequestHeaders().containsKey("Authorization");
            byte[] answer = TOKEN.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(allowed ? 200 : 400, allowed ? answer.length : -1);
            if (allowed) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (TwinEnvironment environment = TwinEnvironment.at(uri);
                Probe probe = environment.open(new AuthProbeFactory())) {
            for (String id : new String[] {"auth.token.required", "auth.login.works"}) {
                Finding finding = Findings.of(probe, id);

                assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.UNPROVEN);
                assertThat(finding.reason())
                        .contains("status 400")
                        .contains("where expect.none is [401]; if that refuses it, too, add it there");
            }
        } finally {
            server.stop(0);
        }
    }
}
