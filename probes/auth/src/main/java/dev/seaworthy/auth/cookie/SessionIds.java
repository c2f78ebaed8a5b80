package dev.seaworthy.auth.cookie;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/**
 * What a sample of session ids shows about how they are made; pure. It finds weakness and never strength: a counter behind
 * a hash looks like chance.
 */
final class SessionIds {
    /** OWASP asks for 64 bits of entropy at the least; the length is an upper bound of it. */
    static final double FEWEST_BITS = 64;

    /** Eight in order happen by chance once in 20 000 times; fewer say nothing. */
    private static final int FEW = 8;

    private SessionIds() {}

    /** The first weakness that the sample shows, in one clause; empty text for none. */
    static String weakness(List<String> ids) {
        if (new HashSet<>(ids).size() < ids.size()) {
            return "two of " + ids.size() + " session ids are the same";
        }
        List<String> varying = varying(ids);
        double bits = bits(varying);
        if (bits < FEWEST_BITS) {
            return String.format(
                    Locale.ROOT,
                    "of the session ids %d characters differ, which hold %.0f bits at the most; %.0f is the least",
                    varying.get(0).length(),
                    bits,
                    FEWEST_BITS);
        }
        if (ids.size() >= FEW && isMonotone(ids)) {
            return "each of " + ids.size() + " session ids is greater, or each smaller, than the one before";
        }
        return "";
    }

    /** How many bits the varying part can hold: its length times the bits of its alphabet. */
    static double bits(List<String> varying) {
        String all = String.join("", varying);
        double alphabet = all.matches("[0-9]*")
                ? 10
                : all.matches("[0-9a-f]*|[0-9A-F]*") ? 16 : all.matches("[0-9a-zA-Z]*") ? 62 : 64;
        return varying.stream().mapToInt(String::length).min().orElse(0) * Math.log(alphabet) / Math.log(2);
    }

    /** The ids without what they all have in common, at their beginning and at their end. */
    static List<String> varying(List<String> ids) {
        int shortest = ids.stream().mapToInt(String::length).min().orElse(0);
        int head = 0;
        while (head < shortest && sameAt(ids, head, true)) {
            head++;
        }
        int tail = 0;
        while (tail < shortest - head && sameAt(ids, tail, false)) {
            tail++;
        }
        List<String> varying = new ArrayList<>();
        for (String id : ids) {
            varying.add(id.substring(head, id.length() - tail));
        }
        return varying;
    }

    private static boolean sameAt(List<String> ids, int index, boolean fromStart) {
        return ids.stream()
                        .map(id -> id.charAt(fromStart ? index : id.length() - 1 - index))
                        .distinct()
                        .count()
                == 1;
    }

    /** Whether they rise or fall all the way, as numbers are read: by length, and then by letters. */
    private static boolean isMonotone(List<String> ids) {
        int rising = 0;
        int falling = 0;
        for (int i = 1; i < ids.size(); i++) {
            int order = number(ids.get(i)).compareTo(number(ids.get(i - 1)));
            rising += order > 0 ? 1 : 0;
            falling += order < 0 ? 1 : 0;
        }
        return rising == ids.size() - 1 || falling == ids.size() - 1;
    }

    private static BigInteger number(String id) {
        return new BigInteger(1, id.getBytes(StandardCharsets.UTF_8));
    }
}
