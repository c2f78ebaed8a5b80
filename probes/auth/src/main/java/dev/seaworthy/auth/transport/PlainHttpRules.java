package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What keeps clients of an https target from plain HTTP. */
final class PlainHttpRules {
    private static final Pattern MAX_AGE = Pattern.compile("max-age=\"?(\\d+)");
    private static final long YEAR_SECONDS = 31_536_000;

    static final List<AuthCheck> ALL = List.of(new Hsts(), new PlainRefused());

    private PlainHttpRules() {}

    private static boolean isHttps(Bench bench) {
        return "https".equalsIgnoreCase(bench.targets().http().getScheme());
    }

    private static String silent(HttpAnswer answer, String what) {
        return what + " was not answered (" + answer.outcome() + ": " + answer.detail() + ")";
    }

    /** Strict-Transport-Security on every answer. */
    private record Hsts() implements AuthCheck {
        @Override
        public CheckCard card() {
            return new CheckCard(
                            new Claim(
                                    "auth.http.hsts",
                                    "Every https answer tells browsers to come back by https alone",
                                    Severity.MEDIUM,
                                    "RFC 6797 section 7.1; OWASP ASVS 5.0 3.4.1; OWASP WSTG-CONF-07"),
                            "To the first protected operation without a credential, and to a path that there is not: one"
                                    + " request each.",
                            "Strict-Transport-Security with a max-age of a year or more and includeSubDomains, on both.",
                            "PASS: a browser that has been here once sends nothing in plain. The first visit is not covered.",
                            "The header is missing on one of them, or says less.",
                            "curl -sI https://HOST/ | grep -i strict-transport")
                    .with(Footprint.reads(2));
        }

        @Override
        public Finding run(Bench bench, Claim claim) throws InterruptedException {
            if (!isHttps(bench)) {
                return Finding.skipped(claim, "does not apply: targets.http is not https");
            }
            Judgement judgement = new Judgement().passed("max-age of a year or more, on refusals and errors");
            List<Exchange> exchanges = new ArrayList<>();
            Route route = bench.routes().get(0);
            URI nowhere = route.bare().uri().resolve("/seaworthy-" + Bench.hex(bench.random("hsts"), 6));
            for (HttpRequest request : List.of(route.bare(), HttpRequest.get(nowhere))) {
                HttpAnswer answer = bench.wire().exchange(request);
                exchanges.add(answer.exchange());
                if (!answer.outcome().answered()) {
                    judgement.doubted(silent(answer, request.toString()));
                    break;
                }
                String value = answer.headers()
                        .first("Strict-Transport-Security")
                        .orElse("")
                        .toLowerCase(Locale.ROOT);
                Matcher age = MAX_AGE.matcher(value);
                boolean longEnough =
                        age.find() && age.group(1).length() < 18 && Long.parseLong(age.group(1)) >= YEAR_SECONDS;
                if (!longEnough || !value.contains("includesubdomains")) {
                    judgement.violated("status " + answer.status() + " has "
                            + (value.isEmpty()
                                    ? "no Strict-Transport-Security"
                                    : "Strict-Transport-Security: " + value));
                }
            }
            return judgement.finding(claim, exchanges);
        }
    }

    /** Nothing is served without TLS. */
    private record PlainRefused() implements AuthCheck {
        @Override
        public CheckCard card() {
            return new CheckCard(
                            new Claim(
                                    "auth.http.plain-refused",
                                    "The host of an https API refuses plain HTTP, and does not redirect it",
                                    Severity.HIGH,
                                    "OWASP ASVS 5.0 4.1.2 and 12.2.1; RFC 9325 section 3.2"),
                            "The first protected operation without a credential: by https, as the control, and by http to"
                                    + " probes.auth.transport.plain-http, or port 80.",
                            "No connection, or a refusal other than that of a missing credential: nothing of the API.",
                            "PASS: a client that is misconfigured fails at once, and does not send its token in plain again"
                                    + " and again. A redirect comes after the token was sent.",
                            "The API answers there as it does by https, or redirects.",
                            "curl -i http://HOST/api/profile")
                    .with(Footprint.reads(2));
        }

        @Override
        public Finding run(Bench bench, Claim claim) throws InterruptedException {
            if (!isHttps(bench)) {
                return Finding.skipped(claim, "does not apply: targets.http is not https");
            }
            Route route = bench.routes().get(0);
            URI plain = plain(bench, route.bare().uri());
            if (plain == null) {
                return Finding.skipped(
                        claim,
                        "not in the contract: probes.auth.transport.plain-http, since targets.http is not on port 443");
            }
            if (!bench.reach().allowList().permits(plain)) {
                return Finding.skipped(claim, "not in the contract: rails.allow with http://" + plain.getAuthority());
            }
            HttpAnswer control = bench.wire().exchange(route.bare());
            List<Exchange> exchanges = new ArrayList<>(List.of(control.exchange()));
            Judgement judgement = new Judgement();
            if (!control.outcome().answered()) {
                return judgement
                        .doubted(silent(control, "the control by https"))
                        .finding(claim, exchanges);
            }
            HttpRequest bare = route.bare();
            HttpAnswer answer = bench.wire()
                    .exchange(new HttpRequest(bare.method(), plain, bare.headers(), bare.body(), bare.http10()));
            exchanges.add(answer.exchange());
            judge(judgement, answer, control);
            return judgement.finding(claim, exchanges);
        }

        private static void judge(Judgement judgement, HttpAnswer answer, HttpAnswer control) {
            Outcome outcome = answer.outcome();
            int status = answer.status();
            if (outcome == Outcome.REFUSED || outcome == Outcome.RESET || outcome == Outcome.PROTOCOL) {
                judgement.passed("there is no plain HTTP (" + answer.detail() + ")");
            } else if (!outcome.answered()) {
                judgement.doubted(silent(answer, "plain HTTP"));
            } else if (status >= 300 && status < 400) {
                judgement.violated("plain HTTP is redirected (status " + status + ")");
            } else if (status < 300 || status == 401 || status == control.status()) {
                judgement.violated("plain HTTP is answered by the API (status " + status + ")");
            } else if (status >= 500) {
                judgement.doubted("plain HTTP broke (status " + status + ")");
            } else {
                judgement.passed("plain HTTP is refused (status " + status + ")");
            }
        }

        private static @Nullable URI plain(Bench bench, URI uri) {
            URI declared = bench.settings().transport().plainHttp();
            int port = uri.getPort() == -1 ? 443 : uri.getPort();
            if (declared == null && port != 443) {
                return null;
            }
            String authority = declared == null ? uri.getHost() + ":80" : declared.getRawAuthority();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return URI.create("http://" + authority + uri.getRawPath() + query);
        }
    }
}
