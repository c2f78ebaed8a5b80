package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.recording.FindingRow;
import dev.seaworthy.recording.RecordedRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What checks learned of limiters: their facts, and each examination of a limiter with its picture and its log. */
final class Limits {
    /** The fact that holds a list of examinations: {@code name, answer, verdict, picture, log}. */
    static final String EXAMINATIONS = "examinations";

    private static final String LOG = "log";

    private Limits() {}

    static List<RateLimit> of(List<CheckRow> checks, RecordedRun run) {
        Map<String, FindingRow> findings = run.findings().stream()
                .collect(Collectors.toMap(FindingRow::check, row -> row, (earlier, later) -> later));
        List<RateLimit> limits = new ArrayList<>();
        for (CheckRow check : checks) {
            boolean ours = check.area().equals("rate-limit") || check.id().startsWith("rate-limit.");
            List<Map<String, @Nullable Object>> examinations = examinations(findings.get(check.id()));
            if (ours && (!check.facts().isEmpty() || !examinations.isEmpty())) {
                limits.add(new RateLimit(
                        check.id(),
                        check.sentence(),
                        check.verdict(),
                        check.reason(),
                        check.facts(),
                        examinations.stream().map(Limits::withoutLog).toList()));
            }
        }
        return limits;
    }

    /** Facts without examinations, which have a place of their own. */
    static Map<String, Object> others(Map<String, Object> facts) {
        Map<String, Object> others = new LinkedHashMap<>(facts);
        others.remove(EXAMINATIONS);
        return others;
    }

    /** The log of each examination by the name of its file; from it the verdict can be drawn again. */
    static Map<String, String> logs(RecordedRun run) {
        Map<String, String> logs = new TreeMap<>();
        for (FindingRow finding : run.findings()) {
            for (Map<String, @Nullable Object> examination : examinations(finding)) {
                if (examination.get(LOG) instanceof List<?> lines) {
                    String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
                    logs.put(file(String.valueOf(examination.get("name"))), text);
                }
            }
        }
        return logs;
    }

    /** A name of a limit as that of a file. */
    private static String file(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return "ratelimit-" + plain.substring(0, Math.min(60, plain.length())) + ".jsonl";
    }

    private static List<Map<String, @Nullable Object>> examinations(@Nullable FindingRow finding) {
        List<Map<String, @Nullable Object>> examinations = new ArrayList<>();
        if (finding != null && finding.facts().get(EXAMINATIONS) instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> map) {
                    Map<String, @Nullable Object> examination = new LinkedHashMap<>();
                    map.forEach((name, value) -> examination.put(String.valueOf(name), value));
                    examinations.add(examination);
                }
            }
        }
        return examinations;
    }

    private static Map<String, @Nullable Object> withoutLog(Map<String, @Nullable Object> examination) {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(examination);
        rest.remove(LOG);
        return rest;
    }
}
