package dev.seaworthy.auth.forge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Correctly signed tokens that say something they must not: rows TIME, ISS, AUD, CLM and CRIT. All need the signing key. */
public final class ClaimRows {
    private static final Duration HOUR = Duration.ofHours(1);

    /** Cyrillic letters that look like Latin ones. */
    private static final Map<Character, Character> LOOK_ALIKES =
            Map.of('a', '\u0430', 'e', '\u0435', 'o', '\u043e', 'c', '\u0441', 'p', '\u0440', 'u', '\u0443');

    private ClaimRows() {}

    /** Ended: JWT-TIME-01. */
    public static Forgery expired(TokenForge forge, String name, Instant end) {
        return forge.draft("JWT-TIME-01", name)
                .claim("exp", Long.toString(end.getEpochSecond()))
                .resigned();
    }

    /** Not yet begun: JWT-TIME-02. */
    public static List<Forgery> notYet(TokenForge forge, Instant now) {
        return List.of(forge.draft("JWT-TIME-02", "a token that begins in an hour (nbf)")
                .claim("nbf", Long.toString(now.plus(HOUR).getEpochSecond()))
                .resigned());
    }

    /** Without an end: JWT-TIME-03. */
    public static List<Forgery> endless(TokenForge forge) {
        return List.of(without(forge, "JWT-TIME-03", "exp"));
    }

    /** An end that is no time: JWT-TIME-04. */
    public static List<Forgery> absurdEnd(TokenForge forge, Instant now) {
        Map<String, String> ends = new LinkedHashMap<>();
        String future = forge.payload().member("exp").map(JsonText.Member::raw).orElse("9999999999");
        ends.put("a string", "\"" + future + "\"");
        ends.put("-1", "-1");
        ends.put("0", "0");
        ends.put("1e20", "1e20");
        ends.put("1e20 in digits", "100000000000000000000");
        ends.put("null", "null");
        ends.put("an array", "[" + future + "]");
        ends.put("a fraction an hour ago", now.minus(HOUR).getEpochSecond() + ".5");
        return values(forge, "JWT-TIME-04", "exp", ends);
    }

    /** Issued tomorrow: JWT-TIME-05. */
    public static List<Forgery> issuedInFuture(TokenForge forge, Instant now) {
        return List.of(forge.draft("JWT-TIME-05", "a token that is issued tomorrow (iat)")
                .claim("iat", Long.toString(now.plus(Duration.ofDays(1)).getEpochSecond()))
                .resigned());
    }

    /** Another issuer, or none: JWT-ISS-01. */
    public static List<Forgery> issuer(TokenForge forge, String issuer) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("another", JsonText.quoted("https://issuer.seaworthy.test"));
        values.put("ours with more before it", JsonText.quoted("x" + issuer));
        values.put("ours with more behind it", JsonText.quoted(issuer + ".seaworthy.test"));
        values.put("ours with a slash behind it", JsonText.quoted(issuer + "/"));
        values.put("ours in other case", JsonText.quoted(otherCase(issuer)));
        List<Forgery> rows = new ArrayList<>();
        rows.add(without(forge, "JWT-ISS-01", "iss"));
        rows.addAll(values(forge, "JWT-ISS-01", "iss", values));
        return rows;
    }

    /** Another audience, or none: JWT-AUD-01. */
    public static List<Forgery> audience(TokenForge forge, String audience) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("another", JsonText.quoted("audience.seaworthy.test"));
        values.put("an array without ours", "[\"audience.seaworthy.test\",\"other.seaworthy.test\"]");
        values.put("a part of ours", JsonText.quoted(audience.substring(0, Math.max(1, audience.length() - 1))));
        values.put("an empty array", "[]");
        values.put("null", "null");
        List<Forgery> rows = new ArrayList<>();
        rows.add(without(forge, "JWT-AUD-01", "aud"));
        rows.addAll(values(forge, "JWT-AUD-01", "aud", values));
        return rows;
    }

    /** Our audience among others, which must be accepted (RFC 7519 section 4.1.3): the control of {@link #audience}. */
    public static Forgery audienceAmongOthers(TokenForge forge, String audience) {
        return forge.draft("JWT-AUD-01", "a token whose aud is an array with ours")
                .claim("aud", "[\"other.seaworthy.test\"," + JsonText.quoted(audience) + "]")
                .resigned();
    }

    /** The same name twice: JWT-CLM-01. */
    public static List<Forgery> twice(TokenForge forge, Optional<String> subject, Instant now) {
        List<Forgery> rows = new ArrayList<>();
        String past = Long.toString(now.minus(HOUR).getEpochSecond());
        forge.payload().member("exp").ifPresent(exp -> {
            rows.add(twice(forge, "exp", past, exp.raw(), "expired, then valid"));
            rows.add(twice(forge, "exp", exp.raw(), past, "valid, then expired"));
        });
        forge.payload()
                .member("sub")
                .ifPresent(sub -> subject.map(JsonText::quoted)
                        .filter(other -> !other.equals(sub.raw()))
                        .ifPresent(other -> {
                            rows.add(twice(forge, "sub", other, sub.raw(), "another account's, then its own"));
                            rows.add(twice(forge, "sub", sub.raw(), other, "its own, then another account's"));
                        }));
        forge.header()
                .member("alg")
                .ifPresent(alg ->
                        rows.add(forge.draft("JWT-CLM-01", "a token with alg twice: none, then " + forge.algorithm())
                                .header(forge.header().twice("alg", "\"none\"", alg.raw()))
                                .resigned()));
        return rows;
    }

    /** Nobody for a subject: JWT-CLM-02. */
    public static List<Forgery> subject(TokenForge forge, String subject) {
        List<Forgery> rows = new ArrayList<>();
        rows.add(without(forge, "JWT-CLM-02", "sub"));
        Map<String, String> values = new LinkedHashMap<>();
        values.put("empty", "\"\"");
        values.put("blank", "\" \"");
        String alike = lookAlike(subject);
        if (!alike.equals(subject)) {
            values.put("spelled with a letter that looks alike", JsonText.quoted(alike));
        }
        rows.addAll(values(forge, "JWT-CLM-02", "sub", values));
        rows.add(forge.draft("JWT-CLM-02", "a token whose claim sub is called SUB")
                .payload(forge.payload().renamed("sub", "SUB"))
                .resigned());
        return rows;
    }

    /** No permission, or another's: JWT-CLM-03. */
    public static List<Forgery> scope(TokenForge forge, String claim) {
        boolean list = forge.payload()
                .member(claim)
                .filter(member -> member.raw().startsWith("["))
                .isPresent();
        String other = "seaworthy.nothing";
        return List.of(
                without(forge, "JWT-CLM-03", claim),
                forge.draft("JWT-CLM-03", "a token whose " + claim + " is for something else")
                        .claim(claim, list ? "[\"" + other + "\"]" : JsonText.quoted(other))
                        .resigned());
    }

    /** A header that must be understood, and cannot be: JWT-CRIT-01. */
    public static List<Forgery> critical(TokenForge forge) {
        return List.of(forge.draft("JWT-CRIT-01", "a token whose crit names a header that nobody knows")
                .header(forge.header().with("crit", "[\"x-unknown\"]").with("x-unknown", "true"))
                .resigned());
    }

    private static Forgery without(TokenForge forge, String row, String claim) {
        return forge.draft(row, "a token without " + claim)
                .payload(forge.payload().without(claim))
                .resigned();
    }

    private static List<Forgery> values(TokenForge forge, String row, String claim, Map<String, String> values) {
        List<Forgery> rows = new ArrayList<>();
        values.forEach((what, raw) -> rows.add(forge.draft(row, "a token whose " + claim + " is " + what)
                .claim(claim, raw)
                .resigned()));
        return rows;
    }

    private static Forgery twice(TokenForge forge, String claim, String first, String second, String what) {
        return forge.draft("JWT-CLM-01", "a token with " + claim + " twice: " + what)
                .payload(forge.payload().twice(claim, first, second))
                .resigned();
    }

    private static String otherCase(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return upper.equals(text) ? text.toLowerCase(Locale.ROOT) : upper;
    }

    private static String lookAlike(String text) {
        for (int i = 0; i < text.length(); i++) {
            Character other = LOOK_ALIKES.get(text.charAt(i));
            if (other != null) {
                return text.substring(0, i) + other + text.substring(i + 1);
            }
        }
        return text;
    }
}
