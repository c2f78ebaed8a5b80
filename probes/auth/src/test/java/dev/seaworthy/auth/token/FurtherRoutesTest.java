package dev.seaworthy.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.auth.AuthProbeFactory;
import dev.seaworthy.auth.Findings;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two services behind one host: what the first refuses, the second may let in. */
class FurtherRoutesTest {
    private HttpServer server;
    private String token = "";
    private String claim = "";
    private String header = "";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        try (TwinEnvironment twin = TwinEnvironment.start()) {
            token = twin.credentials().obtain("user", 0).get().token().reveal();
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @ParameterizedTest
    @CsvSource({
        "auth.jwt.audience, aud, ''",
        "auth.jwt.issuer, iss, ''",
        "auth.jwt.expiry-required, exp, ''",
        "auth.jwt.embedded-jwk, '', jwk"
    })
    void a_defect_of_the_second_route_alone_is_found(String check, String optional, String trusted) throws Exception {
        claim = optional;
        header = trusted;
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (TwinEnvironment environment = TwinEnvironment.at(uri);
                Probe probe = environment.open(new AuthProbeFactory())) {
            token = signedBy(environment.settings().signingKey());
            Finding finding = Findings.of(probe, check);

            assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
            assertThat(finding.reason()).startsWith("GET /api/threads");
        }
    }

    private String signedBy(String key) throws Exception {
        CompactToken issued = CompactToken.parse(token).orElseThrow();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signature = CompactToken.encoded(mac.doFinal(issued.content().getBytes(StandardCharsets.US_ASCII)));
        return new CompactToken(issued.header(), issued.payload(), signature).text();
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String bearer = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .map(value -> value.replaceFirst("^Bearer ", ""))
                .orElse("");
        boolean lax = path.endsWith("/threads")
                && CompactToken.parse(bearer).filter(this::isLetIn).isPresent();
        boolean good = path.endsWith("/login") || bearer.equals(token) || lax;
        byte[] body = ("{\"access_token\": \"" + token + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(good ? 200 : 401, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private boolean isLetIn(CompactToken shown) {
        boolean without = !claim.isEmpty() && shown.claim(claim).isEmpty();
        return without || !header.isEmpty() && shown.headerText().text().contains('"' + header + '"');
    }
}
