package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/** Turns one YAML text into a tree and its positions. No text of the file is repeated in a syntax complaint. */
final class YamlParse {
    /** No honest contract comes near; a file of aliases to aliases does. */
    private static final int MOST_NODES = 50_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(false);

    private final String text;
    private final String file;
    private final Map<Pointer, YamlDocument.Position> keys = new HashMap<>();
    private final Map<Pointer, YamlDocument.Position> values = new HashMap<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<ContractComplaint> complaints = new ArrayList<>();
    private int nodes;

    YamlParse(String text, String file) {
        this.text = text;
        this.file = file;
    }

    YamlDocument document() {
        Node top = compose();
        if (top == null) {
            throw refusal(YamlDocument.Position.START, "the file is empty; it needs a mapping of keys to values");
        }
        JsonNode root = convert(top, Pointer.ROOT);
        if (!complaints.isEmpty()) {
            throw new ContractRefused(complaints.subList(0, Math.min(complaints.size(), Complaints.MOST)));
        }
        if (!root.isObject()) {
            throw refusal(
                    position(top.getStartMark()),
                    "expected a mapping of keys to values, found " + Found.kind(root) + "; is this the right file?");
        }
        return new YamlDocument(file, root, keys, values);
    }

    private @Nullable Node compose() {
        LoaderOptions options = new LoaderOptions();
        options.setProcessComments(false);
        // Aliases are counted where they cost something: in the tree that they unfold to.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        try {
            StreamReader reader = new StreamReader(text);
            return new Composer(new ParserImpl(reader, options), new CoreSchemaResolver(), options).getSingleNode();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
            throw refusal(position(mark), "this is not YAML: " + withoutNames(e));
        } catch (YAMLException e) {
            throw refusal(YamlDocument.Position.START, "this is not YAML: " + firstLine(e.getMessage()));
        }
    }

    /** What the parser says, without the name of an anchor or a tag: it may be a secret that began with a special sign. */
    private static String withoutNames(MarkedYAMLException e) {
        String problem = firstLine(e.getProblem());
        if (problem.contains("alias")) {
            return "an unknown alias (text that begins with * must be quoted)";
        }
        if (problem.contains("tag")) {
            return "an unknown tag (text that begins with ! must be quoted)";
        }
        if (problem.contains("another document")) {
            return "more than one document (a line of ---); only one is read";
        }
        if (problem.contains("mapping values are not allowed here")) {
            return "a second \": \" in one line (is the indentation right, or does a text need quotes?)";
        }
        String context = e.getContext() == null ? "" : firstLine(e.getContext()) + ": ";
        return context + problem;
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }

    private JsonNode convert(Node node, Pointer pointer) {
        values.put(pointer, position(node.getStartMark()));
        nodes++;
        if (nodes > MOST_NODES) {
            throw refusal(position(node.getStartMark()), "more than " + MOST_NODES + " values; are aliases nested?");
        }
        if (!open.add(node)) {
            throw refusal(position(node.getStartMark()), "an alias stands inside the value that it repeats");
        }
        JsonNode converted = node instanceof MappingNode mapping
                ? mapping(mapping, pointer)
                : node instanceof SequenceNode sequence
                        ? sequence(sequence, pointer)
                        : scalar((ScalarNode) node, pointer);
        open.remove(node);
        return converted;
    }

    private JsonNode mapping(MappingNode mapping, Pointer pointer) {
        requireTag(mapping, Tag.MAP, pointer);
        ObjectNode object = NODES.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            YamlDocument.Position at = position(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode scalar)) {
                complaints.add(complaint(at, pointer, "a key must be plain text, not a mapping or a list"));
                continue;
            }
            String key = scalar.getValue();
            Pointer child = pointer.child(key);
            YamlDocument.Position first = keys.putIfAbsent(child, at);
            if (object.has(key)) {
                int line = first == null ? at.line() : first.line();
                complaints.add(complaint(at, child, "key \"" + key + "\" is here twice; first in line " + line));
                continue;
            }
            object.set(key, convert(tuple.getValueNode(), child));
        }
        return object;
    }

    private JsonNode sequence(SequenceNode sequence, Pointer pointer) {
        requireTag(sequence, Tag.SEQ, pointer);
        ArrayNode array = NODES.arrayNode();
        int index = 0;
        for (Node item : sequence.getValue()) {
            array.add(convert(item, pointer.child(index)));
            index++;
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar, Pointer pointer) {
        String value = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.INT)) {
                return NODES.numberNode(Long.parseLong(value));
            }
            if (tag.equals(Tag.FLOAT)) {
                return NODES.numberNode(new BigDecimal(value));
            }
        } catch (NumberFormatException e) {
            complaints.add(complaint(position(scalar.getStartMark()), pointer, "this is not a number"));
            return NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(value.toLowerCase(Locale.ROOT).equals("true"));
        }
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        requireTag(scalar, Tag.STR, pointer);
        return NODES.textNode(value);
    }

    private void requireTag(Node node, Tag tag, Pointer pointer) {
        if (!node.getTag().equals(tag)) {
            complaints.add(complaint(
                    position(node.getStartMark()),
                    pointer,
                    "YAML tags are not read here (text that begins with ! must be quoted)"));
        }
    }

    private ContractComplaint complaint(YamlDocument.Position at, Pointer pointer, String message) {
        return new ContractComplaint(file, at.line(), at.column(), pointer.words(), message);
    }

    private ContractRefused refusal(YamlDocument.Position position, String message) {
        return YamlDocument.refusal(file, position, message);
    }

    private static YamlDocument.Position position(@Nullable Mark mark) {
        return mark == null
                ? YamlDocument.Position.START
                : new YamlDocument.Position(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
