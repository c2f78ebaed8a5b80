package dev.seaworthy.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.seaworthy.auth.AuthProbeFactory;
import dev.seaworthy.auth.forge.CompactToken;
import dev.seaworthy.auth.forge.KeyRows;
import dev.seaworthy.auth.forge.Signer;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of key sets that are not what they should be: each a verdict and one clear line. */
class KeyConfusionTest {
    private static final String KEYS = KeyRows.keySet(Signer.keysFor("RS256"));

    @Test
    void passes_where_the_set_is_read_and_its_keys_are_refused() throws Exception {
        Finding finding = find(number -> KEYS, 200);

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.PASS);
        assertThat(String.valueOf(finding.facts().get("vector"))).contains("the public key in PEM", "the JWK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<html>not found</html>|200|is not JSON",
                "[]|200|is no JWK Set",
                "{\"keys\":[]}|200|lists no key",
                "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"},{\"kty\":\"XX\"}]}|200|lists no public key",
                "{\"keys\":[]}|404|not answered 200 but 404"
            })
    void proves_nothing_with_a_set_that_has_no_key_to_try(String document, int status, String reason) throws Exception {
        Finding finding = find(number -> document, status);

        assertThat(finding.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains("/.well-known/jwks.json").contains(reason);
    }

    @Test
    void proves_nothing_with_a_set_that_is_huge() throws Exception {
        String huge = KEYS.replace("{\"keys\"", "{\"padding\":\"" + "x".repeat(2 * 1024 * 1024) + "\",\"keys\"");

        Finding finding = find(number -> huge, 200);

        assertThat(finding.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains("larger than 1 MiB");
    }

    @Test
    void proves_nothing_with_a_set_that_never_comes() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Finding finding = find(
                number -> {
                    over.await();
                    return KEYS;
                },
                200,
                over);

        assertThat(finding.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains("was not answered");
    }

    @Test
    void proves_nothing_with_a_set_that_changes_between_two_readings() throws Exception {
        Finding finding = find(number -> KEYS.replace("\"sig\"", "\"sig\",\"kid\":\"" + number + "\""), 200);

        assertThat(finding.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains("changed while its keys were tried");
    }

    private static Finding find(KeySet keys, int status) throws Exception {
        return find(keys, status, new CountDownLatch(0));
    }

    private static Finding find(KeySet keys, int status, CountDownLatch over) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        String token = token();
        AtomicInteger readings = new AtomicInteger();
        server.createContext("/auth/login", exchange -> answer(exchange, 200, "{\"access_token\":\"" + token + "\"}"));
        server.createContext("/api/", exchange -> {
            boolean valid =
                    ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, valid ? 200 : 401, valid ? "{\"id\":\"ada\"}" : "{}");
        });
        server.createContext("/.well-known/jwks.json", exchange -> {
            try {
                answer(exchange, status, keys.document(readings.incrementAndGet()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (TwinEnvironment environment = TwinEnvironment.at(uri);
                Probe probe = environment.open(new AuthProbeFactory())) {
            for (Check check : probe.checks()) {
                if (check.card().id().equals("auth.jwt.key-confusion")) {
                    return check.run();
                }
            }
            throw new AssertionError("no such check");
        } finally {
            over.countDown();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String token() {
        String content = CompactToken.encoded("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + CompactToken.encoded("{\"sub\":\"ada\",\"exp\":4102444800}".getBytes(StandardCharsets.UTF_8));
        return content + "."
                + CompactToken.encoded(
                        Signer.of("RS256", Signer.keysFor("RS256").getPrivate()).sign(content));
    }

    private interface KeySet {
        String document(int number) throws InterruptedException;
    }
}
