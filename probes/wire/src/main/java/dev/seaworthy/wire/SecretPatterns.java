package dev.seaworthy.wire;

import dev.seaworthy.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds what looks like a secret, for the secrets that nobody registered. Every pattern is linear in its input. */
final class SecretPatterns {
    private static final String NAMED =
            "(?:token|passwo?r?d|passwd|secret|api[_-]?key|authorization|credential|private[_-]?key|cookie)";

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[^-]*+(?:-----END [A-Z ]{0,32}PRIVATE KEY-----)?");
    /** Takes the whole run that follows, token or not: to look at its end from each of its places would be quadratic. */
    private static final Pattern JWT = Pattern.compile("eyJ[\\w-]*+(?:\\.[\\w-]*+){0,4}+");

    private static final Pattern CODED_JWT = Pattern.compile("ZXlK[A-Za-z0-9+/_-]*+={0,2}+");
    private static final Pattern SCHEME = Pattern.compile(
            "(?i)\\b(bearer|basic|digest|negotiate|token)([ +]|%20)([A-Za-z0-9._~+/-]{6,}+={0,2}+)(\"?)");
    private static final Pattern MEMBER = Pattern.compile("(?i)(\"[^\"\\\\]{0,48}?" + NAMED
            + "[^\"\\\\]{0,48}+\"\\s{0,8}:\\s{0,8}\")([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)");
    private static final Pattern ESCAPED_MEMBER = Pattern.compile(
            "(?i)(\\\\\"[^\"\\\\]{0,48}?" + NAMED + "[^\"\\\\]{0,48}+\\\\\"\\s{0,8}:\\s{0,8}\\\\\")([^\"\\\\]*+)");
    private static final Pattern NUMERIC_MEMBER = Pattern.compile(
            "(?i)(\"[^\"\\\\]{0,48}?(?:password|passwd|secret)[^\"\\\\]{0,48}+\"\\s{0,8}:\\s{0,8})(\\d++)");
    private static final Pattern USER_INFO = Pattern.compile("(://)([^/\\s@\"'<>?#]{1,512}+)@");
    private static final Pattern PARAMETER =
            Pattern.compile("(?<![\\w.%-])([\\w.%\\[\\]-]{1,64}+)=([^&\\s\"'<>#;,]++)");
    private static final Pattern QUERY = Pattern.compile("([?&])([\\w.%\\[\\]-]{1,64}+)=([^&\\s\"'<>#]++)");

    private static final Set<String> HARMLESS_MEMBERS =
            Set.of("token_type", "tokentype", "token_endpoint", "token_use");
    private static final Set<String> HARMLESS_PARAMETERS = Set.of(
            "page",
            "limit",
            "offset",
            "size",
            "per_page",
            "count",
            "sort",
            "order",
            "v",
            "version",
            "format",
            "lang",
            "transport",
            "eio",
            "n",
            "wait",
            "ms",
            "status",
            "seconds");
    private static final Pattern SENSITIVE_NAME = Pattern.compile("(?i).*" + NAMED + ".*");
    private static final int HARMLESS_LENGTH = 24;
    private static final int CODED_LENGTH = 20;

    private SecretPatterns() {}

    /** The text with everything that looks like a secret replaced by a label or a length. */
    static String redact(String text) {
        String shown = PRIVATE_KEY.matcher(text).replaceAll("<private key>");
        shown = replace(JWT, shown, match -> isJwt(match.group()) ? "jwt." + label(match.group()) : match.group());
        shown = replace(
                CODED_JWT,
                shown,
                match -> match.group().length() >= CODED_LENGTH ? "jwt." + label(match.group()) : match.group());
        shown = replace(SCHEME, shown, SecretPatterns::scheme);
        shown = replace(MEMBER, shown, SecretPatterns::member);
        shown = replace(ESCAPED_MEMBER, shown, SecretPatterns::member);
        shown = replace(
                NUMERIC_MEMBER,
                shown,
                match -> match.group(1) + "\"<length " + match.group(2).length() + ">\"");
        shown = USER_INFO.matcher(shown).replaceAll("$1<userinfo>@");
        shown = replace(QUERY, shown, SecretPatterns::query);
        return replace(PARAMETER, shown, SecretPatterns::parameter);
    }

    /** What is shaped like a JWT, plain or in base64. */
    static List<String> tokensIn(String text) {
        return Stream.concat(
                        JWT.matcher(text).results().map(MatchResult::group).filter(SecretPatterns::isJwt),
                        CODED_JWT
                                .matcher(text)
                                .results()
                                .map(MatchResult::group)
                                .filter(run -> run.length() >= CODED_LENGTH))
                .toList();
    }

    private static boolean isJwt(String run) {
        int dot = run.indexOf('.');
        return dot >= 9 && run.length() - dot > 2;
    }

    /** Whether a value is shaped like a credential rather than like a name. */
    static boolean looksLikeCredential(String value) {
        if (!tokensIn(value).isEmpty()) {
            return true;
        }
        String lower = value.toLowerCase(Locale.ROOT);
        boolean marked = lower.startsWith("jwt.") || lower.startsWith("bearer") || lower.startsWith("token.");
        boolean opaque = value.length() >= 20
                && value.chars().noneMatch(Character::isWhitespace)
                && value.chars().anyMatch(Character::isDigit)
                && value.chars().anyMatch(Character::isLetter);
        return opaque && (value.length() > 40 || entropyBits(value) > 3.5) || marked && value.length() >= 16;
    }

    /** What is written instead: the same for the same value, and its length. */
    static String label(String value) {
        return Secret.of(value).label() + " (len " + value.length() + ")";
    }

    private static String scheme(MatchResult match) {
        String scheme = match.group(1).toLowerCase(Locale.ROOT);
        String value = match.group(3);
        // With a quotation mark it is a parameter of a challenge, such as error="invalid_token".
        boolean parameter = !match.group(4).isEmpty() && value.endsWith("=");
        boolean secret =
                !parameter && scheme.equals("basic") ? isUserAndPassword(value) : !parameter && isOpaque(value);
        return secret ? match.group(1) + match.group(2) + label(value) + match.group(4) : match.group();
    }

    /** Prose goes on with a word; a credential has digits, or both cases, or is too long for a word. */
    private static boolean isOpaque(String value) {
        boolean digits = value.chars().anyMatch(Character::isDigit);
        boolean mixed = value.chars().skip(1).anyMatch(Character::isUpperCase)
                && value.chars().anyMatch(Character::isLowerCase);
        return digits || mixed || value.length() >= 24;
    }

    private static boolean isUserAndPassword(String value) {
        try {
            String plain = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            return plain.indexOf(':') >= 0;
        } catch (IllegalArgumentException e) {
            return isOpaque(value);
        }
    }

    private static String member(MatchResult match) {
        String name = match.group(1).replaceAll("[^A-Za-z_]", "").toLowerCase(Locale.ROOT);
        if (match.group(2).isEmpty()
                || HARMLESS_MEMBERS.contains(name)
                || match.group(2).startsWith("secret:")) {
            return match.group();
        }
        return match.group(1) + label(match.group(2));
    }

    private static String query(MatchResult match) {
        boolean harmless = HARMLESS_PARAMETERS.contains(match.group(2).toLowerCase(Locale.ROOT))
                && match.group(3).length() <= HARMLESS_LENGTH;
        return harmless
                ? match.group()
                : match.group(1) + match.group(2) + "=<length " + match.group(3).length() + ">";
    }

    private static String parameter(MatchResult match) {
        boolean shown = !SENSITIVE_NAME.matcher(match.group(1)).matches()
                || HARMLESS_MEMBERS.contains(match.group(1).toLowerCase(Locale.ROOT))
                || match.group(2).startsWith("<length")
                || match.group(2).startsWith("secret:");
        return shown
                ? match.group()
                : match.group(1) + "=<length " + match.group(2).length() + ">";
    }

    private static double entropyBits(String value) {
        double length = value.length();
        return value.chars()
                .distinct()
                .mapToDouble(c -> value.chars().filter(other -> other == c).count() / length)
                .map(share -> -share * Math.log(share) / Math.log(2))
                .sum();
    }

    private static String replace(Pattern pattern, String text, Function<MatchResult, String> replacement) {
        return pattern.matcher(text).replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match)));
    }
}
