package dev.seaworthy.ratelimit;

import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Joins the opinions on several limits to one finding, with evidence and facts. */
final class Verdicts {
    /** The longest series that a finding carries. */
    private static final int LONGEST_SERIES = 400;

    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.FAIL, Verdict.ERROR, Verdict.UNPROVEN, Verdict.PASS, Verdict.SKIPPED);

    private Verdicts() {}

    static Finding over(Claim claim, List<TriedLimit> limits, Question question, boolean withSeries)
            throws InterruptedException {
        Map<TriedLimit, Opinion> opinions = new LinkedHashMap<>();
        List<Exchange> exchanges = new ArrayList<>();
        List<Map<String, Object>> facts = new ArrayList<>();
        for (TriedLimit limit : limits) {
            opinions.put(limit, question.of(limit));
            exchanges.addAll(limit.exchanges());
            facts.add(facts(limit, withSeries));
        }
        Verdict worst = WORST_FIRST.stream()
                .filter(verdict -> opinions.values().stream().anyMatch(opinion -> opinion.verdict() == verdict))
                .findFirst()
                .orElse(Verdict.SKIPPED);
        String reason = opinions.entrySet().stream()
                .filter(entry -> entry.getValue().verdict() == worst)
                .map(entry ->
                        entry.getKey().limit().name() + ": " + entry.getValue().reason())
                .collect(Collectors.joining("; "));
        return finding(claim, worst, reason, exchanges).with("limits", facts);
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

    private static Map<String, Object> facts(TriedLimit tried, boolean withSeries) throws InterruptedException {
        DeclaredLimit limit = tried.limit();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", limit.name());
        facts.put("operation", limit.operation());
        facts.put("declared", limit.allowance().text());
        facts.put("tolerance", limit.bounds().tolerance());
        facts.put("mayTake", LimitTrial.worstCase(limit) + " requests");
        Course course = tried.course();
        if (course == null) {
            return facts;
        }
        facts.put("requestsSent", course.log().size());
        Burst burst = course.burst();
        if (burst != null) {
            facts.put("sent", burst.sent());
            facts.put("admitted", burst.admitted());
            facts.put("refused", burst.refused());
            facts.put("firstRefusalAt", burst.firstRefusalAt());
            facts.put("burstSeconds", Seconds.decimal(burst.elapsedNanos()));
            facts.put("parallel", course.parallel());
        }
        Burst second = course.second();
        if (second != null) {
            facts.put("admittedAfterSilence", second.admitted());
        }
        promise(course, facts);
        if (withSeries) {
            facts.put("series", series(course));
        }
        return facts;
    }

    private static void promise(Course course, Map<String, Object> facts) {
        for (Reply reply : course.log()) {
            if (reply.refused()) {
                facts.put("announced", Promise.announcements(reply.headers()));
                break;
            }
        }
        if (!course.promises().isEmpty()) {
            Course.Promised last = course.lastPromise();
            Promise said = last.promise();
            facts.put("retryAfter", said == null ? "not announced" : said.field() + ": " + said.value());
            facts.put("silenceSeconds", Seconds.decimal(last.silentNanos()));
        }
    }

    /** Every request of the limited user's bursts: milliseconds after the first, and 1 for admitted or 0. */
    private static List<List<Object>> series(Course course) {
        List<List<Object>> series = new ArrayList<>();
        @Nullable Reply first = course.log().isEmpty() ? null : course.log().get(0);
        if (first == null) {
            return series;
        }
        for (Reply reply : course.log()) {
            if (series.size() == LONGEST_SERIES) {
                break;
            }
            double offset = Math.round((reply.sentNanos() - first.sentNanos()) / 1e4) / 100.0;
            series.add(List.of(offset, reply.admitted() ? 1 : 0));
        }
        return series;
    }

    /** What is asked of each limit. */
    @FunctionalInterface
    interface Question {
        Opinion of(TriedLimit limit) throws InterruptedException;
    }
}
