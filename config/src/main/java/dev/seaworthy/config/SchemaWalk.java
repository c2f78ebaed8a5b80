package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Walks a document along its schema: through {@code properties}, {@code additionalProperties}, {@code items} and {@code
 * $ref} to definitions of the same schema. What a schema does not describe is visited with an empty one.
 */
final class SchemaWalk {
    private static final ObjectNode NOTHING_SAID = JsonNodeFactory.instance.objectNode();
    /** The definition that marks a place for a reference to a secret. */
    static final String SECRET = "secret";
    /** The definition that marks text in which references to secrets may stand. */
    static final String HEADER_VALUE = "header-value";

    private static final String DEFINITIONS = "#/$defs/";

    private final JsonNode schema;

    SchemaWalk(JsonNode schema) {
        this.schema = schema;
    }

    /** Is shown every value of the document with what the schema says of it. */
    interface Visitor {
        /**
         * Visits one value.
         *
         * @param definitions names of the schema's definitions that it follows, e.g. {@code secret}
         */
        void visit(Pointer pointer, JsonNode value, Set<String> definitions);
    }

    /** Shows every value, outer ones first. */
    void visit(JsonNode document, Visitor visitor) {
        visit(document, schema, Pointer.ROOT, visitor);
    }

    private void visit(JsonNode value, JsonNode rule, Pointer pointer, Visitor visitor) {
        visitor.visit(pointer, value, definitions(rule));
        JsonNode resolved = resolved(rule);
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                visit(entry.getValue(), property(resolved, entry.getKey()), pointer.child(entry.getKey()), visitor);
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                visit(array.get(i), orNothing(resolved.get("items")), pointer.child(i), visitor);
            }
        }
    }

    /** Puts the schema's defaults where the document says nothing, in place. */
    void fillDefaults(JsonNode document) {
        fill(document, schema);
    }

    private void fill(JsonNode value, JsonNode rule) {
        JsonNode resolved = resolved(rule);
        if (value instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry :
                    orNothing(resolved.get("properties")).properties()) {
                JsonNode given = entry.getValue().get("default");
                JsonNode fallback =
                        given != null ? given : resolved(entry.getValue()).get("default");
                if (fallback != null && !object.has(entry.getKey())) {
                    object.set(entry.getKey(), fallback.deepCopy());
                }
            }
            object.properties().forEach(entry -> fill(entry.getValue(), property(resolved, entry.getKey())));
        } else if (value instanceof ArrayNode array) {
            array.forEach(item -> fill(item, orNothing(resolved.get("items"))));
        }
    }

    /** The rule for one key of an object that follows {@code rule}. */
    private static JsonNode property(JsonNode rule, String key) {
        JsonNode named = orNothing(rule.get("properties")).get(key);
        return named != null ? named : orNothing(rule.get("additionalProperties"));
    }

    /** The rule itself, or what its reference names, through references to references. */
    private JsonNode resolved(JsonNode rule) {
        JsonNode at = rule;
        while (at.has("$ref") && at.get("$ref").asText().startsWith("#")) {
            at = schema.at(at.get("$ref").asText().substring(1));
        }
        return at;
    }

    private Set<String> definitions(JsonNode rule) {
        Set<String> names = new LinkedHashSet<>();
        JsonNode at = rule;
        while (at.has("$ref") && at.get("$ref").asText().startsWith(DEFINITIONS)) {
            String name = at.get("$ref").asText().substring(DEFINITIONS.length());
            names.add(name);
            at = schema.path("$defs").path(name);
        }
        return names;
    }

    private static JsonNode orNothing(@Nullable JsonNode rule) {
        return rule != null && rule.isObject() ? rule : NOTHING_SAID;
    }
}
