package dev.seaworthy.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what bytes look like that are not HTTP/1.1. */
final class Sniff {
    private static final int SHOWN = 24;

    /** What a cut may have left of a secret. */
    static final Pattern CUT_RUN = Pattern.compile("(?<![\\w+/=.~-])[\\w+/=.~-]{8,}+$");

    private Sniff() {}

    /** One phrase on the first bytes of an answer. */
    static String words(byte[] bytes, int length) {
        if (length >= 2 && bytes[1] == 3 && (bytes[0] == 0x15 || bytes[0] == 0x16)) {
            return "the peer speaks TLS: use https or wss";
        }
        if (length >= 4 && bytes[0] == 'S' && bytes[1] == 'S' && bytes[2] == 'H' && bytes[3] == '-') {
            return "the peer speaks SSH";
        }
        if (length >= 5 && bytes[0] == 0 && bytes[1] == 0 && bytes[3] == 4) {
            return "the peer speaks HTTP/2 only";
        }
        return "it begins with " + excerpt(bytes, length, SHOWN, true);
    }

    /**
     * Printable ASCII as it is, the rest as {@code \xNN}. A long run of letters and digits at a cut is left out: it could
     * be the beginning of a secret that nobody recognises by half.
     *
     * @param limit how many bytes are looked at
     * @param open whether more may follow even if all was looked at
     */
    static String excerpt(byte[] bytes, int length, int limit, boolean open) {
        int shown = Math.min(length, limit);
        String raw = new String(bytes, 0, shown, StandardCharsets.ISO_8859_1);
        Matcher run = CUT_RUN.matcher(raw);
        boolean cut = (open || length > limit) && run.find();
        return cut ? printable(bytes, run.start()) + "…" : printable(bytes, shown);
    }

    private static String printable(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int value = bytes[i] & 0xff;
            if (value >= 0x20 && value < 0x7f) {
                text.append((char) value);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02x", value));
            }
        }
        return text.toString();
    }
}
