package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** One YAML document, and where in the file each of its keys and values stands. */
final class YamlDocument {
    private final String file;
    private final JsonNode root;
    private final Map<Pointer, Position> keys;
    private final Map<Pointer, Position> values;

    YamlDocument(String file, JsonNode root, Map<Pointer, Position> keys, Map<Pointer, Position> values) {
        this.file = file;
        this.root = root;
        this.keys = keys;
        this.values = values;
    }

    /**
     * Reads a document.
     *
     * @param file names it in complaints
     * @throws ContractRefused if the text is not one YAML mapping
     */
    static YamlDocument parse(String text, String file) {
        return new YamlParse(text, file).document();
    }

    String file() {
        return file;
    }

    JsonNode root() {
        return root;
    }

    JsonNode at(Pointer pointer) {
        return root.at(pointer.text());
    }

    /** Where a value begins; for a place that is not in the file, where the nearest value around it begins. */
    Position valueAt(Pointer pointer) {
        Position position = values.get(pointer);
        return position != null || pointer.equals(Pointer.ROOT)
                ? position == null ? Position.START : position
                : keyAt(pointer.parent());
    }

    /** Where a key stands; for an item of a list, the item. */
    Position keyAt(Pointer pointer) {
        Position position = keys.get(pointer);
        return position != null ? position : valueAt(pointer);
    }

    /** A line and a column, both counted from 1. */
    record Position(int line, int column) {
        static final Position START = new Position(1, 1);
    }

    /** A refusal of the whole file for one reason. */
    static ContractRefused refusal(String file, Position position, String message) {
        return new ContractRefused(
                List.of(new ContractComplaint(file, position.line(), position.column(), "", message)));
    }
}
