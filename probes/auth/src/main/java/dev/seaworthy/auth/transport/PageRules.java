package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.SignIn;
import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The headers that only browsers heed, on the pages that the contract declares. */
final class PageRules {
    static final List<AuthCheck> ALL = List.of(
            check(
                    "content-policy",
                    "Every page says what it may load and run",
                    Severity.MEDIUM,
                    "OWASP ASVS 5.0 3.4.3; W3C Content Security Policy Level 3",
                    "A Content-Security-Policy with object-src and base-uri none, and neither unsafe-inline nor unsafe-eval"
                            + " for scripts.",
                    PageRules::policy),
            check(
                    "framing",
                    "No page can be put into a frame of somebody else's",
                    Severity.MEDIUM,
                    "OWASP ASVS 5.0 3.4.6; OWASP WSTG-CLNT-09",
                    "frame-ancestors none or self in the Content-Security-Policy, or X-Frame-Options DENY or SAMEORIGIN.",
                    PageRules::framing),
            check(
                    "opener",
                    "No page is reached by the window that opened it",
                    Severity.LOW,
                    "OWASP ASVS 5.0 3.4.8; HTML standard section 7.1.3",
                    "Cross-Origin-Opener-Policy: same-origin, or same-origin-allow-popups.",
                    PageRules::opener),
            check(
                    "referrer",
                    "No page tells other hosts its whole address",
                    Severity.LOW,
                    "OWASP ASVS 5.0 3.4.5; W3C Referrer Policy",
                    "A Referrer-Policy other than unsafe-url and no-referrer-when-downgrade.",
                    PageRules::referrer));

    private PageRules() {}

    /** What is wrong with a page; empty if nothing is. */
    @FunctionalInterface
    interface Rule {
        Optional<String> flaw(HttpAnswer page);
    }

    private record PageCheck(CheckCard card, Rule rule) implements AuthCheck {
        @Override
        public Finding run(Bench bench, Claim claim) throws InterruptedException {
            List<String> pages = bench.settings().transport().pages();
            if (pages.isEmpty()) {
                return Finding.skipped(
                        claim, "does not apply: no operation is declared to be a page (probes.auth.transport.pages)");
            }
            Judgement judgement = new Judgement().passed("so on " + String.join(", ", pages));
            List<Exchange> exchanges = new ArrayList<>();
            for (String name : pages) {
                RequestSpec spec = bench.operation(name);
                if (spec == null) {
                    return Finding.error(
                            claim, "probes.auth.transport.pages: the contract has no operation '" + name + "'");
                }
                HttpAnswer answer = page(bench, name, spec);
                exchanges.add(answer.exchange());
                String type = answer.headers().first("Content-Type").orElse("");
                if (!answer.outcome().answered()) {
                    judgement.doubted(name + " did not answer (" + answer.outcome() + ": " + answer.detail() + ")");
                    break;
                }
                if (!type.toLowerCase(Locale.ROOT).startsWith("text/html")) {
                    judgement.doubted(
                            name + " is no page (status " + answer.status() + ", Content-Type '" + type + "')");
                } else {
                    rule.flaw(answer).ifPresent(flaw -> judgement.violated(name + " " + flaw));
                }
            }
            return judgement.finding(claim, exchanges);
        }
    }

    /** The answer of a page, which is asked for once; again only if it was not had. */
    private static HttpAnswer page(Bench bench, String name, RequestSpec spec) throws InterruptedException {
        Map<String, HttpAnswer> had = bench.shared(Pages.class, Pages::new).answers;
        HttpAnswer known = had.get(name);
        if (known != null) {
            return known;
        }
        HttpAnswer answer = bench.wire().exchange(SignIn.filled(spec, bench.targets(), Map.of()));
        if (answer.outcome().answered()) {
            had.put(name, answer);
        }
        return answer;
    }

    private static final class Pages {
        private final Map<String, HttpAnswer> answers = new ConcurrentHashMap<>();
    }

    private static AuthCheck check(
            String words, String sentence, Severity severity, String source, String expects, Rule rule) {
        CheckCard card = new CheckCard(
                new Claim("auth.headers." + words, sentence, severity, source),
                "To each operation under probes.auth.transport.pages: one request without a credential.",
                expects,
                "PASS: the browser is told so by the headers of these pages; a meta element is not looked for.",
                "A page comes without it.",
                "curl -i https://HOST/    # the headers",
                Footprint.READS);
        return new PageCheck(card, rule);
    }

    private static Optional<String> policy(HttpAnswer page) {
        String policy = policies(page);
        if (policy.isEmpty()) {
            return Optional.of("has no Content-Security-Policy");
        }
        if (directive(policy, "script-src").matches(".*'unsafe-(inline|eval)'.*")) {
            return Optional.of("allows inline scripts or eval: " + directive(policy, "script-src"));
        }
        if (!directive(policy, "object-src").equals("'none'")) {
            return Optional.of("does not forbid plug-ins (object-src 'none')");
        }
        // default-src does not stand in for base-uri.
        return policy.matches(".*base-uri '(none|self)'.*")
                ? Optional.empty()
                : Optional.of("does not forbid another base (base-uri 'none')");
    }

    private static Optional<String> framing(HttpAnswer page) {
        boolean byPolicy = policies(page).matches(".*frame-ancestors '(none|self)'.*");
        boolean byOptions = page.headers()
                .first("X-Frame-Options")
                .filter(value -> value.strip().toLowerCase(Locale.ROOT).matches("deny|sameorigin"))
                .isPresent();
        return byPolicy || byOptions ? Optional.empty() : Optional.of("may be framed by anybody");
    }

    private static Optional<String> opener(HttpAnswer page) {
        String value = page.headers().first("Cross-Origin-Opener-Policy").orElse("none");
        return value.startsWith("same-origin")
                ? Optional.empty()
                : Optional.of("has Cross-Origin-Opener-Policy " + value);
    }

    private static Optional<String> referrer(HttpAnswer page) {
        String value = page.headers().first("Referrer-Policy").orElse("none");
        return value.matches("none|unsafe-url|no-referrer-when-downgrade")
                ? Optional.of("has Referrer-Policy " + value)
                : Optional.empty();
    }

    private static String policies(HttpAnswer page) {
        return String.join("; ", page.headers().all("Content-Security-Policy"))
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    /** What a directive allows; what default-src does where it is not given. */
    private static String directive(String policy, String name) {
        String fallback = "";
        for (String part : policy.split(";", -1)) {
            String[] words = part.strip().split(" +", 2);
            if (words[0].equals(name)) {
                return words.length > 1 ? words[1] : "";
            }
            if (words[0].equals("default-src")) {
                fallback = words.length > 1 ? words[1] : "";
            }
        }
        return fallback;
    }
}
