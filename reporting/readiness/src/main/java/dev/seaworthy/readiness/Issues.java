package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.readiness.Report.Issue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Refuted checks of one area that share a cause are one issue: by the fact {@code inference} (or {@code cause}) where the check gives one, else by
 * the reason without its particulars.
 */
final class Issues {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'|`[^`]*`");
    private static final Pattern PARTICULAR = Pattern.compile("\\b[0-9a-f]{8,}+\\b|[0-9]++(?:[.,:][0-9]++)*+");
    /** What holds a slash: a path, an address, a media type. */
    private static final Pattern WORD = Pattern.compile("\\S++");

    private Issues() {}

    static List<Issue> of(List<CheckRow> checks, Commands commands) {
        Map<String, List<CheckRow>> groups = new LinkedHashMap<>();
        for (CheckRow check : checks) {
            if (CheckRows.is(check, Verdict.FAIL)) {
                groups.computeIfAbsent(check.area() + "\u0000" + signature(check), unused -> new ArrayList<>())
                        .add(check);
            }
        }
        List<List<CheckRow>> ordered = new ArrayList<>(groups.values());
        ordered.forEach(group -> group.sort(Comparator.comparing(CheckRows::severity)));
        ordered.sort(Comparator.comparing(group -> CheckRows.severity(group.get(0))));
        List<Issue> issues = new ArrayList<>();
        for (List<CheckRow> group : ordered) {
            issues.add(issue("issue-" + (issues.size() + 1), group, commands));
        }
        return List.copyOf(issues);
    }

    /** What stays of a reason when values, names and numbers are taken out. */
    static String signature(CheckRow check) {
        String cause = cause(check);
        if (cause != null) {
            return "cause: " + cause;
        }
        String plain = QUOTED.matcher(check.reason().toLowerCase(Locale.ROOT)).replaceAll("#");
        String named = WORD.matcher(plain).replaceAll(word -> word.group().indexOf('/') >= 0 ? "#" : "$0");
        return PARTICULAR.matcher(named).replaceAll("#").replaceAll("\\s+", " ").trim();
    }

    static String priority(Severity severity) {
        return severity.blocks() ? "P0" : severity == Severity.MEDIUM ? "P1" : "P2";
    }

    private static Issue issue(String id, List<CheckRow> group, Commands commands) {
        CheckRow root = group.get(0);
        Severity severity = CheckRows.severity(root);
        Set<String> fail = new LinkedHashSet<>();
        Set<String> open = new LinkedHashSet<>();
        Set<String> evidence = new LinkedHashSet<>();
        for (CheckRow check : group) {
            fail.addAll(names(check.facts().get("clientsThatFail")));
            open.addAll(names(check.facts().get("clientsThatOpen")));
            evidence.addAll(check.evidence());
        }
        List<String> ids = group.stream().map(CheckRow::id).toList();
        return new Issue(
                id,
                "Not true: " + root.sentence(),
                root.area(),
                severity.name(),
                priority(severity),
                ids,
                root.reason(),
                inference(group),
                first(group, "confidence"),
                first(group, "experiment"),
                List.copyOf(fail),
                List.copyOf(open),
                List.copyOf(evidence),
                commands.check(ids));
    }

    private static @Nullable String cause(CheckRow check) {
        String inference = text(check.facts().get("inference"));
        return inference == null ? text(check.facts().get("cause")) : inference;
    }

    private static @Nullable String inference(List<CheckRow> group) {
        return group.stream()
                .map(Issues::cause)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String first(List<CheckRow> group, String fact) {
        for (CheckRow check : group) {
            String text = text(check.facts().get(fact));
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static @Nullable String text(@Nullable Object fact) {
        return fact == null || fact.toString().isBlank() ? null : fact.toString();
    }

    private static List<String> names(@Nullable Object fact) {
        if (fact instanceof Collection<?> many) {
            return many.stream().map(String::valueOf).toList();
        }
        String one = text(fact);
        return one == null ? List.of() : List.of(one);
    }
}
