package dev.seaworthy.ratelimit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.ratelimit.verdict.LimitVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Joins the opinions on several limits to one finding, with evidence and facts. */
final class Verdicts {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.FAIL, Verdict.ERROR, Verdict.UNPROVEN, Verdict.PASS, Verdict.SKIPPED);

    private Verdicts() {}

    /** The opinions on all limits. */
    static Finding over(Claim claim, List<TriedLimit> limits, Function<Examined, Opinion> question)
            throws InterruptedException {
        Map<TriedLimit, Opinion> opinions = new LinkedHashMap<>();
        List<Exchange> exchanges = new ArrayList<>();
        List<Map<String, Object>> facts = new ArrayList<>();
        for (TriedLimit limit : limits) {
            opinions.put(limit, limit.judge(question));
            exchanges.addAll(limit.exchanges());
            facts.add(facts(limit));
        }
        return joined(claim, opinions, exchanges).with("limits", facts);
    }

    /** The same with everything that was learned of each limit, and all that it was drawn from. */
    static Finding whole(Claim claim, List<TriedLimit> limits, Function<Examined, Opinion> question)
            throws InterruptedException {
        List<Map<String, Object>> examinations = new ArrayList<>();
        for (TriedLimit limit : limits) {
            Examined examined = limit.examined();
            if (examined != null) {
                examinations.add(examination(limit.limit().name(), examined));
            }
        }
        Finding finding = over(claim, limits, question);
        return examinations.isEmpty() ? finding : finding.with("examinations", examinations);
    }

    /** Each limit once more while the load is under way, against what was seen of it at rest. */
    static Finding underLoad(Claim claim, List<TriedLimit> limits) throws InterruptedException {
        Map<TriedLimit, Opinion> opinions = new LinkedHashMap<>();
        List<Exchange> exchanges = new ArrayList<>();
        List<Map<String, Object>> examinations = new ArrayList<>();
        for (TriedLimit limit : limits) {
            Examined rested = limit.examined();
            Optional<Examined> loaded = limit.again();
            if (rested == null || loaded.isEmpty()) {
                opinions.put(
                        limit, Opinion.skipped("what holds at rest is not known, so there is nothing to compare with"));
                continue;
            }
            opinions.put(limit, Judgement.underLoad(rested, loaded.get()));
            exchanges.addAll(loaded.get().exchanges());
            examinations.add(examination(limit.limit().name() + " under load", loaded.get()));
        }
        return joined(claim, opinions, exchanges).with("examinations", examinations);
    }

    private static Finding joined(Claim claim, Map<TriedLimit, Opinion> opinions, List<Exchange> exchanges) {
        Verdict worst = WORST_FIRST.stream()
                .filter(verdict -> opinions.values().stream().anyMatch(opinion -> opinion.verdict() == verdict))
                .findFirst()
                .orElse(Verdict.SKIPPED);
        String reason = opinions.entrySet().stream()
                .filter(entry -> entry.getValue().verdict() == worst)
                .map(entry ->
                        entry.getKey().limit().name() + ": " + entry.getValue().reason())
                .collect(Collectors.joining("; "));
        return finding(claim, worst, reason, exchanges);
    }

    private static Finding finding(Claim claim, Verdict verdict, String reason, List<Exchange> exchanges) {
        if (verdict.needsEvidence() && exchanges.isEmpty()) {
            return Finding.skipped(claim, reason);
        }
        return switch (verdict) {
            case PASS -> Finding.pass(claim, reason, Evidence.of(exchanges));
            case FAIL -> Finding.fail(claim, reason, Evidence.of(exchanges));
            case UNPROVEN -> Finding.unproven(claim, reason, Evidence.of(exchanges));
            case SKIPPED -> Finding.skipped(claim, reason);
            case ERROR -> Finding.error(claim, reason);
        };
    }

    private static Map<String, Object> facts(TriedLimit tried) throws InterruptedException {
        DeclaredLimit limit = tried.limit();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", limit.name());
        facts.put("operation", limit.operation());
        facts.put("declared", limit.text());
        Examined examined = tried.examined();
        if (examined == null) {
            return facts;
        }
        facts.put("requestsSent", examined.journal().entries().size());
        facts.put("refused", examined.journal().refused());
        facts.put("seconds", Math.round(10 * examined.journal().seconds()) / 10.0);
        return facts;
    }

    private static Map<String, Object> examination(String name, Examined examined) {
        LimitVerdict verdict = examined.verdict();
        Map<String, Object> examination = new LinkedHashMap<>();
        examination.put("name", name);
        examination.put("answer", verdict.text());
        examination.put("verdict", JSON.convertValue(verdict.json(), new TypeReference<Map<String, Object>>() {}));
        if (!examined.journal().entries().isEmpty()) {
            examination.put("picture", Picture.of(examined.journal(), examined.best()));
        }
        examination.put("log", examined.journal().lines());
        return examination;
    }
}
