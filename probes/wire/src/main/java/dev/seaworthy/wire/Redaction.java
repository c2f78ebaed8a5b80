package dev.seaworthy.wire;

import dev.seaworthy.kernel.SecretVault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What may be written of an exchange. Header values are shown by an allow-list, everything else by name and length; what
 * is shown passes the vault and then the patterns. Secrets that an exchange reveals are registered first. Thread-safe.
 */
final class Redaction {
    /** How much of a body is shown. */
    static final int SHOWN_BODY = 2 * 1024;

    /** How much of a body is looked at: more than is shown, so that a secret is not cut before it is known. */
    private static final int READ_BODY = 64 * 1024;

    private static final Set<String> SHOWN = Set.of(
            "accept",
            "accept-encoding",
            "allow",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "host",
            "keep-alive",
            "origin",
            "referrer-policy",
            "retry-after",
            "sec-websocket-accept",
            "sec-websocket-extensions",
            "sec-websocket-key",
            "sec-websocket-version",
            "server",
            "strict-transport-security",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "vary",
            "via",
            "www-authenticate",
            "x-content-type-options",
            "x-frame-options",
            "x-seaworthy-run");
    private static final List<String> SHOWN_FAMILIES =
            List.of("access-control-", "ratelimit", "x-ratelimit", "x-rate-limit");

    private static final Pattern TOKEN_MEMBER = Pattern.compile(
            "\"(?:access_?token|refresh_?token|id_?token|token|jwt)\"\\s{0,8}:\\s{0,8}\"([^\"\\\\\\s]{16,16384}+)\"",
            Pattern.CASE_INSENSITIVE);

    private final SecretVault vault;

    Redaction(SecretVault vault) {
        this.vault = vault;
    }

    /** Registers the credentials that these headers carry. */
    void learn(Headers sent) {
        for (Header field : sent.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (name.equals("authorization") || name.equals("proxy-authorization")) {
                String[] parts = field.value().strip().split("\\s+", 2);
                learnIfCredential(parts[parts.length - 1]);
            } else if (name.equals("set-cookie") || name.equals("cookie")) {
                Arrays.stream(field.value().split(";", -1))
                        .map(pair -> pair.substring(pair.indexOf('=') + 1).strip())
                        .forEach(this::learnIfCredential);
            }
        }
    }

    /** Registers the subprotocols that are credentials. */
    void learn(List<String> subprotocols) {
        subprotocols.forEach(this::learnIfCredential);
    }

    /** Registers the tokens that a body holds. */
    void learn(byte[] body) {
        if (body.length == 0) {
            return;
        }
        String text = new String(body, 0, Math.min(body.length, READ_BODY), StandardCharsets.UTF_8);
        Matcher member = TOKEN_MEMBER.matcher(text);
        while (member.find()) {
            vault.keep(member.group(1));
        }
        SecretPatterns.tokensIn(text).forEach(vault::keep);
    }

    private void learnIfCredential(String value) {
        // A word such as "invalid", registered, would be found in every text.
        if (SecretPatterns.looksLikeCredential(value)) {
            vault.keep(value);
        }
    }

    /** Any text. */
    String text(String text) {
        return SecretPatterns.redact(vault.redact(text));
    }

    /** A text of the wire on one line, at most {@code limit} characters of it. */
    String line(String text, int limit) {
        String redacted = text(text).replaceAll("\\p{Cntrl}", "·");
        return redacted.length() <= limit ? redacted : redacted.substring(0, limit) + "…";
    }

    /** The raw head of a request or an answer: the first line, and each field in its order and case. */
    String head(String raw) {
        StringBuilder shown = new StringBuilder();
        boolean whole = raw.length() < AnswerHead.KEPT_BYTES;
        String[] lines = raw.split("\n", -1);
        boolean first = true;
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
            boolean last = i == lines.length - 1;
            if (last && line.isEmpty()) {
                break;
            }
            if (last && !whole) {
                shown.append("<cut at 4 KiB>\n");
            } else if (last && first) {
                shown.append(Sniff.CUT_RUN.matcher(line(line, 1024)).replaceAll("…"))
                        .append('\n');
            } else {
                shown.append(first ? line(line, 1024) : field(line)).append('\n');
            }
            // After an interim answer another status line follows.
            first = line.isEmpty();
        }
        return shown.toString();
    }

    private String field(String line) {
        int colon = line.indexOf(':');
        if (line.isEmpty()) {
            return "";
        }
        if (colon <= 0) {
            return "<length " + line.length() + ">";
        }
        String name = line.substring(0, colon);
        return line(name, 64) + ": "
                + value(
                        name.strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
    }

    private String value(String name, String value) {
        if (name.equals("set-cookie")) {
            return cookie(value);
        }
        if (name.equals("sec-websocket-protocol")) {
            return Arrays.stream(value.split(",", -1))
                    .map(item -> subprotocol(item.strip()))
                    .collect(Collectors.joining(", "));
        }
        if (name.equals("location")) {
            return line(value.split("[?#]", 2)[0], 512) + (value.indexOf('?') >= 0 ? "?<query>" : "");
        }
        boolean known = SHOWN.contains(name) || SHOWN_FAMILIES.stream().anyMatch(name::startsWith);
        return known ? line(value, 1024) : "<length " + value.length() + ">";
    }

    /** One subprotocol: a name is shown, a credential is not. */
    String subprotocol(String item) {
        if (!SecretPatterns.looksLikeCredential(item)) {
            return line(item, 128);
        }
        for (String prefix : List.of("jwt.", "bearer.", "token.", "base64url.bearer.authorization.k8s.io.")) {
            if (item.regionMatches(true, 0, prefix, 0, prefix.length()) && item.length() > prefix.length()) {
                return item.substring(0, prefix.length()) + SecretPatterns.label(item.substring(prefix.length()));
            }
        }
        return SecretPatterns.label(item);
    }

    private String cookie(String value) {
        String[] parts = value.split(";", -1);
        int equals = parts[0].indexOf('=');
        String name = equals < 0 ? "" : parts[0].substring(0, equals);
        String attributes = Arrays.stream(parts)
                .skip(1)
                .map(part -> "; " + line(part.strip(), 128))
                .collect(Collectors.joining());
        return line(name, 64) + "=<length " + (parts[0].length() - equals - 1) + ">" + attributes;
    }

    /** The beginning of a body, if it is text. */
    String body(byte[] body) {
        if (body.length == 0) {
            return "";
        }
        String text = new String(body, 0, Math.min(body.length, READ_BODY), StandardCharsets.UTF_8);
        if (isBinary(text)) {
            return "<" + body.length + " bytes, not text>";
        }
        String shown = text(text);
        if (body.length > READ_BODY) {
            // What was cut off here could be the beginning of a secret that was not recognised.
            shown = Sniff.CUT_RUN.matcher(shown).replaceAll("");
        }
        boolean cut = shown.length() > SHOWN_BODY;
        return cut ? shown.substring(0, SHOWN_BODY) + "\n<" + body.length + " bytes in all>" : shown;
    }

    /**
     * The beginning of a payload on one line.
     *
     * @param kept its first bytes
     * @param length how long it was
     */
    String excerpt(byte[] kept, int length, int limit) {
        String text = new String(kept, StandardCharsets.UTF_8);
        if (isBinary(text)) {
            return "<binary>";
        }
        String shown = line(text, Integer.MAX_VALUE);
        if (kept.length < length) {
            shown = Sniff.CUT_RUN.matcher(shown).replaceAll("");
        }
        return shown.length() <= limit ? shown : shown.substring(0, limit) + "…";
    }

    private static boolean isBinary(String text) {
        long strange = text.chars()
                .filter(c -> c == 0xfffd || c < 0x20 && c != '\n' && c != '\r' && c != '\t')
                .count();
        return strange * 10 > text.length() || text.indexOf('\0') >= 0;
    }
}
