package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the checks find on Keycloak, and that they leave everything as it was. */
@EnabledIfSystemProperty(named = "seaworthy.keycloak", matches = ".+")
class KeycloakIT {
    private static final List<String> POOL = List.of("pool-ada", "pool-grace", "pool-linus");

    @TempDir
    private Path folder;

    @Test
    void is_judged_as_it_is_written_down_and_left_as_it_was() throws Exception {
        int port = PeerProcesses.freePort();
        Path home = Path.of(System.getProperty("seaworthy.keycloak"));
        try (Keycloak keycloak = Keycloak.start(home, port, folder.resolve("keycloak.log"))) {
            keycloak.realm(IdentityProviderCheck.filled("realm.json", port));
            TreeMap<String, String> before = keycloak.users();

            IdentityProviderCheck.holds(folder, "keycloak", port);

            assertThat(keycloak.users()).isEqualTo(before);
            for (String user : before.keySet()) {
                assertThat(keycloak.lock(user).get("disabled").asBoolean())
                        .as(user + " is locked")
                        .isFalse();
                assertThat(keycloak.sessions(user)).as("sessions of " + user).isZero();
            }
            assertThat(before).containsKeys(POOL.toArray(String[]::new));
        }
    }
}
