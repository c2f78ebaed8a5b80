package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ShippedFilesTest {
    private final SecretVault vault = new SecretVault();
    private final EnvironmentReader reader = new EnvironmentReader(
                    List.of(),
                    SecretSource.withOverrides(Map.of(
                            "SEAWORTHY_TWIN_PASSWORD", "a-password-for-tests",
                            "SEAWORTHY_TWIN_SIGNING_KEY", "a-signing-key-for-tests-of-32-bytes",
                            "SEAWORTHY_TWIN_WITHDRAWN_KEY", "a-withdrawn-key-for-tests-of-32-bytes",
                            "STAGING_PASSWORD", "a-password-of-staging",
                            "STAGING_ROBOT_TOKEN", "a-token-of-staging",
                            "STAGING_API_KEY", "an-api-key-of-staging",
                            "STAGING_CLIENT_SECRET", "a-client-secret-of-staging",
                            "STAGING_SIGNING_KEY", "a-signing-key-of-staging")),
                    vault,
                    TimeSource.system())
            .toleratingOtherProbes();

    @Test
    void reads_the_twin_from_its_file() {
        Environment twin = reader.read(Path.of("environments/twin.yaml"));

        assertThat(twin.name()).isEqualTo("twin");
        assertThat(twin.identities()).containsOnlyKeys("user", "signer", "withdrawn-signer");
        assertThat(twin.identities().get("user"))
                .isInstanceOfSatisfying(
                        Identity.Login.class,
                        login -> assertThat(login.accounts()).hasSize(8));
        assertThat(twin.operations())
                .hasEntrySatisfying(
                        "profile", profile -> assertThat(profile.isProtected()).isTrue());
        assertThat(twin.load()).hasSize(4);
        assertThat(vault.size()).isEqualTo(3);
        assertThat(reader.warnings()).isEmpty();
    }

    @Test
    void reads_the_example_and_finds_every_key_of_the_schema_in_it() {
        Environment example = reader.read(Path.of("environments/example.yaml"));
        BuiltIn builtIn = BuiltIn.environment("example");
        Set<String> keys = new TreeSet<>();
        collectKeys(new SchemaComposer(List.of()).schema(false), keys);

        assertThat(example.identities()).hasSize(4);
        assertThat(reader.warnings()).isEmpty();
        assertThat(keys)
                .hasSizeGreaterThan(60)
                .allSatisfy(key -> assertThat(builtIn.text())
                        .containsPattern("(^|[\\s{,])" + key + ": " + "|(^|[\\s{,])" + key + ":\n"));
    }

    private static void collectKeys(JsonNode schema, Set<String> keys) {
        if (schema.path("properties").isObject()) {
            schema.get("properties").fieldNames().forEachRemaining(keys::add);
        }
        schema.forEach(child -> collectKeys(child, keys));
    }

    @Test
    void reads_the_twin_that_is_built_in_with_other_targets() {
        BuiltIn twin = BuiltIn.environment("twin");
        Environment moved = reader.withTargets(new TargetOverride(
                        URI.create("http://127.0.0.1:4711"), URI.create("ws://127.0.0.1:4711/ws"), null))
                .read(twin.text(), twin.name());

        assertThat(moved.targets().http()).hasPort(4711);
        assertThat(moved.targets().auth()).hasPort(4711);
        assertThat(moved.rails().allow().origins()).containsExactly("http://127.0.0.1:4711");
    }
}
