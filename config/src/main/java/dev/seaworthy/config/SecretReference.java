package dev.seaworthy.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a secret is, as a contract writes it: {@code ${env:NAME}}, {@code ${file:/path}} or {@code ${cmd:program
 * arguments}}.
 *
 * @param kind which of the three
 * @param place the variable's name, the file's path, or the command line
 */
public record SecretReference(Kind kind, String place) {
    static final String LITERAL = "a secret does not stand in this file; write a reference to it: "
            + "${env:NAME}, ${file:/path} or ${cmd:program arguments}";

    private static final Pattern FORM = Pattern.compile("\\$\\{(env|file|cmd):([^{}]+)}");

    /** The kinds of places. */
    public enum Kind {
        ENV,
        FILE,
        CMD
    }

    /** Reads the text of a reference; empty for any other text. */
    static Optional<SecretReference> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Kind kind = switch (matcher.group(1)) {
            case "env" -> Kind.ENV;
            case "file" -> Kind.FILE;
            default -> Kind.CMD;
        };
        return Optional.of(new SecretReference(kind, matcher.group(2).strip()));
    }

    /** Whether a text holds a reference anywhere. */
    static boolean isIn(String text) {
        return FORM.matcher(text).find();
    }

    /** The references in a text, as they are written there. */
    static List<String> allIn(String text) {
        return FORM.matcher(text).results().map(MatchResult::group).toList();
    }

    /**
     * The text with each reference replaced.
     *
     * @param values by the reference as it is written
     */
    static String fill(String text, Map<String, String> values) {
        return FORM.matcher(text).replaceAll(match -> Matcher.quoteReplacement(values.getOrDefault(match.group(), "")));
    }

    /** The same reference with a file's relative path resolved. */
    SecretReference under(Path folder) {
        return kind == Kind.FILE
                ? new SecretReference(kind, folder.resolve(place).toString())
                : this;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case ENV -> "${env:" + place + "}";
            case FILE -> "${file:" + place + "}";
            case CMD -> "${cmd:" + place + "}";
        };
    }
}
