package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;

/** What stands in a file, in words for a complaint. */
final class Found {
    private static final int LONGEST = 60;

    private Found() {}

    /** A value, shortened; never call it on a place for secrets. */
    static String value(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "\"" + shortened(node.textValue()) + "\"";
            case NUMBER -> "the number " + shortened(node.asText());
            case BOOLEAN -> node.asText();
            default -> kind(node);
        };
    }

    /** Only what kind of value it is. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case OBJECT -> "a mapping";
            default -> "nothing";
        };
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }
}
