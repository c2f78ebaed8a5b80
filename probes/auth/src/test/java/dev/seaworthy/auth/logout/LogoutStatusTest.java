package dev.seaworthy.auth.logout;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.auth.AuthProbeFactory;
import dev.seaworthy.auth.Findings;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that answers a logout with 204, where the contract says nothing and so means 200. */
class LogoutStatusTest {
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final AtomicInteger issued = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({"true, PASS", "false, FAIL"})
    void judges_a_logout_by_what_the_token_is_worth_afterwards(boolean revokes, Verdict verdict) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            String bearer = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] answer = ("{\"access_token\": \"opaque-token-012345678-" + issued.incrementAndGet() + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            if (path.endsWith("/logout")) {
                if (revokes) {
                    ended.add(bearer);
                }
                exchange.sendResponseHeaders(204, -1);
            } else if (path.endsWith("/login") || (bearer.startsWith("Bearer opaque") && !ended.contains(bearer))) {
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } else {
                exchange.sendResponseHeaders(401, -1);
            }
            exchange.close();
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (TwinEnvironment environment = TwinEnvironment.at(uri);
                Probe probe = environment.open(new AuthProbeFactory())) {
            Finding finding = Findings.of(probe, "auth.logout.revokes");
            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(verdict);
        } finally {
            server.stop(0);
        }
    }
}
