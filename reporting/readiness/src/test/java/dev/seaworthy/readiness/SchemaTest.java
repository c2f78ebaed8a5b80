package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema STRICT = strict();

    @Test
    void every_kind_of_report_follows_the_published_schema() {
        assertValid(JsonReport.render(Voyages.healthy().report()));
        assertValid(JsonReport.render(Voyages.broken().report()));
        assertValid(JsonReport.render(new Fixture().report()));
        assertValid(JsonReport.render(Readiness.judge(new Fixture().run(), null)));
    }

    @Test
    void the_schema_refuses_a_report_without_its_parts() throws Exception {
        ObjectNode report =
                (ObjectNode) JSON.readTree(JsonReport.render(Voyages.healthy().report()));
        for (Map.Entry<String, JsonNode> part : report.deepCopy().properties()) {
            String key = part.getKey();
            ObjectNode without = report.deepCopy();
            without.remove(key);
            assertThat(STRICT.validate(without)).as("without " + key).isNotEmpty();
        }
        ((ObjectNode) report.get("readiness")).put("verdict", "PROBABLY");
        assertThat(STRICT.validate(report)).isNotEmpty();
    }

    /** Also holds that nothing is written that the schema does not describe, though readers must bear it. */
    static void assertValid(String json) {
        try {
            assertThat(STRICT.validate(JSON.readTree(json))).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonSchema strict() {
        try (InputStream in = Report.class.getResourceAsStream("report-1.schema.json")) {
            JsonNode schema = JSON.readTree(in);
            close(schema);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode schema) {
        if (schema instanceof ObjectNode object && object.has("required")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(SchemaTest::close);
    }
}
