package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.bench.Route;
import dev.seaworthy.auth.bench.Trial;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One run of "these tokens must be refused": all of them on the first route, the most telling ones on the others too, and
 * what each route made of each in the finding. Used once.
 */
final class RefusalTrial {
    private final Bench bench;
    private final Claim claim;
    private final Trial trial;
    private final boolean testKey;

    RefusalTrial(Bench bench, Claim claim, Credential valid) {
        this(bench, claim, valid, TokenRequired.BOTH);
    }

    RefusalTrial(Bench bench, Claim claim, Credential valid, Set<CredentialClass> controls) {
        this.bench = bench;
        this.claim = claim;
        this.trial = new Trial(bench, valid, controls);
        this.testKey = valid.origin() == Credential.Origin.TEST_SIGNING_KEY;
    }

    RefusalTrial after(List<Exchange> earlier) {
        trial.after(earlier);
        return this;
    }

    /**
     * Tries them.
     *
     * @param everywhere how many of them, from the first on, are tried on every route
     */
    Finding refuses(List<Mutant> mutants, int everywhere) throws InterruptedException {
        List<Route> routes = bench.routes();
        if (everywhere >= mutants.size() || routes.size() == 1) {
            return withVector(reworded(trial.refuses(claim, routes, mutants)));
        }
        Finding finding = trial.refuses(claim, routes.subList(0, 1), mutants);
        if (everywhere > 0 && !isSilent(finding)) {
            finding = trial.refuses(claim, routes.subList(1, routes.size()), mutants.subList(0, everywhere));
            if (finding.verdict() == Verdict.PASS) {
                String reason = "0 of " + trial.tried().size() + " accepted: " + mutants.size() + " forms on "
                        + routes.get(0) + ", the first " + everywhere + " on every route, with the controls good before"
                        + " and after";
                finding = copied(Finding.pass(claim, reason, Evidence.of(finding.exchanges())), finding);
            }
        }
        return withVector(reworded(finding));
    }

    /** Every answer by token and route, in the words of the report. */
    private Finding withVector(Finding finding) {
        Map<String, Map<String, String>> vector = new LinkedHashMap<>();
        trial.tried()
                .forEach(tried -> vector.computeIfAbsent(label(tried.mutant()), name -> new LinkedHashMap<>())
                        .put(tried.route().toString(), said(tried)));
        if (vector.isEmpty()) {
            return finding;
        }
        List<String> split = new ArrayList<>();
        vector.forEach((name, answers) -> {
            if (new TreeSet<>(answers.values()).size() > 1) {
                split.add(name);
            }
        });
        Finding shown = finding.with("vector", vector);
        return split.isEmpty() ? shown : shown.with("routesDisagree", split);
    }

    /** A control that the test key signed and the target does not know is a fault of the contract. */
    private Finding reworded(Finding finding) {
        if (!testKey || finding.verdict() != Verdict.UNPROVEN || !trial.tried().isEmpty() || isSilent(finding)) {
            return finding;
        }
        return copied(
                Finding.unproven(
                        claim,
                        "a token that the contract's test key has signed must be accepted first: " + finding.reason(),
                        Evidence.of(finding.exchanges())),
                finding);
    }

    private static Finding copied(Finding to, Finding from) {
        Finding copy = to;
        for (Map.Entry<String, Object> fact : from.facts().entrySet()) {
            copy = copy.with(fact.getKey(), fact.getValue());
        }
        return copy;
    }

    private static boolean isSilent(Finding finding) {
        List<Exchange> exchanges = finding.exchanges();
        return !exchanges.isEmpty()
                && !exchanges.get(exchanges.size() - 1).outcome().answered();
    }

    private static String label(Mutant mutant) {
        return mutant.forgery().map(forgery -> forgery.row() + " ").orElse("") + mutant.name();
    }

    private static String said(Trial.Tried tried) {
        String reading = tried.reading().name().toLowerCase(Locale.ROOT);
        return tried.status() == 0 ? reading : reading + " (" + tried.status() + ")";
    }
}
