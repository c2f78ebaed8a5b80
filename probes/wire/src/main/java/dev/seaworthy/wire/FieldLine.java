package dev.seaworthy.wire;

import java.nio.charset.StandardCharsets;

/** One line of a head in a buffer that is used again, split at the colon (RFC 9112 section 5). */
final class FieldLine {
    private byte[] bytes = new byte[256];
    private int length;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;

    void clear() {
        length = 0;
    }

    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Makes room for {@code more} bytes at the end and returns where they go. */
    int extend(int more) {
        if (bytes.length - length < more) {
            bytes = java.util.Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        int at = length;
        length += more;
        return at;
    }

    /** Drops the LF at the end, and the CR before it. */
    void chop() {
        length--;
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
    }

    /** Splits the line; false if it is no field. */
    boolean split() {
        nameEnd = 0;
        while (nameEnd < length && isTokenByte(bytes[nameEnd])) {
            nameEnd++;
        }
        if (nameEnd == 0 || nameEnd == length || bytes[nameEnd] != ':') {
            return false;
        }
        valueStart = nameEnd + 1;
        valueEnd = length;
        while (valueStart < valueEnd && isBlank(bytes[valueStart])) {
            valueStart++;
        }
        while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        for (int i = valueStart; i < valueEnd; i++) {
            if (bytes[i] == 0 || bytes[i] == '\r') {
                return false;
            }
        }
        return true;
    }

    boolean isNamed(String lowerCase) {
        return nameEnd == lowerCase.length() && matches(0, lowerCase);
    }

    boolean valueIs(String lowerCase) {
        return valueEnd - valueStart == lowerCase.length() && matches(valueStart, lowerCase);
    }

    String name() {
        return new String(bytes, 0, nameEnd, StandardCharsets.ISO_8859_1);
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
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
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
        boolean alphanumeric =
                value >= 'a' && value <= 'z' || value >= 'A' && value <= 'Z' || value >= '0' && value <= '9';
        return alphanumeric || value > 0 && "!#$%&'*+-.^_`|~".indexOf(value) >= 0;
    }
}
