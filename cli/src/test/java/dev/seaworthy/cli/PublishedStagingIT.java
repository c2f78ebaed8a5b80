package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code seaworthy run} on a staging that none of us wrote, by its contract alone. */
class PublishedStagingIT {
    private static final Path SOURCES = Path.of(System.getProperty("seaworthy.it", "src/it"), "published-staging");
    private static final Map<String, String> SECRETS =
            Map.of("ORDERS_PASSWORD", PublishedStaging.PASSWORD, "ORDERS_SIGNING_KEY", PublishedStaging.SIGNING_KEY);

    /** What is wrong with a verifier of jsonwebtoken, and with a server that nobody told which headers to send. */
    private static final List<String> AS_IT_COMES = List.of(
            "auth.jwt.expiry-required",
            "auth.jwt.expiry-type",
            "auth.jwt.issued-at",
            "auth.jwt.duplicate-claims",
            "auth.jwt.subject",
            "auth.jwt.critical-header",
            "auth.jwt.scheme-case",
            "auth.headers.nosniff",
            "auth.headers.not-cached",
            "auth.headers.no-version");

    @TempDir
    private Path folder;

    @Test
    void finds_its_limit_its_token_checks_and_its_websocket_behaviour() throws Exception {
        JsonNode report = report("", "run", 1);
        assertThat(verdicts(report))
                .containsEntry("health.ready", "PASS")
                .containsEntry("auth.token.expired-refused", "PASS")
                .containsEntry("auth.token.signature-checked", "PASS")
                .containsEntry("auth.logout.revokes", "PASS")
                .containsEntry("rate-limit.enforced", "PASS")
                .containsEntry("rate-limit.amount", "PASS")
                .containsEntry("rate-limit.isolation", "PASS")
                .containsEntry("ws.subprotocol.selected", "PASS")
                .containsEntry("ws.auth.required", "PASS")
                .containsEntry("ws.flow", "PASS")
                .containsEntry("ws.sockets.held", "PASS")
                .doesNotContainValue("ERROR");
        assertThat(report.get("checks"))
                .filteredOn(row -> row.get("verdict").asText().equals("FAIL"))
                .extracting(row -> row.get("id").asText())
                .containsExactlyInAnyOrderElementsOf(AS_IT_COMES);
        assertThat(report.get("crossChecks"))
                .isNotEmpty()
                .allMatch(row -> row.get("agrees").asBoolean());
    }

    @Test
    void finds_an_expired_token_that_is_accepted() throws Exception {
        assertThat(verdicts(report("expired-accepted", "check", 1)))
                .containsEntry("auth.token.expired-refused", "FAIL")
                .containsEntry("auth.token.garbage-refused", "PASS");
    }

    @Test
    void finds_a_limiter_that_is_not_mounted() throws Exception {
        assertThat(verdicts(report("limiter-unmounted", "check", 1))).containsEntry("rate-limit.enforced", "FAIL");
    }

    @Test
    void finds_a_socket_that_opens_for_everybody() throws Exception {
        assertThat(verdicts(report("ws-unauthenticated", "check", 1)))
                .containsEntry("ws.auth.required", "FAIL")
                .containsEntry("ws.handshake", "PASS");
    }

    private JsonNode report(String defect, String command, Integer... expectedExits) throws Exception {
        Path peers = Files.createDirectories(folder.resolve("peers"));
        try (PublishedStaging staging = PublishedStaging.start(SOURCES, peers, defect)) {
            Path contract = folder.resolve("staging.yaml");
            Files.writeString(
                    contract,
                    Files.readString(SOURCES.resolve("staging.yaml"))
                            .replace("127.0.0.1:PORT", "127.0.0.1:" + staging.port()));
            try (CommandProcess process = CommandProcess.start(
                    folder,
                    SECRETS,
                    command,
                    "--json",
                    "--out",
                    folder.resolve("runs").toString(),
                    contract.toString())) {
                int exit = process.await(5);
                assertThat(process.out() + process.err())
                        .doesNotContain(PublishedStaging.PASSWORD, PublishedStaging.SIGNING_KEY, "canary-");
                assertThat(exit).as(process.err()).isIn((Object[]) expectedExits);
                return new ObjectMapper().readTree(process.out());
            }
        }
    }

    private static Map<String, String> verdicts(JsonNode report) {
        Map<String, String> verdicts = new TreeMap<>();
        report.get("checks")
                .forEach(row ->
                        verdicts.put(row.get("id").asText(), row.get("verdict").asText()));
        return verdicts;
    }
}
