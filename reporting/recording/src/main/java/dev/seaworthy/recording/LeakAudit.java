package dev.seaworthy.recording;

import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.recording.LeakAuditResult.Leak;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Searches every file of a run directory for every secret that the run saw. Looks at the bytes, at the text, and at the
 * text without JSON's and HTML's escapes; does not look into compressed data, and no writer compresses text.
 */
public final class LeakAudit {
    private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|([\"\\\\/bfnrt]))");
    private static final Pattern HTML_ESCAPE = Pattern.compile("&(?:#(\\d{1,6})|#x([0-9a-fA-F]{1,5})|(\\w{2,4}));");

    private LeakAudit() {}

    /**
     * Scans a directory and all below it; names of files count as text, too.
     *
     * @throws RecordingFailure if a file cannot be read, since an audit that passes over files proves nothing
     */
    public static LeakAuditResult scan(Path runDirectory, SecretVault vault) {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(runDirectory)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw unreadable(runDirectory, e);
        }
        List<Leak> leaks = new ArrayList<>();
        for (Path file : files) {
            String name = runDirectory.relativize(file).toString().replace('\\', '/');
            for (String label : labels(file, name, vault)) {
                leaks.add(new Leak(name, label));
            }
        }
        return new LeakAuditResult(files.size(), vault.size(), List.copyOf(leaks));
    }

    private static Set<String> labels(Path file, String name, SecretVault vault) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        Set<String> labels = new LinkedHashSet<>(vault.leaksIn(name));
        labels.addAll(vault.leaksIn(new String(bytes, StandardCharsets.ISO_8859_1)));
        String text = new String(bytes, StandardCharsets.UTF_8);
        labels.addAll(vault.leaksIn(text));
        if (text.indexOf('\\') >= 0) {
            labels.addAll(vault.leaksIn(JSON_ESCAPE.matcher(text).replaceAll(LeakAudit::unescapeJson)));
        }
        if (text.indexOf('&') >= 0) {
            labels.addAll(vault.leaksIn(HTML_ESCAPE.matcher(text).replaceAll(LeakAudit::unescapeHtml)));
        }
        return labels;
    }

    private static String unescapeJson(MatchResult match) {
        String plain;
        if (match.group(1) != null) {
            plain = Character.toString((char) Integer.parseInt(match.group(1), 16));
        } else {
            plain = switch (match.group(2)) {
                case "b" -> "\b";
                case "f" -> "\f";
                case "n" -> "\n";
                case "r" -> "\r";
                case "t" -> "\t";
                default -> match.group(2);
            };
        }
        return Matcher.quoteReplacement(plain);
    }

    private static String unescapeHtml(MatchResult match) {
        String plain;
        if (match.group(1) != null) {
            plain = Character.toString(Integer.parseInt(match.group(1)));
        } else if (match.group(2) != null) {
            plain = Character.toString(Integer.parseInt(match.group(2), 16));
        } else {
            plain = switch (match.group(3)) {
                case "amp" -> "&";
                case "lt" -> "<";
                case "gt" -> ">";
                case "quot" -> "\"";
                case "apos" -> "'";
                default -> match.group();
            };
        }
        return Matcher.quoteReplacement(plain);
    }

    private static RecordingFailure unreadable(Path file, IOException cause) {
        return new RecordingFailure("cannot search " + file + " for secrets ("
                + cause.getClass().getSimpleName() + "); an unread file proves nothing");
    }
}
