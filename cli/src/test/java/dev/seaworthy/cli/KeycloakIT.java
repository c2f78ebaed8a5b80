package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code seaworthy check --only auth} on Keycloak: what it finds, and that it leaves everything as it was. */
@EnabledIfSystemProperty(named = "seaworthy.keycloak", matches = ".+")
class KeycloakIT {
    private static final Path SOURCES = Path.of(System.getProperty("seaworthy.it", "src/it"), "oidc");
    private static final List<String> POOL = List.of("pool-ada", "pool-grace", "pool-linus");

    @TempDir
    private Path folder;

    @Test
    void is_judged_in_ten_minutes_and_left_as_it_was() throws Exception {
        int port = freePort();
        Path home = Path.of(System.getProperty("seaworthy.keycloak"));
        try (Keycloak keycloak = Keycloak.start(home, port, folder.resolve("keycloak.log"))) {
            keycloak.realm(filled("realm.json", port));
            TreeMap<String, String> before = keycloak.users();

            JsonNode report = report(port);

            assertThat(report.get("checks"))
                    .extracting(row -> row.get("verdict").asText())
                    .isNotEmpty()
                    .doesNotContain("ERROR");
            TreeMap<String, String> after = keycloak.users();
            assertThat(after).isEqualTo(before);
            for (String user : POOL) {
                assertThat(keycloak.lock(user).get("disabled").asBoolean())
                        .as(user + " is locked")
                        .isFalse();
                assertThat(keycloak.sessions(user)).as("sessions of " + user).isZero();
            }
        }
    }

    private JsonNode report(int port) throws Exception {
        Path contract = folder.resolve("keycloak.yaml");
        Files.writeString(contract, filled("keycloak.yaml", port));
        Map<String, String> secrets = Map.of(
                "SEAWORTHY_IT_PASSWORD", Keycloak.PASSWORD, "SEAWORTHY_IT_CLIENT_SECRET", Keycloak.CLIENT_SECRET);
        try (CommandProcess process = CommandProcess.start(
                folder,
                secrets,
                "check",
                "--json",
                "--only",
                "auth",
                "--out",
                folder.resolve("runs").toString(),
                contract.toString())) {
            int exit = process.await(10);
            assertThat(exit).as(process.err()).isIn(ExitCode.READY, ExitCode.NOT_READY, ExitCode.UNPROVEN);
            assertThat(process.out() + process.err()).doesNotContain("canary-");
            return new ObjectMapper().readTree(process.out());
        }
    }

    private static String filled(String file, int port) throws Exception {
        return Files.readString(SOURCES.resolve(file))
                .replace("PORT", Integer.toString(port))
                .replace("\"CLIENT_SECRET\"", "\"" + Keycloak.CLIENT_SECRET + "\"")
                .replace("\"PASSWORD\"", "\"" + Keycloak.PASSWORD + "\"");
    }

    private static int freePort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
