package dev.seaworthy.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Messages as the contract writes them, and as they arrive. */
final class Template {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String text;

    /** A text, or a mapping that is sent as JSON. */
    Template(JsonNode written) {
        this.text = written.isTextual() ? written.asText() : written.toString();
    }

    String with(String nonce) {
        return text.replace("{nonce}", nonce);
    }

    String with(String nonce, String run) {
        return with(nonce).replace("{run}", run);
    }

    boolean namesRun() {
        return text.contains("{run}");
    }

    /** A message as JSON; a missing node for anything else. */
    static JsonNode read(String message) {
        try {
            JsonNode tree = JSON.readTree(message);
            return tree == null ? MissingNode.getInstance() : tree;
        } catch (JsonProcessingException notJson) {
            // A peer may speak as it likes; what is not JSON carries no mark, and so is no answer.
            return MissingNode.getInstance();
        }
    }
}
