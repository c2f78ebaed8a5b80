package dev.seaworthy.wire;

import java.util.Locale;

/** Says what bytes look like that are not HTTP/1.1. */
final class Sniff {
    private static final int SHOWN = 24;

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
        return "it begins with " + printable(bytes, Math.min(length, SHOWN));
    }

    /** Printable ASCII as it is, the rest as {@code \xNN}. */
    static String printable(byte[] bytes, int length) {
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
