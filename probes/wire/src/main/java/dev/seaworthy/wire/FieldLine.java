package dev.seaworthy.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One line of a head, split at the colon (RFC 9112 section 5): a view of bytes that somebody else holds, or, of a line that
 * comes in pieces, of a buffer of its own that is used again.
 */
final class FieldLine {
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (int value = 0; value < TOKEN.length; value++) {
            boolean alphanumeric =
                    value >= 'a' && value <= 'z' || value >= 'A' && value <= 'Z' || value >= '0' && value <= '9';
            TOKEN[value] = alphanumeric || value > 0 && "!#$%&'*+-.^_`|~".indexOf(value) >= 0;
        }
    }

    private byte[] own = new byte[256];
    private byte[] bytes = own;
    private int start;
    private int length;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;

    void clear() {
        bytes = own;
        start = 0;
        length = 0;
    }

    /** Shows {@code count} bytes of {@code holder} until {@link #clear}; no copy. */
    void show(byte[] holder, int from, int count) {
        bytes = holder;
        start = from;
        length = count;
    }

    int length() {
        return length;
    }

    byte at(int index) {
        return bytes[start + index];
    }

    /** A copy, for words about the line. */
    byte[] copy() {
        return Arrays.copyOfRange(bytes, start, start + length);
    }

    /** Makes room for {@code more} bytes at the end of the own buffer and returns where in {@link #own} they go. */
    int extend(int more) {
        if (own.length - length < more) {
            own = Arrays.copyOf(own, Math.max(own.length * 2, length + more));
            bytes = own;
        }
        int at = length;
        length += more;
        return at;
    }

    byte[] own() {
        return own;
    }

    /** Drops the LF at the end, and the CR before it. */
    void chop() {
        length--;
        if (length > 0 && at(length - 1) == '\r') {
            length--;
        }
    }

    /** Splits the line; false if it is no field. */
    boolean split() {
        int end = start + length;
        int at = start;
        while (at < end && TOKEN[bytes[at] & 0xff]) {
            at++;
        }
        nameEnd = at;
        if (at == start || at == end || bytes[at] != ':') {
            return false;
        }
        at++;
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
        while (end > at && isBlank(bytes[end - 1])) {
            end--;
        }
        valueStart = at;
        valueEnd = end;
        for (int i = at; i < end; i++) {
            if (bytes[i] == 0 || bytes[i] == '\r') {
                return false;
            }
        }
        return true;
    }

    boolean isNamed(String lowerCase) {
        return nameEnd - start == lowerCase.length() && matches(start, lowerCase);
    }

    boolean valueIs(String lowerCase) {
        return valueEnd - valueStart == lowerCase.length() && matches(valueStart, lowerCase);
    }

    String name() {
        return new String(bytes, start, nameEnd - start, StandardCharsets.ISO_8859_1);
    }

    String value() {
        return new String(bytes, valueStart, valueEnd - valueStart, StandardCharsets.ISO_8859_1);
    }

    /** The value as a decimal number without a sign; -1 if it is none, or has more than 18 digits. */
    long number() {
        int digits = valueEnd - valueStart;
        if (digits == 0 || digits > 18) {
            return -1;
        }
        long number = 0;
        for (int i = valueStart; i < valueEnd; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    String text() {
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }

    private boolean matches(int from, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            byte found = bytes[from + i];
            int lower = found >= 'A' && found <= 'Z' ? found + 32 : found;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte value) {
        return value == ' ' || value == '\t';
    }

    static boolean isTokenByte(int value) {
        return value >= 0 && value < TOKEN.length && TOKEN[value];
    }
}
