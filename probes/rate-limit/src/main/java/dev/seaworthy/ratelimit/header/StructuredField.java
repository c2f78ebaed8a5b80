package dev.seaworthy.ratelimit.header;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The part of structured fields (RFC 9651) that the RateLimit fields use: lists and dictionaries of items with parameters.
 * Inner lists are not read. Total: any text gives members or nothing, never an exception.
 */
final class StructuredField {
    private static final int LONGEST = 4096;

    private final String text;
    private int at;

    private StructuredField(String text) {
        this.text = text;
    }

    /** What an item is. */
    enum Kind {
        STRING,
        TOKEN,
        NUMBER,
        BYTES,
        BOOLEAN
    }

    /** An item as written, without its quotes. */
    record Item(Kind kind, String text) {
        static final Item TRUE = new Item(Kind.BOOLEAN, "1");
    }

    /**
     * A member of a list or a dictionary.
     *
     * @param key empty in a list
     */
    record Member(String key, Item item, Map<String, Item> parameters) {}

    /** The members of a field; empty where it is malformed as a whole. */
    static Optional<List<Member>> parse(String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        return new StructuredField(value).members();
    }

    private Optional<List<Member>> members() {
        List<Member> members = new ArrayList<>();
        skipSpace();
        while (at < text.length()) {
            Optional<Member> member = member();
            if (member.isEmpty()) {
                return Optional.empty();
            }
            members.add(member.get());
            skipSpace();
            if (at == text.length()) {
                return Optional.of(members);
            }
            if (!take(',')) {
                return Optional.empty();
            }
            skipSpace();
            if (at == text.length()) {
                return Optional.empty();
            }
        }
        return members.isEmpty() ? Optional.empty() : Optional.of(members);
    }

    private Optional<Member> member() {
        int begin = at;
        String key = key();
        Optional<Item> item;
        if (!key.isEmpty() && take('=')) {
            item = item();
        } else {
            key = "";
            at = begin;
            item = item();
        }
        Map<String, Item> parameters = new LinkedHashMap<>();
        if (item.isEmpty() || !parameters(parameters)) {
            return Optional.empty();
        }
        return Optional.of(new Member(key, item.get(), parameters));
    }

    private boolean parameters(Map<String, Item> into) {
        skipSpace();
        while (take(';')) {
            skipSpace();
            String key = key();
            if (key.isEmpty()) {
                return false;
            }
            Optional<Item> value = take('=') ? item() : Optional.of(Item.TRUE);
            if (value.isEmpty()) {
                return false;
            }
            into.put(key, value.get());
            skipSpace();
        }
        return true;
    }

    private Optional<Item> item() {
        if (at == text.length()) {
            return Optional.empty();
        }
        char first = text.charAt(at);
        if (first == '"') {
            return string();
        }
        if (first == ':') {
            int end = text.indexOf(':', at + 1);
            return end < 0 ? Optional.empty() : Optional.of(item(Kind.BYTES, at + 1, end, end + 1));
        }
        if (first == '?') {
            boolean whole = at + 1 < text.length() && (text.charAt(at + 1) == '0' || text.charAt(at + 1) == '1');
            return whole ? Optional.of(item(Kind.BOOLEAN, at + 1, at + 2, at + 2)) : Optional.empty();
        }
        int end = at;
        if (first == '-' || digit(first)) {
            end++;
            while (end < text.length() && (digit(text.charAt(end)) || text.charAt(end) == '.')) {
                end++;
            }
            return Optional.of(item(Kind.NUMBER, at, end, end));
        }
        while (end < text.length() && tokenCharacter(text.charAt(end))) {
            end++;
        }
        return end == at ? Optional.empty() : Optional.of(item(Kind.TOKEN, at, end, end));
    }

    private Item item(Kind kind, int begin, int end, int next) {
        at = next;
        return new Item(kind, text.substring(begin, end));
    }

    private Optional<Item> string() {
        StringBuilder content = new StringBuilder();
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                at = i + 1;
                return Optional.of(new Item(Kind.STRING, content.toString()));
            }
            if (c == '\\' && ++i < text.length()) {
                c = text.charAt(i);
            }
            content.append(c);
        }
        return Optional.empty();
    }

    private String key() {
        int begin = at;
        while (at < text.length() && keyCharacter(text.charAt(at), at == begin)) {
            at++;
        }
        return text.substring(begin, at);
    }

    private static boolean keyCharacter(char c, boolean first) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || c == '*' || (!first && (digit(c) || c == '_' || c == '-' || c == '.'));
    }

    private static boolean tokenCharacter(char c) {
        return c > ' ' && c < 127 && ",;=\"()".indexOf(c) < 0;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }
}
