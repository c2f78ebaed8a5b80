package dev.seaworthy.readiness;

/**
 * Makes text from a target harmless to show: characters that no XML 1.0 document may hold, and those that reorder or hide
 * what stands around them, become visible signs. Markup is escaped elsewhere; this comes on top of it.
 */
final class Glyphs {
    private Glyphs() {}

    /** The text with nothing invisible left in it but line feeds and tabs; a carriage return is dropped before a line feed. */
    static String visible(String text) {
        int from = firstToChange(text);
        if (from < 0) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, from);
        for (int i = from; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isHarmless(c)) {
                shown.appendCodePoint(c);
            } else if (c == '\r' && i < text.length() && text.charAt(i) == '\n') {
                continue;
            } else if (c < 0x20) {
                shown.append((char) (0x2400 + c));
            } else if (c == 0x7f) {
                shown.append('\u2421');
            } else {
                shown.append(String.format("\u27e8U+%04X\u27e9", c));
            }
        }
        return shown.toString();
    }

    private static int firstToChange(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (!isHarmless(c)) {
                return i;
            }
            i += Character.charCount(c);
        }
        return -1;
    }

    private static boolean isHarmless(int c) {
        if (c == '\n' || c == '\t') {
            return true;
        }
        boolean control = c < 0x20 || c >= 0x7f && c < 0xa0;
        boolean loneSurrogate = c >= 0xd800 && c <= 0xdfff;
        boolean noCharacter = (c & 0xfffe) == 0xfffe || c >= 0xfdd0 && c <= 0xfdef;
        boolean reorders =
                c == 0x061c || c == 0x200e || c == 0x200f || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
        boolean hides = c == 0x200b || c == 0x2060 || c == 0xfeff || c == 0x2028 || c == 0x2029;
        return !(control || loneSurrogate || noCharacter || reorders || hides);
    }
}
