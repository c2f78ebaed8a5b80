package dev.seaworthy.testkit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.ProbeFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The settings of probes, as the example contract writes them. */
final class ProbeBlocks {
    static final String RESOURCE = "twin-block.yaml";
    static final String SCHEMA = "settings.schema.json";

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ProbeBlocks() {}

    /** The blocks of {@value #RESOURCE}, by probe id; none where there is no such resource. */
    static Map<String, JsonNode> onClassPath() {
        URL resource = Thread.currentThread().getContextClassLoader().getResource(RESOURCE);
        if (resource == null) {
            return Map.of();
        }
        try (InputStream in = resource.openStream()) {
            Map<String, JsonNode> blocks = new HashMap<>();
            YAML.readTree(in).fields().forEachRemaining(entry -> blocks.put(entry.getKey(), entry.getValue()));
            return blocks;
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }

    /** The settings of a probe in a contract. */
    static <S> S bind(ProbeFactory<S> factory, Environment environment) {
        JsonNode block = environment.probes().get(factory.id());
        if (block == null) {
            throw new IllegalStateException("the contract has no block probes." + factory.id());
        }
        return YAML.convertValue(block, factory.settingsType());
    }

    /** The schema of a probe's settings. */
    static JsonNode schema(ProbeFactory<?> factory) {
        try (InputStream in = factory.getClass().getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException(
                        "no " + SCHEMA + " lies beside " + factory.getClass().getName());
            }
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(SCHEMA + " of " + factory.id() + " is not JSON", e);
        }
    }

    /** What the schema objects to in a block. */
    static Set<ValidationMessage> complaints(ProbeFactory<?> factory, JsonNode block) {
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema(factory));
        return schema.validate(block);
    }
}
