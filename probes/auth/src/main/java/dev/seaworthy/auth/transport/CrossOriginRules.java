package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.settings.CrossOriginSettings;
import dev.seaworthy.auth.transport.OriginMatrix.Cell;
import dev.seaworthy.auth.transport.OriginMatrix.Kind;
import dev.seaworthy.auth.transport.OriginMatrix.Way;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Who may read across origins (Fetch standard, section 3.2). */
final class CrossOriginRules {
    private static final String SENDS = "To the first protected operation: for each of up to 13 origins (allowed ones;"
            + " foreign, near, null and none) a request with a valid token; for the allowed, one"
            + " foreign and none also one without a credential, and a preflight. All auth.cors checks read the same answers.";

    /** Names by which a request asks to be treated as a test, or as somebody. */
    private static final Set<String> SUSPECT = Set.of("x-e2e", "x-test", "x-debug", "x-user", "x-bypass", "x-dev");

    private static final Footprint FOOTPRINT =
            new Footprint(SafetyClass.OWN_SESSIONS, 42, "one session, which ends by itself");

    static final List<AuthCheck> ALL = List.of(
            check(
                    claim(
                            "allowed-origins",
                            "Each allowed origin may read, and is named as itself",
                            Severity.HIGH,
                            "Fetch standard section 3.2.3; OWASP ASVS 5.0 3.4.2; OWASP WSTG-CLNT-07"),
                    "Access-Control-Allow-Origin is exactly that origin, with a token and in the preflight.",
                    "PASS: the browser applications of the contract can work. It does not show that nobody else can.",
                    "The header is missing, is another origin, or comes twice.",
                    "curl -i -H 'Origin: https://app.HOST' -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile",
                    CrossOriginRules::allowed),
            check(
                    claim(
                            "varies",
                            "An answer that depends on the origin says so to caches",
                            Severity.LOW,
                            "Fetch standard section 3.2.5; RFC 9110 section 12.5.5"),
                    "Vary holds Origin, or *, wherever an origin is named.",
                    "PASS: a shared cache does not give the answer for one origin to another.",
                    "Access-Control-Allow-Origin names an origin and Vary does not.",
                    "curl -i -H 'Origin: https://app.HOST' https://HOST/api/profile | grep -i vary",
                    CrossOriginRules::varies),
            check(
                    claim(
                            "foreign-origins-refused",
                            "No foreign origin is named as one that may read",
                            Severity.MEDIUM,
                            "OWASP ASVS 5.0 3.4.2; OWASP WSTG-CLNT-07"),
                    "A foreign origin, one that only begins or ends like an allowed one, two at once, and null get no"
                            + " Access-Control-Allow-Origin that lets them in.",
                    "PASS: none of this list is let in. A rule that admits another text is not excluded.",
                    "One of them is named.",
                    "curl -i -H 'Origin: https://evil.example' https://HOST/api/profile",
                    (matrix, settings, judgement) ->
                            refused(matrix, judgement, List.of(Kind.FOREIGN, Kind.NULL), false)),
            check(
                    claim(
                            "foreign-credentials-refused",
                            "No foreign origin may read with the user's credentials",
                            Severity.HIGH,
                            "OWASP ASVS 5.0 3.4.2; OWASP WSTG-CLNT-07"),
                    "None of the foreign origins gets its name together with Access-Control-Allow-Credentials: true.",
                    "PASS: none of this list can read what only the user may see.",
                    "A foreign origin is named, and credentials are allowed to it.",
                    "curl -i -H 'Origin: https://evil.example' -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile",
                    (matrix, settings, judgement) -> refused(matrix, judgement, List.of(Kind.FOREIGN), true)),
            check(
                    claim(
                            "null-credentials-refused",
                            "The origin null may not read with the user's credentials",
                            Severity.HIGH,
                            "OWASP WSTG-CLNT-07; RFC 6454 section 7.1"),
                    "Origin: null gets no name together with Access-Control-Allow-Credentials: true.",
                    "PASS: a sandboxed frame, which anybody can make, cannot read what only the user may see.",
                    "Access-Control-Allow-Origin: null comes with credentials.",
                    "curl -i -H 'Origin: null' -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile",
                    (matrix, settings, judgement) -> refused(matrix, judgement, List.of(Kind.NULL), true)),
            check(
                    claim(
                            "near-origins-refused",
                            "An allowed host by another scheme, port or name below may not read",
                            Severity.MEDIUM,
                            "OWASP ASVS 5.0 3.4.2; RFC 6454 section 4"),
                    "http instead of https, a name below the allowed one, another port and a trailing dot are not named.",
                    "PASS: whoever can answer for one of these (a plain-text attacker, a forgotten host) gains nothing.",
                    "One of them is named.",
                    "curl -i -H 'Origin: http://app.HOST' https://HOST/api/profile",
                    (matrix, settings, judgement) -> refused(matrix, judgement, List.of(Kind.NEAR), false)),
            check(
                    claim(
                            "no-wildcard",
                            "What needs a credential is not offered to every origin",
                            Severity.MEDIUM,
                            "Fetch standard section 3.2.5; OWASP ASVS 5.0 3.4.2"),
                    "No answer to a valid token has Access-Control-Allow-Origin: *, and none has it with credentials.",
                    "PASS: the header is not * on this route. Browsers refuse * with credentials, so it breaks, besides.",
                    "Access-Control-Allow-Origin: * on an answer to a token, or beside credentials.",
                    "curl -i -H 'Origin: https://evil.example' -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile",
                    CrossOriginRules::wildcard),
            check(
                    claim(
                            "preflight",
                            "A preflight of an allowed origin is answered without a credential",
                            Severity.MEDIUM,
                            "Fetch standard sections 4.8 and 3.2.2; OWASP ASVS 5.0 4.1.4"),
                    "Status 200 to 299, no redirect; the route's method and Authorization are allowed, and neither TRACE nor"
                            + " CONNECT.",
                    "PASS: browsers can send their requests. How long they remember it is a fact of the finding.",
                    "The preflight is refused, redirected, or does not allow what the application needs.",
                    "curl -i -X OPTIONS -H 'Origin: https://app.HOST' -H 'Access-Control-Request-Method: GET'"
                            + " https://HOST/api/profile",
                    CrossOriginRules::preflight),
            check(
                    claim(
                            "no-test-headers",
                            "No preflight allows a header of tests, debuggers or asserted users",
                            Severity.MEDIUM,
                            "OWASP ASVS 5.0 13.4.2; OWASP WSTG-CLNT-07"),
                    "Access-Control-Allow-Headers holds no name that begins with x-e2e, x-test, x-debug, x-user, x-bypass or"
                            + " x-dev, and none outside probes.auth.cors.headers, where that is given.",
                    "PASS: the preflight gives no hint of a way around the gate. Whether there is one: auth.bypass.absent.",
                    "Such a name is allowed.",
                    "curl -i -X OPTIONS -H 'Origin: https://app.HOST' -H 'Access-Control-Request-Method: GET'"
                            + " https://HOST/api/profile | grep -i allow-headers",
                    CrossOriginRules::headerNames),
            check(
                    claim(
                            "errors-too",
                            "A refusal carries the same cross-origin headers as a success",
                            Severity.MEDIUM,
                            "Fetch standard section 3.2.5"),
                    "What an allowed origin gets without a token names it as the answer to a token does.",
                    "PASS: the application can read why it was refused. Without the headers it sees a network error.",
                    "The refusal lacks the headers that the success has.",
                    "curl -i -H 'Origin: https://app.HOST' https://HOST/api/profile    # 401, and the origin named",
                    CrossOriginRules::errors));

    private CrossOriginRules() {}

    private static Claim claim(String words, String sentence, Severity severity, String source) {
        return new Claim("auth.cors." + words, sentence, severity, source);
    }

    private static AuthCheck check(
            Claim claim, String expects, String proves, String falsifier, String byHand, CrossOriginCheck.Rule rule) {
        return new CrossOriginCheck(
                new CheckCard(claim, SENDS, expects, proves, falsifier, byHand).with(FOOTPRINT), rule);
    }

    /** The answers to look at; those that the load turned away are a doubt, and not among them. */
    private static List<Cell> clear(OriginMatrix matrix, Judgement judgement, Predicate<Cell> wanted) {
        List<Cell> cells = matrix.cells().stream()
                .filter(cell -> cell.answer().outcome().answered())
                .filter(wanted)
                .toList();
        cells.stream()
                .filter(Cell::isShed)
                .forEach(cell -> judgement.doubted(cell + " was turned away for the load (status "
                        + cell.answer().status() + ")"));
        return cells.stream().filter(cell -> !cell.isShed()).toList();
    }

    private static boolean isAllowed(Cell cell) {
        return cell.origin().kind() == Kind.ALLOWED;
    }

    private static void allowed(OriginMatrix matrix, CrossOriginSettings unused, Judgement judgement) {
        for (Cell cell : clear(matrix, judgement, cell -> isAllowed(cell) && cell.way() != Way.ANONYMOUS)) {
            if (cell.way() == Way.TOKEN && !matrix.route().accepts(cell.answer().status())) {
                judgement.doubted(matrix.route() + " does not accept the valid token of the control (status "
                        + cell.answer().status() + ")");
            } else if (!cell.allowed().equals(String.valueOf(cell.origin().text()))) {
                judgement.violated(cell + " got "
                        + (cell.allowed().isEmpty() ? "no Access-Control-Allow-Origin" : "'" + cell.allowed() + "'"));
            }
        }
        judgement.passed("each allowed origin is named, with a token and in the preflight");
    }

    private static void varies(OriginMatrix matrix, CrossOriginSettings unused, Judgement judgement) {
        for (Cell cell : clear(matrix, judgement, cell -> cell.reflects() && cell.way() != Way.PREFLIGHT)) {
            boolean said = cell.answer().headers().all("Vary").stream()
                    .flatMap(line -> Arrays.stream(line.split(",", -1)))
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .anyMatch(name -> name.equals("origin") || name.equals("*"));
            if (!said) {
                judgement.violated(cell + " is named, and Vary does not hold Origin");
            }
        }
        judgement.passed("Vary holds Origin wherever one is named");
    }

    private static void refused(OriginMatrix matrix, Judgement judgement, List<Kind> kinds, boolean credentialsOnly) {
        List<Cell> cells =
                clear(matrix, judgement, cell -> kinds.contains(cell.origin().kind()));
        for (Cell cell : cells) {
            if (cell.reflects() && (!credentialsOnly || cell.withCredentials())) {
                judgement.violated(
                        cell + " is named as one that may read" + (cell.withCredentials() ? ", with credentials" : ""));
            }
        }
        judgement
                .passed("0 of " + cells.size() + " answers lets one of these in")
                .fact("tried", cells.size());
        if (!cells.isEmpty()) {
            judgement.fact("bound95", Math.min(1.0, 3.0 / cells.size()));
        }
    }

    private static void wildcard(OriginMatrix matrix, CrossOriginSettings unused, Judgement judgement) {
        for (Cell cell : clear(matrix, judgement, cell -> cell.way() != Way.PREFLIGHT)) {
            if (cell.allowed().equals("*") && (cell.way() == Way.TOKEN || cell.withCredentials())) {
                judgement.violated(cell + " got *" + (cell.withCredentials() ? " with credentials" : ""));
            }
        }
        judgement.passed("no answer to a token is offered to every origin");
    }

    private static void preflight(OriginMatrix matrix, CrossOriginSettings unused, Judgement judgement) {
        String method = matrix.route().spec().method();
        for (Cell cell : clear(matrix, judgement, cell -> isAllowed(cell) && cell.way() == Way.PREFLIGHT)) {
            int status = cell.answer().status();
            Set<String> methods = items(cell, "Access-Control-Allow-Methods");
            Set<String> headers = items(cell, "Access-Control-Allow-Headers");
            if (status < 200 || status > 299) {
                judgement.violated(cell + " was answered with status " + status);
            } else if (!headers.contains("authorization")) {
                judgement.violated(cell + " does not allow the Authorization header");
            } else if (!Set.of("GET", "HEAD", "POST").contains(method)
                    && !methods.contains(method.toLowerCase(Locale.ROOT))) {
                judgement.violated(cell + " does not allow " + method);
            } else if (methods.contains("trace") || methods.contains("connect")) {
                judgement.violated(cell + " allows " + methods);
            }
            judgement.fact("allow-methods", String.join(", ", methods));
            judgement.fact(
                    "max-age",
                    cell.answer().headers().first("Access-Control-Max-Age").orElse("none"));
        }
        judgement.passed("preflights are answered without a credential, and allow what is needed");
    }

    private static void headerNames(OriginMatrix matrix, CrossOriginSettings settings, Judgement judgement) {
        Set<String> declared = new TreeSet<>();
        settings.headers().forEach(name -> declared.add(name.toLowerCase(Locale.ROOT)));
        Set<String> seen = new TreeSet<>();
        clear(matrix, judgement, cell -> cell.way() == Way.PREFLIGHT)
                .forEach(cell -> seen.addAll(items(cell, "Access-Control-Allow-Headers")));
        for (String name : seen) {
            if (SUSPECT.stream().anyMatch(name::startsWith)) {
                judgement.violated("preflights allow the header " + name);
            } else if (!declared.isEmpty() && !declared.contains(name)) {
                judgement.violated("preflights allow the header " + name + ", which probes.auth.cors.headers does not");
            }
        }
        judgement.passed("preflights allow " + (seen.isEmpty() ? "no header" : String.join(", ", seen)));
        judgement.fact("allow-headers", String.join(", ", seen));
    }

    private static void errors(OriginMatrix matrix, CrossOriginSettings unused, Judgement judgement) {
        for (Cell good : clear(matrix, judgement, cell -> isAllowed(cell) && cell.way() == Way.TOKEN)) {
            for (Cell bad : clear(
                    matrix,
                    judgement,
                    cell -> cell.way() == Way.ANONYMOUS && cell.origin().equals(good.origin()))) {
                if (bad.answer().status() < 400) {
                    judgement.doubted(
                            bad + " was not refused (status " + bad.answer().status() + "): no refusal to look at");
                } else if (!bad.allowed().equals(good.allowed())) {
                    judgement.violated(bad + " was refused with " + bad.answer().status() + " and "
                            + (bad.allowed().isEmpty() ? "no Access-Control-Allow-Origin" : "'" + bad.allowed() + "'")
                            + ", where a success has '" + good.allowed() + "'");
                }
            }
        }
        judgement.passed("refusals of allowed origins name them as successes do");
    }

    private static Set<String> items(Cell cell, String header) {
        Set<String> items = new TreeSet<>();
        for (String line : cell.answer().headers().all(header)) {
            for (String item : line.split(",", -1)) {
                if (!item.isBlank()) {
                    items.add(item.strip().toLowerCase(Locale.ROOT));
                }
            }
        }
        return items;
    }
}
