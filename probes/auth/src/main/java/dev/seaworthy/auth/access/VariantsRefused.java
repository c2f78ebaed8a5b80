package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Controls;
import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is protected under its usual spelling is protected under every other one. */
final class VariantsRefused implements AuthCheck {
    /** The plainest: what else a gateway makes of a path is seldom a matter of one route. */
    private static final int FORMS_ON_FURTHER_ROUTES = 1;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.bypass.variants",
                                "A protected operation is protected however its path and method are spelled",
                                Severity.CRITICAL,
                                "OWASP ASVS 5.0 8.3.1; OWASP WSTG-ATHN-04 and WSTG-CONF-13; RFC 3986 section 6.2"),
                        "To the first protected operation that only reads, without a credential: a slash at the end, a doubled"
                                + " slash, HEAD, a method override, a %2e segment, an encoded letter, capitals and a path"
                                + " parameter; to further ones the slash at the end; a valid token on the usual path before and after.",
                        "Each is refused, redirected, or not found; none is served.",
                        "PASS: these eight spellings reach nothing. Rules of a proxy for other paths are not seen.",
                        "One of the spellings is served with the document that a valid token gets.",
                        "curl -i --path-as-is https://HOST//api/profile    # 401 or 404")
                .with(Footprint.reads(10));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Course course = new Course(bench, claim);
        Credential valid = bench.standing(0);
        Ledger ledger = new Ledger();
        List<Route> reading = bench.routes().stream()
                .filter(route -> route.bare().method().equals("GET"))
                .toList();
        if (reading.isEmpty()) {
            return Finding.skipped(claim, "does not apply: no protected operation of the contract only reads");
        }
        for (Route route : reading) {
            Controls ground = bench.controls(route, valid);
            course.after(ground.exchanges());
            if (ground.reading(CredentialClass.NONE) == Reading.ACCEPTED) {
                ledger.indiscriminate.add(route + " accepts no credential, so it does not discriminate");
                continue;
            }
            boolean sound = ground.reading(CredentialClass.VALID) == Reading.ACCEPTED
                    && ground.reading(CredentialClass.NONE) == Reading.REFUSED;
            if (!sound) {
                return course.unproven("the controls of " + route + " do not hold: " + course.lastSummary());
            }
            int forms = route.equals(reading.get(0)) ? Integer.MAX_VALUE : FORMS_ON_FURTHER_ROUTES;
            on(course, route, ground, ledger, forms);
            HttpAnswer after = course.send(route.bare().bearer(valid.token()));
            Reading control = route.read(after, CredentialClass.VALID);
            if (control != Reading.ACCEPTED) {
                ledger.doubts.add(route.doubt(CredentialClass.VALID, "the valid token of the control", control, after));
                break;
            }
        }
        return ledger.verdict(claim, course);
    }

    private static void on(Course course, Route route, Controls ground, Ledger ledger, int forms)
            throws InterruptedException {
        for (Map.Entry<String, HttpRequest> variant :
                variants(route.bare()).entrySet().stream().limit(forms).toList()) {
            HttpAnswer answer = course.send(variant.getValue());
            ledger.tried++;
            String what = route + " as " + variant.getKey();
            if (!answer.outcome().answered()) {
                ledger.doubts.add(what + " was not answered (" + course.lastSummary() + ")");
                return;
            }
            boolean headOnly = variant.getValue().method().equals("HEAD");
            if (route.accepts(answer.status()) && (headOnly || ground.resemblesValid(answer))) {
                ledger.served.add(what + " is served without a credential (status " + answer.status() + ")");
            } else if (answer.status() >= 500 || answer.status() == 429) {
                ledger.doubts.add(what + " broke or was shed (status " + answer.status() + ")");
            }
        }
    }

    /** Eight other ways to write the same request. */
    static Map<String, HttpRequest> variants(HttpRequest bare) {
        String path = bare.uri().getRawPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        String parent = path.substring(0, path.lastIndexOf('/') + 1);
        Map<String, HttpRequest> variants = new LinkedHashMap<>();
        variants.put("a path with a slash at its end", at(bare, path + "/"));
        variants.put("a path with a doubled slash", at(bare, "/" + path));
        variants.put("HEAD", new HttpRequest("HEAD", bare.uri(), bare.headers(), bare.body(), bare.http10()));
        variants.put("GET with X-HTTP-Method-Override: OPTIONS", bare.header("X-HTTP-Method-Override", "OPTIONS"));
        variants.put("a path with a %2e segment", at(bare, parent + "%2e/" + last));
        variants.put("a path with an encoded letter", at(bare, parent + encodedFirst(last)));
        variants.put("a path in capitals", at(bare, parent + last.toUpperCase(Locale.ROOT)));
        variants.put("a path with a parameter ;x", at(bare, path + ";x"));
        return variants;
    }

    private static String encodedFirst(String segment) {
        return segment.isEmpty() || segment.startsWith("%")
                ? segment
                : "%" + Integer.toHexString(segment.charAt(0)).toUpperCase(Locale.ROOT) + segment.substring(1);
    }

    private static HttpRequest at(HttpRequest bare, String path) {
        URI uri = bare.uri();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        URI other = URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + query);
        return new HttpRequest(bare.method(), other, bare.headers(), bare.body(), bare.http10());
    }

    /** What was seen on all routes. */
    private static final class Ledger {
        private final List<String> served = new ArrayList<>();
        private final List<String> doubts = new ArrayList<>();
        private final List<String> indiscriminate = new ArrayList<>();
        private int tried;

        Finding verdict(Claim claim, Course course) {
            if (!served.isEmpty()) {
                String more = served.size() > 1 ? "; and " + (served.size() - 1) + " more" : "";
                return course.fail(served.get(0) + more)
                        .with("violations", List.copyOf(served))
                        .with("tried", tried)
                        .with("accepted", served.size());
            }
            if (tried == 0 && doubts.isEmpty()) {
                return Finding.skipped(claim, "precondition: " + indiscriminate.get(0) + "; mend that first");
            }
            doubts.addAll(indiscriminate);
            return doubts.isEmpty()
                    ? course.pass("0 of " + tried + " other spellings served, with the controls good before and after")
                            .with("tried", tried)
                            .with("accepted", 0)
                            .with("bound95", Math.min(1.0, 3.0 / tried))
                    : course.unproven(doubts.get(0)).with("doubts", List.copyOf(doubts));
        }
    }
}
