package dev.seaworthy.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.seaworthy.config.BuiltIn;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.EnvironmentReader;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.SecretSource;
import dev.seaworthy.config.TargetOverride;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.twin.TwinSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The contract of the twin, as it is built in, with the blocks of {@code twin-block.yaml} in the place of its own where a
 * test brings that file along.
 */
final class TwinContract {
    /** The identity of the contract that logs in. */
    static final String USER = "user";

    private static final String BLOCKS = "twin-block.yaml";
    private static final YAMLMapper YAML = new YAMLMapper();

    private final String text;
    private final EnvironmentReader reader;

    TwinContract(TwinSettings twin, SecretVault vault, TargetOverride targets, String moreBlocks) {
        this.text = text(moreBlocks);
        this.reader = new EnvironmentReader(factories(), secrets(twin), vault, TimeSource.system())
                .toleratingOtherProbes()
                .withTargets(targets);
    }

    Environment environment() {
        return reader.read(text, "twin.yaml");
    }

    <S> S settings(Environment environment, ProbeFactory<S> factory) {
        return reader.settings(environment, factory);
    }

    /** The addresses of a twin that would be at {@code http}. */
    static TargetOverride at(URI http) {
        URI webSocket = URI.create("ws" + http.toString().substring("http".length()) + "/ws");
        return new TargetOverride(http, webSocket, http);
    }

    private static SecretSource secrets(TwinSettings twin) {
        return SecretSource.withOverrides(Map.of(
                "SEAWORTHY_TWIN_PASSWORD", twin.accounts().values().iterator().next(),
                "SEAWORTHY_TWIN_SIGNING_KEY", twin.signingKey(),
                "SEAWORTHY_TWIN_WITHDRAWN_KEY", TwinSettings.WITHDRAWN_KEY));
    }

    private static List<ProbeFactory<?>> factories() {
        return ServiceLoader.load(ProbeFactory.class).stream()
                .<ProbeFactory<?>>map(provider -> provider.get())
                .toList();
    }

    private static String text(String moreBlocks) {
        try {
            JsonNode contract = YAML.readTree(BuiltIn.environment("twin").text());
            ObjectNode probes = (ObjectNode) contract.get("probes");
            URL own = Thread.currentThread().getContextClassLoader().getResource(BLOCKS);
            if (own != null) {
                try (InputStream in = own.openStream()) {
                    probes.setAll((ObjectNode) YAML.readTree(in));
                }
            }
            if (!moreBlocks.isBlank()) {
                probes.setAll((ObjectNode) YAML.readTree(moreBlocks));
            }
            return YAML.writeValueAsString(contract);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the blocks of the test are not YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(BLOCKS + " cannot be read", e);
        }
    }
}
