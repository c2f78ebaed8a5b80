package dev.seaworthy.auth.forge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The text of one JSON object, changed member by member: every byte that a change does not concern stays where it is.
 *
 * <p>No JSON writer is behind it: one would put right what is meant to be wrong, such as a name that stands twice. Immutable.
 *
 * @param text an object, as the issuer wrote it
 */
public record JsonText(String text) {
    /**
     * Takes the text of an object.
     *
     * @throws IllegalArgumentException if it is none
     */
    public JsonText {
        if (text.isBlank()
                || new Scan(text).members().isEmpty()
                        && !text.replaceAll("\\s", "").equals("{}")) {
            throw new IllegalArgumentException("not the text of a JSON object");
        }
    }

    /** The members in their order, repeated names included. */
    public List<Member> members() {
        return new Scan(text).members();
    }

    /** The first member of this name. */
    public Optional<Member> member(String name) {
        return members().stream().filter(member -> member.name.equals(name)).findFirst();
    }

    /** With this value for a member, where it stands; at the end if there is none of this name. */
    public JsonText with(String name, String raw) {
        return member(name)
                .map(found -> new JsonText(text.substring(0, found.valueStart) + raw + text.substring(found.end)))
                .orElseGet(() -> appended(name, raw));
    }

    /** Without a member. */
    public JsonText without(String name) {
        List<Member> all = members();
        for (int i = 0; i < all.size(); i++) {
            Member found = all.get(i);
            if (!found.name.equals(name)) {
                continue;
            }
            int from = i == 0 ? found.start : all.get(i - 1).end;
            int to = i == 0 && all.size() > 1 ? all.get(1).start : found.end;
            return new JsonText(text.substring(0, from) + text.substring(to));
        }
        return this;
    }

    /** With the member of this name twice, the first where the one of now is. */
    public JsonText twice(String name, String first, String second) {
        return with(name, first).appended(name, second);
    }

    /** With the name of a member changed and its value kept. */
    public JsonText renamed(String name, String other) {
        return member(name)
                .map(found ->
                        new JsonText(text.substring(0, found.start) + quoted(other) + text.substring(found.nameEnd)))
                .orElse(this);
    }

    /** A text as a JSON string. */
    public static String quoted(String value) {
        return "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private JsonText appended(String name, String raw) {
        int end = text.lastIndexOf('}');
        String comma = members().isEmpty() ? "" : ",";
        return new JsonText(text.substring(0, end) + comma + quoted(name) + ":" + raw + text.substring(end));
    }

    /**
     * One member as it stands in the text.
     *
     * @param name as written between the quotation marks
     * @param raw its value, as written
     * @param start where the name's quotation mark is
     * @param nameEnd after the name's second quotation mark
     * @param valueStart where the value begins
     * @param end after the value
     */
    public record Member(String name, String raw, int start, int nameEnd, int valueStart, int end) {}

    /** Finds the members of the outermost object; how their values are made up inside does not matter to it. */
    private static final class Scan {
        private final String text;
        private int at;

        Scan(String text) {
            this.text = text;
        }

        List<Member> members() {
            List<Member> members = new ArrayList<>();
            blanks();
            if (next() != '{') {
                return List.of();
            }
            blanks();
            while (at < text.length() && text.charAt(at) == '"') {
                int start = at;
                string();
                int nameEnd = at;
                blanks();
                if (next() != ':') {
                    return List.of();
                }
                blanks();
                int valueStart = at;
                value();
                int end = at;
                members.add(new Member(
                        text.substring(start + 1, nameEnd - 1),
                        text.substring(valueStart, end),
                        start,
                        nameEnd,
                        valueStart,
                        end));
                blanks();
                if (next() != ',') {
                    break;
                }
                blanks();
            }
            return List.copyOf(members);
        }

        private char next() {
            return at < text.length() ? text.charAt(at++) : '\0';
        }

        private void blanks() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private void string() {
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            at = Math.min(at + 1, text.length());
        }

        /** Ends before the comma or bracket that is not the value's own, or before the blanks that lead there. */
        private void value() {
            int depth = 0;
            int end = at;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
                    break;
                }
                if (c == '"') {
                    string();
                } else {
                    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                    at++;
                }
                end = Character.isWhitespace(c) && depth == 0 ? end : at;
            }
            at = end;
        }
    }
}
