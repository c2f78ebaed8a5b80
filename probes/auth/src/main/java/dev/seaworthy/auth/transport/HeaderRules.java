package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.transport.AnswerSet.Kind;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The headers that guard an answer of an API, whoever reads it. */
final class HeaderRules {
    private static final String SENDS = "To the first protected operation: a request with a valid token, one without, one"
            + " below it to a path that there is not, a TRACE, and a method that there is not. All auth.headers checks read"
            + " the same answers.";
    private static final Footprint FOOTPRINT =
            new Footprint(SafetyClass.OWN_SESSIONS, 5, "one session, which ends by itself");
    private static final EnumSet<Kind> DOCUMENTS = EnumSet.of(Kind.SUCCESS, Kind.REFUSAL, Kind.NOT_FOUND);

    /** A product with a number: {@code nginx/1.22.1}, {@code PHP 8.1}. */
    private static final Pattern VERSION = Pattern.compile("[A-Za-z][/ -]v?\\d+(\\.\\d+)*");

    private static final List<String> TELLTALES =
            List.of("Server", "X-Powered-By", "X-AspNet-Version", "X-AspNetMvc-Version", "X-Generator", "X-Runtime-Version");

    static final List<AuthCheck> ALL = List.of(
            check(
                    claim(
                            "nosniff",
                            "No answer lets a browser guess what it is",
                            Severity.MEDIUM,
                            "OWASP ASVS 5.0 3.4.4; OWASP WSTG-CONF-14"),
                    "X-Content-Type-Options: nosniff on successes and refusals alike.",
                    "PASS: a browser does not run as a script what was sent as data, on these answers.",
                    "An answer with a body lacks it.",
                    "curl -i https://HOST/api/profile | grep -i nosniff",
                    DOCUMENTS,
                    HeaderRules::nosniff),
            check(
                    claim(
                            "content-type",
                            "Every answer with a body says what it is, and text says its charset",
                            Severity.LOW,
                            "OWASP ASVS 5.0 4.1.1; RFC 9110 section 8.3"),
                    "One Content-Type wherever there is a body; text and XML types with a charset. JSON has none: it is"
                            + " UTF-8 (RFC 8259 section 8.1).",
                    "PASS: no reader has to guess, on these answers.",
                    "A body without a type, or a text type without a charset.",
                    "curl -i https://HOST/api/profile | grep -i content-type",
                    DOCUMENTS,
                    HeaderRules::contentType),
            check(
                    claim(
                            "not-cached",
                            "No cache keeps what a token was needed for",
                            Severity.MEDIUM,
                            "OWASP ASVS 5.0 14.3.2; RFC 9111 section 5.2.2.5"),
                    "Cache-Control: no-store on the answer to a valid token.",
                    "PASS: nothing of it stays in a browser's or a proxy's cache by rule.",
                    "The header is missing, or has another directive alone.",
                    "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile | grep -i cache-control",
                    EnumSet.of(Kind.SUCCESS),
                    HeaderRules::notCached),
            check(
                    claim(
                            "no-version",
                            "No answer tells which version of what software made it",
                            Severity.LOW,
                            "OWASP ASVS 5.0 13.4.6; OWASP WSTG-INFO-02"),
                    "Server, X-Powered-By and their like are absent, or hold no version.",
                    "PASS: these headers tell no version. Other traits may.",
                    "One of them holds a product with a version.",
                    "curl -i https://HOST/api/profile | grep -iE '^(server|x-powered-by)'",
                    DOCUMENTS,
                    HeaderRules::version),
            check(
                    claim(
                            "trace-off",
                            "TRACE is not answered with what was asked",
                            Severity.MEDIUM,
                            "OWASP ASVS 5.0 13.4.4; RFC 9110 section 9.3.8; OWASP WSTG-CONF-06"),
                    "A refusal, commonly 405 or 501; nothing of the request in the body.",
                    "PASS: this route gives no script the headers that it may not read itself.",
                    "The request's header comes back.",
                    "curl -i -X TRACE -H 'X-Echo: seaworthy' https://HOST/api/profile    # 405",
                    EnumSet.of(Kind.TRACE),
                    HeaderRules::trace),
            check(
                    claim(
                            "methods",
                            "A method that there is not is refused, with the list of those that there are",
                            Severity.LOW,
                            "RFC 9110 sections 9.1, 15.5.6 and 15.6.2; OWASP ASVS 5.0 4.1.4"),
                    "Status 405 with Allow, or another refusal (400, 403, 404, 501), to the made-up method SEAWORTHY.",
                    "PASS: an unknown method is no other way into this route.",
                    "It is answered like a known one, or a 405 comes without Allow.",
                    "curl -i -X SEAWORTHY -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # 405",
                    EnumSet.of(Kind.OTHER_METHOD),
                    HeaderRules::methods));

    private HeaderRules() {}

    private static Claim claim(String words, String sentence, Severity severity, String source) {
        return new Claim("auth.headers." + words, sentence, severity, source);
    }

    private static AuthCheck check(
            Claim claim,
            String expects,
            String proves,
            String falsifier,
            String byHand,
            EnumSet<Kind> classes,
            HeaderCheck.Rule rule) {
        return new HeaderCheck(
                new CheckCard(claim, SENDS, expects, proves, falsifier, byHand).with(FOOTPRINT), classes, rule);
    }

    private static void nosniff(Kind kind, HttpAnswer answer, Judgement judgement) {
        boolean there = answer.headers()
                .first("X-Content-Type-Options")
                .filter(value -> value.strip().equalsIgnoreCase("nosniff"))
                .isPresent();
        if (answer.body().length > 0 && !there) {
            judgement.violated(kind + " has no X-Content-Type-Options: nosniff (status " + answer.status() + ")");
        }
    }

    private static void contentType(Kind kind, HttpAnswer answer, Judgement judgement) {
        List<String> types = answer.headers().all("Content-Type");
        if (answer.body().length == 0) {
            return;
        }
        String type = types.isEmpty() ? "" : types.get(0).toLowerCase(Locale.ROOT);
        if (types.size() != 1) {
            judgement.violated(kind + " has a body and " + types.size() + " Content-Type");
        } else if (type.matches("(text/.*|.*/xml|.*\\+xml).*") && !type.contains("charset=")) {
            judgement.violated(kind + " is " + type + " without a charset");
        }
        judgement.fact("content-type of " + kind, type);
    }

    private static void notCached(Kind kind, HttpAnswer answer, Judgement judgement) {
        List<String> lines = answer.headers().all("Cache-Control");
        boolean noStore = lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .anyMatch(directive -> directive.strip().equalsIgnoreCase("no-store"));
        if (!noStore) {
            judgement.violated(kind + " has "
                    + (lines.isEmpty() ? "no Cache-Control" : "Cache-Control: " + String.join(", ", lines))
                    + " and may be kept");
        }
    }

    private static void version(Kind kind, HttpAnswer answer, Judgement judgement) {
        for (String name : TELLTALES) {
            for (String value : answer.headers().all(name)) {
                if (VERSION.matcher(value).find() || (!name.equals("Server") && value.matches("[0-9.]+"))) {
                    judgement.violated(kind + " tells " + name + ": " + value);
                }
            }
        }
    }

    private static void trace(Kind kind, HttpAnswer answer, Judgement judgement) {
        boolean echoed = answer.text().toLowerCase(Locale.ROOT).contains(AnswerSet.ECHO.toLowerCase(Locale.ROOT));
        if (echoed) {
            judgement.violated(kind + " holds the header that was sent (status " + answer.status() + ")");
        } else if (answer.status() < 400) {
            judgement.doubted(kind + " is no refusal (status " + answer.status() + "), though it echoes nothing");
        }
    }

    private static void methods(Kind kind, HttpAnswer answer, Judgement judgement) {
        int status = answer.status();
        if (status < 300) {
            judgement.violated(kind + " is a success (status " + status + ")");
        } else if (status == 405 && answer.headers().first("Allow").isEmpty()) {
            judgement.violated(kind + " is 405 without Allow");
        } else if (status < 400 || (status >= 500 && status != 501)) {
            judgement.doubted(kind + " is no refusal (status " + status + ")");
        }
    }
}
