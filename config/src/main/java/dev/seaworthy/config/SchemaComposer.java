package dev.seaworthy.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Composes the schema of the contract from its own part and one fragment of each probe.
 *
 * <p>The fragment of a probe is {@code settings.schema.json} beside its factory class: a schema of an object. It may refer
 * to the contract's own definitions as {@code #/$defs/duration}, {@code rate}, {@code secret}, {@code path}, {@code
 * locator}, {@code identity-name}, {@code operation-name} (these two must then exist in the contract) and so on; definitions of its own are renamed to {@code #/$defs/<id>-<name>}.
 */
public final class SchemaComposer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OWN = "environment.schema.json";
    private static final String FRAGMENT = "settings.schema.json";
    private static final String DEFINITIONS = "#/$defs/";

    private final List<ProbeFactory<?>> factories;

    /** Composes for these probes; their order does not matter. */
    public SchemaComposer(List<? extends ProbeFactory<?>> factories) {
        this.factories = List.copyOf(factories);
    }

    /**
     * The schema as a file: two spaces of indent, a line feed at the end, the same bytes for the same probes.
     *
     * @throws IllegalStateException if a probe has no fragment, or one that is not a JSON object
     */
    public String text() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return JSON.writer(printer).writeValueAsString(schema(false)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON cannot be written", e);
        }
    }

    /**
     * The schema as a tree.
     *
     * @param otherProbes whether blocks of probes that are not known here are let pass
     */
    ObjectNode schema(boolean otherProbes) {
        ObjectNode schema = read(SchemaComposer.class, OWN);
        ObjectNode definitions = (ObjectNode) schema.get("$defs");
        ObjectNode probes = (ObjectNode) schema.get("properties").get("probes");
        ObjectNode byId = probes.putObject("properties");
        if (!otherProbes) {
            probes.put("additionalProperties", false);
        }
        Map<String, ProbeFactory<?>> sorted = new TreeMap<>();
        factories.forEach(factory -> sorted.put(factory.id(), factory));
        sorted.forEach((id, factory) -> {
            ObjectNode fragment = read(factory.getClass(), FRAGMENT);
            fragment.remove(List.of("$schema", "$id"));
            JsonNode own = fragment.remove("$defs");
            ObjectNode empty = JSON.createObjectNode();
            ObjectNode theirs = own instanceof ObjectNode object ? object : empty;
            rename(fragment, theirs, id);
            theirs.properties().forEach(entry -> {
                rename(entry.getValue(), theirs, id);
                definitions.set(id + "-" + entry.getKey(), entry.getValue());
            });
            definitions.set("probe-" + id, fragment);
            ObjectNode property = byId.putObject(id);
            property.put("description", factory.concern());
            property.put("$ref", DEFINITIONS + "probe-" + id);
        });
        return schema;
    }

    /** Points references to a fragment's own definitions at their new names. */
    private static void rename(JsonNode node, ObjectNode own, String id) {
        if (node instanceof ObjectNode object) {
            JsonNode reference = object.get("$ref");
            if (reference != null && reference.asText().startsWith(DEFINITIONS)) {
                String name = reference.asText().substring(DEFINITIONS.length());
                if (own.has(name)) {
                    object.set("$ref", TextNode.valueOf(DEFINITIONS + id + "-" + name));
                }
            }
            object.forEach(child -> rename(child, own, id));
        } else if (node instanceof ArrayNode array) {
            array.forEach(child -> rename(child, own, id));
        }
    }

    static ObjectNode read(Class<?> beside, String name) {
        try (InputStream stream = beside.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is missing beside " + beside.getName());
            }
            if (JSON.readTree(stream) instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalStateException(name + " beside " + beside.getName() + " is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + " beside " + beside.getName() + " is not JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
