package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.readiness.Report.ExchangeRow;
import dev.seaworthy.readiness.Report.Issue;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.readiness.Report.Percentile;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the HTML templates ask for besides the report itself: words for verdicts, anchors, and which exchanges are shown
 * with their bytes.
 *
 * @param style the style sheet
 * @param styleHash its SHA-256 as a content security policy writes it
 */
record Page(Report report, String style, String styleHash) {
    /** Characters of evidence that one page carries; the rest is named and left to the evidence files. */
    private static final int EVIDENCE_BUDGET = 400_000;
    /** The percentiles of the table; the chart shows more. */
    static final double[] COLUMNS = {0.5, 0.9, 0.99, 0.999};

    private static final DateTimeFormatter FOR_PEOPLE = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The verdict as a person says it. */
    String answer() {
        return Headline.of(report);
    }

    /** The verdict's kind of sign and colour. */
    String answerKind() {
        return switch (report.readiness().verdict()) {
            case READY -> "good";
            case NOT_READY -> "bad";
            case UNPROVEN -> "open";
        };
    }

    /** What the verdict means, in a sentence. */
    String answerMeaning() {
        return switch (report.readiness().verdict()) {
            case READY ->
                Headline.isLoadOnly(report)
                        ? "Every objective holds under this load. Whether the environment is ready was not asked."
                        : "Every gate holds.";
            case NOT_READY -> "Something that matters was refuted.";
            case UNPROVEN -> "Nothing that blocks was refuted, but not everything that must be proven was.";
        };
    }

    /** {@code good}, {@code bad}, {@code open}, {@code skip} or {@code error} for any status word of the report. */
    static String kind(String status) {
        return switch (status) {
            case "PASS", "PROVEN", "HELD", "SOUND" -> "good";
            case "FAIL", "REFUTED", "BROKEN", "VETOED", "SATURATED" -> "bad";
            case "SKIPPED", "UNKNOWN" -> "skip";
            case "ERROR" -> "error";
            default -> "open";
        };
    }

    /** A status as a word in a sentence. */
    static String word(String status) {
        return switch (status) {
            case "PASS", "PROVEN" -> "proven";
            case "FAIL", "REFUTED" -> "refuted";
            case "VETOED" -> "vetoes";
            case "HELD" -> "holds";
            default -> status.toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    /** With a full stop, unless it ends in one already. */
    static String sentence(String text) {
        return text.isEmpty() || ".!?…".indexOf(text.charAt(text.length() - 1)) >= 0 ? text : text + ".";
    }

    static String instant(String iso) {
        return FOR_PEOPLE.format(Instant.parse(iso));
    }

    /** An id for an anchor: letters, digits, dots and dashes. */
    static String anchor(String prefix, String id) {
        return prefix + id.replaceAll("[^A-Za-z0-9.-]", "-");
    }

    String share(int part) {
        int all = report.readiness().claims();
        return all == 0 ? Figures.NONE : Figures.share((double) part / all);
    }

    /** Those of these ids that are on record. */
    List<String> known(List<String> ids) {
        return ids.stream().filter(report.evidence()::containsKey).toList();
    }

    ExchangeRow exchange(String id) {
        ExchangeRow row = report.evidence().get(id);
        if (row == null) {
            throw new IllegalArgumentException("no exchange " + id + " in this report");
        }
        return row;
    }

    /** Exchanges that an issue shows; the first issue that names one has it. */
    List<String> shownBy(Issue issue) {
        Set<String> before = new HashSet<>();
        for (Issue other : report.issues()) {
            if (other.id().equals(issue.id())) {
                break;
            }
            before.addAll(other.evidence());
        }
        return known(issue.evidence()).stream()
                .filter(id -> !before.contains(id))
                .toList();
    }

    /** All other exchanges, in the order of the checks that name them; those that nothing names come last. */
    List<String> otherEvidence() {
        Set<String> ids = new LinkedHashSet<>();
        report.checks().forEach(check -> ids.addAll(known(check.evidence())));
        ids.addAll(report.evidence().keySet());
        report.issues().forEach(issue -> ids.removeAll(issue.evidence()));
        return List.copyOf(ids);
    }

    /** Those of the other exchanges whose bytes fit on this page. */
    Set<String> withBytes() {
        Set<String> shown = new HashSet<>();
        int left = EVIDENCE_BUDGET;
        for (String id : otherEvidence()) {
            ExchangeRow row = exchange(id);
            left -= row.sent().length() + row.received().length();
            if (left < 0) {
                break;
            }
            shown.add(id);
        }
        return shown;
    }

    List<CheckRow> unprovenChecks() {
        return report.checks().stream()
                .filter(check ->
                        !check.verdict().equals("PASS") && !check.verdict().equals("FAIL"))
                .toList();
    }

    /** Operations that carry sockets. */
    List<OperationRow> socketOperations() {
        return report.operations().stream()
                .filter(row -> row.name().startsWith("ws.") || row.name().startsWith("websocket."))
                .toList();
    }

    /** A percentile with its interval, or that there are too few samples, and how many it would take. */
    static Cell cell(List<Percentile> percentiles, double q) {
        for (Percentile point : percentiles) {
            if (point.q() == q) {
                if (point.n() == 0) {
                    return new Cell(Figures.NONE, "");
                }
                return point.resolvable()
                        ? new Cell(
                                Figures.seconds(point.value()),
                                Figures.seconds(point.low()) + " to " + Figures.seconds(point.high()))
                        : new Cell(
                                "",
                                "not resolvable with n = " + Figures.count(point.n()) + ", needs "
                                        + Figures.count(point.needs()));
            }
        }
        return new Cell(Figures.NONE, "");
    }

    /** Whether there was anything to measure. */
    static boolean measured(List<Percentile> percentiles) {
        return percentiles.stream().anyMatch(point -> point.n() > 0);
    }

    /** A figure and what stands small beneath it. */
    record Cell(String figure, String note) {}

    /** {@code 3 TIMEOUT, 2 RESET}, or none. */
    static String errorKinds(OperationRow row) {
        List<String> kinds = new ArrayList<>();
        row.outcomes().forEach((outcome, count) -> {
            if (!outcome.equals("OK")) {
                kinds.add(Figures.count(count) + " "
                        + outcome.toLowerCase(Locale.ROOT).replace('_', ' '));
            }
        });
        return String.join(", ", kinds);
    }

    /** What an operation's charts show, in one sentence. */
    static String conclusion(OperationRow row) {
        Cell median = cell(row.percentiles(), 0.5);
        Cell tail = cell(row.percentiles(), 0.99);
        String latency = median.figure().isEmpty() || row.outcomes().getOrDefault("OK", 0L) == 0
                ? "too few successes for a median"
                : "median " + median.figure()
                        + (tail.figure().isEmpty()
                                ? ""
                                : ", 99th percentile " + tail.figure() + " (" + tail.note() + ")");
        return Figures.many(row.count(), "turn", "turns") + ", "
                + (row.errors() == 0 ? "none failed" : Figures.share(row.errorRatio()) + " failed") + "; " + latency
                + ".";
    }

    /** A rate that was achieved; with a sign where the target may take more. */
    static String achieved(OperationRow row) {
        return (row.achievedIsLeast() ? "≥ " : "") + Figures.rate(row.achievedRate());
    }

    /** How late and how blocked turns were on our side, in one sentence. */
    static String delays(OperationRow row) {
        return "On our side: lag " + delay(row.lag(), "late") + "; blocked " + delay(row.blocked(), "held up")
                + (row.shed() == 0 ? "" : "; " + Figures.many(row.shed(), "turn", "turns") + " given up unsent") + ".";
    }

    private static String delay(Report.Delay delay, String how) {
        return delay.p99() == null
                ? "not measured"
                : "p50 " + Figures.seconds(delay.p50()) + ", p99 " + Figures.seconds(delay.p99()) + ", longest "
                        + Figures.seconds(delay.max()) + ", " + Figures.many(delay.over(), "turn", "turns") + " " + how
                        + " by more than 1 ms";
    }

    /** All seconds of all injectors. */
    List<Injector.Second> seconds() {
        return report.injectors().stream()
                .flatMap(injector -> injector.seconds().stream())
                .toList();
    }

    /** Facts as pairs of words; lists and maps are flattened. */
    static Map<String, String> facts(Map<String, @Nullable Object> facts) {
        Map<String, String> words = new LinkedHashMap<>();
        facts.forEach((name, value) -> words.put(spaced(name), fact(name, value)));
        return words;
    }

    /** Those facts of a check that are a table, such as what was seen in each step of a load, in words. */
    static Map<String, String> tables(CheckRow check) {
        Map<String, @Nullable Object> tables = new LinkedHashMap<>();
        check.facts().forEach((name, value) -> {
            if (value instanceof Collection<?> rows && rows.stream().anyMatch(Map.class::isInstance)) {
                tables.put(name, value);
            }
        });
        return facts(tables);
    }

    private static String fact(String name, @Nullable Object value) {
        if (value == null) {
            return Figures.NONE;
        }
        if (value instanceof Map<?, ?> map) {
            List<String> parts = new ArrayList<>();
            map.forEach((key, part) -> parts.add(key + ": " + fact(String.valueOf(key), part)));
            return String.join("; ", parts);
        }
        if (value instanceof Collection<?> list) {
            boolean rows = list.stream().anyMatch(Map.class::isInstance);
            return String.join(
                    rows ? "\n" : ", ",
                    list.stream().map(part -> fact(name, part)).toList());
        }
        if (value instanceof Number number && name.endsWith("Seconds")) {
            return Figures.seconds(number.doubleValue());
        }
        if (value instanceof Double || value instanceof Float) {
            return Figures.plain(((Number) value).doubleValue());
        }
        return String.valueOf(value);
    }

    private static String spaced(String camel) {
        String words = camel.replaceAll("([a-z0-9])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
        return words.endsWith(" seconds") ? words.substring(0, words.length() - 8) : words;
    }
}
