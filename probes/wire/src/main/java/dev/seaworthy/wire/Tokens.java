package dev.seaworthy.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Comma-separated header values (RFC 9110 section 5.6.1). */
final class Tokens {
    private Tokens() {}

    /** The members in lower case, without parameters. */
    static List<String> of(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(member -> member.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .filter(member -> !member.isEmpty())
                .toList();
    }
}
