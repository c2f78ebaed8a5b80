package dev.seaworthy.config;

/** A place in a YAML document, as a JSON pointer (RFC 6901). */
record Pointer(String text) {
    static final Pointer ROOT = new Pointer("");

    Pointer child(String key) {
        return new Pointer(text + "/" + key.replace("~", "~0").replace("/", "~1"));
    }

    Pointer child(int index) {
        return new Pointer(text + "/" + index);
    }

    Pointer parent() {
        int slash = text.lastIndexOf('/');
        return slash < 0 ? ROOT : new Pointer(text.substring(0, slash));
    }

    /** The last key, unescaped; empty at the root. */
    String key() {
        return unescape(text.substring(text.lastIndexOf('/') + 1));
    }

    /** As a user reads it: {@code load[0].scenario}. */
    String words() {
        StringBuilder words = new StringBuilder();
        for (String segment : text.isEmpty() ? new String[0] : text.substring(1).split("/", -1)) {
            if (segment.matches("\\d+")) {
                words.append('[').append(segment).append(']');
            } else {
                words.append(words.isEmpty() ? "" : ".").append(unescape(segment));
            }
        }
        return words.toString();
    }

    private static String unescape(String segment) {
        return segment.replace("~1", "/").replace("~0", "~");
    }
}
