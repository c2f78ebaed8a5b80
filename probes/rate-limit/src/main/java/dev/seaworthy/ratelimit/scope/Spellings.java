package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Variation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** Ways to write the usual request that some limiters take for another one. */
final class Spellings {
    /** Documentation ranges (RFC 5737): nobody is locked out by them. */
    private static final String[] ADDRESSES = {"192.0.2.", "198.51.100.", "203.0.113."};

    private static final int HOSTS = 254;
    private static final String WITHOUT_CREDENTIAL = "no credential";
    private static final int MOST_LETTERS = 16;

    private final Usual usual;
    private final List<Spelling> all = new ArrayList<>();

    /**
     * One of them.
     *
     * @param name as a variation
     * @param values how many different ones there are
     * @param number its variation by a number, from 0; wraps around
     * @param withBody whether an answer to it has the body of the usual one
     */
    record Spelling(String name, int values, IntFunction<Variation> number, boolean withBody) {
        Variation at(int index) {
            return number.apply(Math.floorMod(index, values));
        }
    }

    private Spellings(Usual usual) {
        this.usual = usual;
    }

    /** Those that make sense for this request, always in the same order. */
    static List<Spelling> of(Usual usual) {
        Spellings spellings = new Spellings(usual);
        spellings.forwarded();
        spellings.path();
        spellings.methods();
        spellings.credentials();
        spellings.all.add(fixed(Variation.oldVersion()));
        spellings.host();
        return List.copyOf(spellings.all);
    }

    private static Spelling fixed(Variation variation) {
        return new Spelling(variation.name(), 1, unused -> variation, true);
    }

    private void forwarded() {
        // Each field has values of its own, so that none meets what another one has used up.
        List<String> fields =
                List.of("X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP", "True-Client-IP");
        int share = ADDRESSES.length * HOSTS / fields.size();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            int first = i * share;
            String prefix = field.equals("Forwarded") ? "for=" : "";
            all.add(new Spelling(
                    field, share, index -> Variation.header(field, field, prefix + address(first + index)), true));
        }
    }

    private static String address(int number) {
        return ADDRESSES[number / HOSTS] + (1 + number % HOSTS);
    }

    private void path() {
        String path = usual.path();
        String query = usual.query();
        int[] letters = letters(path);
        if (letters.length > 0) {
            int subsets = (1 << letters.length) - 1;
            // The first has them all in the other case.
            all.add(new Spelling(
                    "path case",
                    subsets,
                    index -> target("path case", otherCase(path, letters, subsets - index) + query),
                    true));
            all.add(new Spelling(
                    "%xx", subsets, index -> target("%xx", escaped(path, letters, index + 1) + query), true));
        }
        if (path.length() > 1) {
            String slashed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
            all.add(fixed(target("trailing slash", slashed + query)));
        }
        all.add(fixed(target("//", "/" + path + query)));
        all.add(fixed(target("/./", "/." + path + query)));
        String joined = usual.target() + (query.isEmpty() ? "?" : "&") + "seaworthy=";
        all.add(new Spelling("query", Integer.MAX_VALUE, index -> target("query", joined + index), true));
    }

    private static Variation target(String name, String target) {
        return Variation.target(name, target);
    }

    /** Where letters are that are not part of an escape, from the end on. */
    private static int[] letters(String path) {
        List<Integer> found = new ArrayList<>();
        for (int i = path.length() - 1; i >= 0 && found.size() < MOST_LETTERS; i--) {
            int percent = path.lastIndexOf('%', i);
            boolean escape = percent >= 0 && i - percent <= 2;
            char c = path.charAt(i);
            if (!escape && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z')) {
                found.add(i);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String otherCase(String path, int[] letters, int subset) {
        StringBuilder other = new StringBuilder(path);
        for (int i = 0; i < letters.length; i++) {
            if ((subset >> i & 1) == 1) {
                char c = path.charAt(letters[i]);
                other.setCharAt(
                        letters[i], Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
            }
        }
        return other.toString();
    }

    private static String escaped(String path, int[] letters, int subset) {
        StringBuilder other = new StringBuilder(path);
        // From the end of the path on, so that an escape moves none that is still to come.
        for (int i = 0; i < letters.length; i++) {
            if ((subset >> i & 1) == 1) {
                String escape = String.format(Locale.ROOT, "%%%02x", (int) path.charAt(letters[i]));
                other.replace(letters[i], letters[i] + 1, escape);
            }
        }
        return other.toString();
    }

    private void methods() {
        if (usual.method().equals("GET")) {
            all.add(new Spelling("HEAD", 1, unused -> Variation.method("HEAD"), false));
        }
        if (!usual.method().equals("OPTIONS")) {
            all.add(fixed(Variation.method("OPTIONS")));
        }
        if (usual.postIsSafe() && !usual.method().equals("POST")) {
            all.add(fixed(Variation.method("POST")));
        }
    }

    private void credentials() {
        if (usual.credential() == Usual.Credential.BEARER) {
            all.add(fixed(Variation.header("bearer", "Authorization", "bearer " + Variation.TOKEN)));
        }
        if (usual.credential() != Usual.Credential.NONE) {
            all.add(fixed(Variation.of(WITHOUT_CREDENTIAL, Variation.NOBODY, 0)));
        }
    }

    private void host() {
        String authority = usual.authority();
        String upper = authority.toUpperCase(Locale.ROOT);
        int port = authority.startsWith("[") ? authority.indexOf("]:") + 1 : authority.indexOf(':');
        String host = port <= 0 ? authority : authority.substring(0, port);
        String rest = authority.substring(host.length());
        String other;
        if (!upper.equals(authority)) {
            other = upper;
        } else if (host.startsWith("127.") || host.equals("[::1]")) {
            other = "localhost" + rest;
        } else {
            other = host + "." + rest;
        }
        all.add(fixed(new Variation("Host", 0, 0, null, null, Map.of("Host", other), false)));
    }
}
