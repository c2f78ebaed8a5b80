package dev.seaworthy.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Guesses from a host's name whether it is production. It fails to "ask": a name that says nothing counts as production.
 * Names are judged word by word, so that {@code latest.example.com} is not taken for a test system.
 */
final class ProductionGuard {
    private static final Pattern PRODUCTION = Pattern.compile("(prod|production|live|www|prd)[0-9]*");
    private static final Pattern STAGING =
            Pattern.compile("(staging|stage|stg|test|testing|tst|dev|develop|development|qa"
                    + "|uat|int|ci|local|preview|sandbox|demo)[0-9]*");
    /** Top-level names that are never sold (RFC 2606, RFC 6761, RFC 6762, and ICANN's decision on internal). */
    private static final Set<String> RESERVED = Set.of("localhost", "local", "internal", "test", "example", "invalid");

    private static final Set<String> SECOND_LEVEL = Set.of("co", "com", "org", "net", "gov", "ac", "edu");

    /** Why a host has to be taken for production; empty if it looks harmless. */
    Optional<String> suspicion(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (isLoopback(name)) {
            return Optional.empty();
        }
        Optional<byte[]> address = address(name);
        if (address.isPresent()) {
            return isPrivate(address.get())
                    ? Optional.empty()
                    : Optional.of("it is a public address, whose name says nothing");
        }
        List<String> labels = Arrays.asList(name.replaceFirst("\\.$", "").split("\\.", -1));
        Optional<String> production = words(labels).stream()
                .filter(word -> PRODUCTION.matcher(word).matches())
                .findFirst();
        if (production.isPresent()) {
            return Optional.of("its name has the word \"" + production.get() + "\"");
        }
        String top = labels.get(labels.size() - 1);
        if (labels.size() > 1 && RESERVED.contains(top)) {
            return Optional.empty();
        }
        if (labels.size() > 1 && labels.size() <= registered(labels)) {
            return Optional.of("it is the top of a registered domain");
        }
        // A top-level domain such as .dev is sold to everybody and says nothing.
        List<String> speaking = labels.size() == 1 ? labels : labels.subList(0, labels.size() - 1);
        boolean harmless =
                words(speaking).stream().anyMatch(word -> STAGING.matcher(word).matches());
        return harmless ? Optional.empty() : Optional.of("no word of its name says staging, test, dev or the like");
    }

    /** Whether a host is this machine, by its name or its address. */
    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || name.equals("::1")
                || address(name)
                        .map(address -> address.length == 4 && address[0] == 127)
                        .orElse(false);
    }

    /** How many labels the registered domain has: two, or three under a country's second level. */
    private static int registered(List<String> labels) {
        int size = labels.size();
        boolean country = labels.get(size - 1).length() == 2 && SECOND_LEVEL.contains(labels.get(size - 2));
        return country ? 3 : 2;
    }

    private static List<String> words(List<String> labels) {
        return labels.stream()
                .flatMap(label -> Arrays.stream(label.split("[-_]", -1)))
                .toList();
    }

    /** A literal IPv4 address of four decimal numbers, or the first 16 bits of a literal IPv6 address. */
    private static Optional<byte[]> address(String name) {
        if (name.startsWith("[")) {
            String first = name.substring(1).split(":", -1)[0].replaceAll("[^0-9a-f]", "");
            int high = first.isEmpty() || first.length() > 4 ? 0 : Integer.parseInt(first, 16);
            return Optional.of(new byte[] {(byte) (high >> 8), (byte) high});
        }
        if (!name.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}")) {
            return Optional.empty();
        }
        byte[] address = new byte[4];
        String[] parts = name.split("\\.", -1);
        for (int i = 0; i < 4; i++) {
            int part = Integer.parseInt(parts[i]);
            if (part > 255) {
                return Optional.empty();
            }
            address[i] = (byte) part;
        }
        return Optional.of(address);
    }

    /** RFC 1918 and RFC 3927 for IPv4; RFC 4193 and link-local for IPv6. */
    private static boolean isPrivate(byte[] address) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        if (address.length == 2) {
            return (first & 0xfe) == 0xfc || first == 0xfe && (second & 0xc0) == 0x80;
        }
        return first == 10
                || first == 172 && second >= 16 && second <= 31
                || first == 192 && second == 168
                || first == 169 && second == 254;
    }
}
