package dev.seaworthy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.readiness.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the examination of limiters has to say: an answer for each limit, then what does not hold. */
final class LimitAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LimitAnswers() {}

    /** The answers in words. */
    static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        List<Map<String, @Nullable Object>> examinations = examinations(report);
        for (Map<String, @Nullable Object> examination : examinations) {
            lines.add("");
            if (examinations.size() > 1 || !RateLimitOptions.LIMIT.equals(examination.get("name"))) {
                lines.add(String.valueOf(examination.get("name")));
            }
            lines.add(String.valueOf(examination.get("answer")));
        }
        lines.add("");
        for (Report.CheckRow check : report.checks()) {
            if (telling(check) || examinations.isEmpty()) {
                lines.add(String.format(Locale.ROOT, "%-8s %s: %s", check.verdict(), check.sentence(), check.reason()));
            }
        }
        return lines;
    }

    /** What does not hold, and what is open for another reason than that there was no limit to look at. */
    private static boolean telling(Report.CheckRow check) {
        boolean open = check.verdict().equals("UNPROVEN") && !check.reason().contains("see rate-limit.enforced");
        return check.verdict().equals("FAIL") || check.verdict().equals("ERROR") || open;
    }

    /** The verdict of the limit that was examined, or a list of them where there are several. */
    static String json(Report report) {
        List<@Nullable Object> verdicts = new ArrayList<>();
        examinations(report).forEach(examination -> verdicts.add(examination.get("verdict")));
        try {
            return JSON.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(verdicts.size() == 1 ? verdicts.get(0) : verdicts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON cannot be written", e);
        }
    }

    /** 1 where something is refuted, 3 where the harness was at fault, 2 where something is open, 0 otherwise. */
    static int exitCode(Report report) {
        List<String> verdicts =
                report.checks().stream().map(Report.CheckRow::verdict).toList();
        if (verdicts.contains("FAIL")) {
            return ExitCode.NOT_READY;
        }
        if (verdicts.contains("ERROR")) {
            return ExitCode.ERROR;
        }
        return verdicts.contains("UNPROVEN") || !verdicts.contains("PASS") ? ExitCode.UNPROVEN : ExitCode.READY;
    }

    private static List<Map<String, @Nullable Object>> examinations(Report report) {
        return report.rateLimits().stream()
                .flatMap(limit -> limit.examinations().stream())
                .toList();
    }
}
