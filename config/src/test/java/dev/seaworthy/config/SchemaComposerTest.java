package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaComposerTest {
    private static final ObjectNode COMPOSED = new SchemaComposer(List.of(new EchoFactory())).schema(false);
    private static final ObjectNode POLICY = SchemaComposer.read(PolicyReader.class, "policy.schema.json");

    static Stream<ObjectNode> schemas() {
        return Stream.of(COMPOSED, POLICY);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void follows_the_meta_schema_of_2020_12(ObjectNode schema) {
        JsonSchema meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(meta.validate(schema)).isEmpty();
        assertThat(meta.validate(schema.deepCopy().put("type", "objekt"))).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void describes_every_key_and_gives_an_example_of_it(ObjectNode schema) {
        List<JsonNode> rules = properties(schema)
                .filter(rule -> !rule.path("$ref").asText().startsWith("#/$defs/probe-"))
                .toList();

        assertThat(rules).hasSizeGreaterThan(15);
        assertThat(rules.stream()
                        .filter(rule -> rule.path("description").asText().isBlank()
                                || rule.path("examples").isEmpty()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void gives_only_examples_that_it_would_accept(ObjectNode schema) {
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
        List<String> refused = new ArrayList<>();
        List<JsonNode> rules =
                Stream.concat(properties(schema), children(schema.get("$defs"))).toList();
        for (JsonNode rule : rules) {
            ObjectNode alone = rule.deepCopy();
            alone.set("$defs", schema.get("$defs"));
            JsonSchema validator = factory.getSchema(alone);
            rule.path("examples")
                    .forEach(example ->
                            validator.validate(example).forEach(message -> refused.add(example + ": " + message)));
        }

        assertThat(rules).hasSizeGreaterThan(15);
        assertThat(refused).isEmpty();
    }

    /** The rules of all keys, at every depth. */
    private static Stream<JsonNode> properties(JsonNode node) {
        Stream<JsonNode> here = children(node.path("properties").isObject() ? node.get("properties") : node.path(""));
        return Stream.concat(here, children(node).flatMap(SchemaComposerTest::properties));
    }

    private static Stream<JsonNode> children(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    @Test
    void resolves_every_reference_within_itself() {
        List<String> references = COMPOSED.findValuesAsText("$ref");

        assertThat(references)
                .hasSizeGreaterThan(50)
                .allSatisfy(reference -> assertThat(
                                COMPOSED.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @Test
    void takes_in_a_probes_fragment_and_renames_its_own_definitions() {
        assertThat(COMPOSED.at("/properties/probes/properties/echo/$ref").asText())
                .isEqualTo("#/$defs/probe-echo");
        assertThat(COMPOSED.at("/$defs/probe-echo/properties/replies/items/$ref")
                        .asText())
                .isEqualTo("#/$defs/echo-reply");
        assertThat(COMPOSED.at("/$defs/probe-echo/properties/patience/$ref").asText())
                .isEqualTo("#/$defs/duration");
        assertThat(COMPOSED.at("/properties/probes/additionalProperties").asBoolean(true))
                .isFalse();
    }

    @Test
    void writes_the_same_text_each_time_and_it_reads_back() throws JsonProcessingException {
        String text = new SchemaComposer(List.of(new EchoFactory())).text();

        assertThat(text)
                .isEqualTo(new SchemaComposer(List.of(new EchoFactory())).text())
                .endsWith("}\n");
        assertThat(new ObjectMapper().readTree(text)).isEqualTo(COMPOSED);
    }

    record Shape(Class<? extends Record> type, List<String> places, Map<String, String> names) {}

    static Stream<Shape> shapes() {
        Map<String, String> usual = Map.of();
        return Stream.of(
                new Shape(Environment.class, List.of("/properties"), Map.of("name", "environment")),
                new Shape(Targets.class, List.of("/properties/targets/properties"), Map.of("webSocket", "websocket")),
                new Shape(
                        RequestSpec.class, List.of("/$defs/operation/properties"), Map.of("secretHeaders", "headers")),
                new Shape(
                        Identity.Login.class, List.of("/$defs/identity/properties", "/$defs/login/properties"), usual),
                new Shape(Identity.StaticToken.class, List.of("/$defs/identity/properties"), usual),
                new Shape(
                        Identity.ClientCredentials.class,
                        List.of("/$defs/identity/properties/client-credentials/properties"),
                        usual),
                new Shape(
                        Identity.SigningKey.class, List.of("/$defs/identity/properties/signing-key/properties"), usual),
                new Shape(Identity.Account.class, List.of("/$defs/accounts/items/properties"), usual),
                new Shape(Identity.Locator.class, List.of("/$defs/locator/properties"), usual),
                new Shape(
                        LoadPhase.class,
                        List.of("/$defs/phase/properties"),
                        Map.of("duration", "for", "shape", "open", "spacing", "arrivals")),
                new Shape(
                        LoadPhase.Shape.Ramp.class,
                        List.of("/$defs/phase/properties/ramp/properties"),
                        Map.of("fromPerSecond", "from", "toPerSecond", "to")),
                new Shape(Objective.class, List.of("/$defs/objective/properties"), Map.of("atMostSeconds", "at-most")),
                new Shape(Journey.class, List.of("/$defs/journey/properties"), usual),
                new Shape(Rails.class, List.of("/$defs/rails/properties"), usual));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void has_a_key_for_every_component_of_the_records(Shape shape) {
        assertThat(Arrays.stream(shape.type.getRecordComponents()).map(RecordComponent::getName))
                .isNotEmpty()
                .allSatisfy(component -> {
                    String key = shape.names.getOrDefault(
                            component, component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
                    assertThat(shape.places)
                            .as("%s of %s as %s", component, shape.type, key)
                            .anyMatch(place -> COMPOSED.at(place).has(key));
                });
    }
}
