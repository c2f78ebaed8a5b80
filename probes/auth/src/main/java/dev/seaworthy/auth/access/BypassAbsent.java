package dev.seaworthy.auth.access;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.Trial;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * No header and no query parameter stands in for a credential. Many go in one request; where one of them is let in, halves
 * of them are tried until the culprit is alone.
 */
final class BypassAbsent implements AuthCheck {
    /** What any page may send, and what an API is told about its caller anyhow. */
    private static final Set<String> ORDINARY = Set.of(
            "*",
            "accept",
            "accept-language",
            "authorization",
            "cache-control",
            "content-language",
            "content-type",
            "cookie",
            "origin",
            "x-requested-with");

    private static final int MOST_DISCOVERED = 20;

    @Override
    public CheckCard card() {
        return new CheckCard(
                        new Claim(
                                "auth.bypass.absent",
                                "No test, demo or proxy header opens a protected route without a credential",
                                Severity.CRITICAL,
                                "OWASP ASVS 5.0 13.4.2, 15.2.3 and 6.3.4; OWASP WSTG-ATHN-04"),
                        "To each protected operation, without a credential: requests with the headers of a short list"
                                + " (X-E2E-Test, X-Test-Mode, X-Forwarded-User and the like), those of"
                                + " probes.auth.bypass-headers, those that a preflight allows, and query parameters such as"
                                + " debug=true; several on one request, and halves of them where one is let in.",
                        "Each is refused with the status under expect.none.",
                        "PASS: none of these switches opens these routes. The list is bounded, and a header that is not on"
                                + " it is not tried.",
                        "A request with one of these switches and no credential is let in: whoever knows it is everybody.",
                        "curl -i -H 'X-E2E-Test: true' https://HOST/api/profile    # 401")
                .with(Footprint.reads(24));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        List<Exchange> asked = new ArrayList<>();
        List<List<BypassSwitch>> groups = groups(bench, discovered(bench, asked));
        Set<CredentialClass> controls = Set.of(CredentialClass.NONE);
        List<Mutant> bundles = groups.stream().map(BypassSwitch::together).toList();
        Trial trial = new Trial(bench, bench.standing(0), controls).after(asked);
        Finding finding = trial.refuses(claim, bundles);
        if (finding.verdict() == Verdict.FAIL) {
            return named(bench, finding, trial, bundles, groups);
        }
        List<BypassSwitch> unclear = trial.tried().stream()
                .filter(tried -> tried.reading() == Reading.UNCLEAR || tried.reading() == Reading.BROKEN)
                .flatMap(tried -> groups.get(bundles.indexOf(tried.mutant())).stream())
                .distinct()
                .toList();
        if (!unclear.isEmpty()) {
            // A target may object to the crowd; then each comes alone.
            List<Mutant> alone = unclear.stream()
                    .map(one -> BypassSwitch.together(List.of(one)))
                    .toList();
            return new Trial(bench, bench.standing(0), controls)
                    .after(finding.exchanges())
                    .refuses(claim, alone);
        }
        return finding.with("switches", groups.stream().mapToInt(List::size).sum());
    }

    private static List<List<BypassSwitch>> groups(Bench bench, List<String> discovered) {
        List<BypassSwitch> builtIn = BypassSwitch.headers();
        List<BypassSwitch> tests =
                builtIn.stream().filter(one -> !isOfProxy(one)).toList();
        List<BypassSwitch> proxies =
                builtIn.stream().filter(BypassAbsent::isOfProxy).toList();
        List<BypassSwitch> declared = bench.settings().bypassHeaders().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(header -> BypassSwitch.header(header.getKey(), header.getValue()))
                .toList();
        List<List<BypassSwitch>> groups = new ArrayList<>(List.of(tests, proxies, BypassSwitch.parameters(), declared));
        for (String value : List.of("true", "1")) {
            groups.add(discovered.stream()
                    .map(name -> BypassSwitch.header(name, value))
                    .toList());
        }
        groups.removeIf(List::isEmpty);
        return groups;
    }

    private static boolean isOfProxy(BypassSwitch one) {
        return one.name().matches("(?i)X-(User-Id|Forwarded|Remote|Authenticated|Internal|Real|Client).*");
    }

    /** Headers that the target says a page may send, beyond the ordinary (Fetch standard, CORS preflight). */
    private static List<String> discovered(Bench bench, List<Exchange> asked) throws InterruptedException {
        Route route = bench.routes().get(0);
        URI uri = route.bare().uri();
        String declared = bench.settings().access().origin();
        String origin = declared == null ? uri.getScheme() + "://" + uri.getAuthority() : declared;
        HttpAnswer answer = bench.wire()
                .exchange(HttpRequest.of("OPTIONS", uri)
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", route.bare().method())
                        .header("Access-Control-Request-Headers", "authorization"));
        asked.add(answer.exchange());
        return answer.headers().all("Access-Control-Allow-Headers").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> name.matches("[a-z0-9-]{1,64}") && !ORDINARY.contains(name))
                .distinct()
                .limit(MOST_DISCOVERED)
                .toList();
    }

    /** The same finding, with the switch that did it. */
    private static Finding named(
            Bench bench, Finding found, Trial trial, List<Mutant> bundles, List<List<BypassSwitch>> groups)
            throws InterruptedException {
        List<Exchange> exchanges = new ArrayList<>(found.exchanges());
        List<String> culprits = new ArrayList<>();
        for (Trial.Tried tried : trial.tried()) {
            if (tried.reading() == Reading.ACCEPTED) {
                List<BypassSwitch> alone =
                        alone(bench, tried.route(), groups.get(bundles.indexOf(tried.mutant())), exchanges);
                culprits.add(tried.route() + " accepted "
                        + BypassSwitch.together(alone).name() + " (status " + tried.status() + ")");
            }
        }
        String more = culprits.size() > 1 ? "; and " + (culprits.size() - 1) + " more" : "";
        return Finding.fail(found.claim(), culprits.get(0) + more, Evidence.of(exchanges))
                .with("violations", List.copyOf(culprits))
                .with("tried", trial.tried().size())
                .with("accepted", culprits.size())
                .with("authenticationByBypass", true);
    }

    /** The half that is let in, of the half that is let in, and so on; more than one where only several together are. */
    private static List<BypassSwitch> alone(
            Bench bench, Route route, List<BypassSwitch> switches, List<Exchange> exchanges)
            throws InterruptedException {
        List<BypassSwitch> suspects = switches;
        while (suspects.size() > 1) {
            int middle = suspects.size() / 2;
            Optional<List<BypassSwitch>> guilty = Optional.empty();
            for (List<BypassSwitch> half :
                    List.of(suspects.subList(0, middle), suspects.subList(middle, suspects.size()))) {
                HttpAnswer answer = bench.wire()
                        .exchange(BypassSwitch.together(half).dress().apply(route.bare()));
                exchanges.add(answer.exchange());
                if (route.read(answer, CredentialClass.NONE) == Reading.ACCEPTED) {
                    guilty = Optional.of(half);
                    break;
                }
            }
            if (guilty.isEmpty()) {
                return suspects;
            }
            suspects = guilty.get();
        }
        return suspects;
    }
}
