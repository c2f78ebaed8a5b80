package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.readiness.Report.Judgement;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.readiness.Report.Recommendation;
import java.util.List;
import java.util.function.Consumer;

/**
 * {@code report.md}, for a pull request: verdict, shares and at most ten rows in sight, the rest folded. Never longer than
 * {@link #LONGEST} characters; what would be is named, not silently cut.
 */
final class MarkdownReport {
    /** Comments on the usual forges end at 65 536. */
    static final int LONGEST = 60_000;
    /** Finds the comment of an earlier run, so that it can be replaced. */
    static final String MARKER = "<!-- seaworthy-readiness -->";

    private static final int ROWS_IN_SIGHT = 10;
    private static final int LONGEST_CELL = 400;
    private static final int BAR = 40;

    private final Report report;
    private final StringBuilder out = new StringBuilder();

    private MarkdownReport(Report report) {
        this.report = report;
    }

    static String render(Report report) {
        MarkdownReport markdown = new MarkdownReport(report);
        markdown.head();
        markdown.actions();
        markdown.section("All checks", report.checks().size(), markdown::checks);
        markdown.section("Load", report.operations().size(), markdown::load);
        markdown.section("The instrument", report.injectors().size(), markdown::instrument);
        markdown.section("Gates", report.readiness().gates().size(), markdown::gates);
        markdown.foot();
        return markdown.out.toString();
    }

    private void head() {
        Judgement judgement = report.readiness();
        String sign = switch (judgement.verdict()) {
            case READY -> "✅ READY";
            case NOT_READY -> "⛔ NOT READY";
            case UNPROVEN -> "❔ NOT PROVEN";
        };
        line(MARKER);
        line("## " + sign + ": " + text(report.run().environment()));
        line("");
        line("`" + bar(judgement) + "`  ");
        line("**" + judgement.proven() + "** proven · **" + judgement.refuted() + "** refuted · **"
                + judgement.unproven() + "** unproven of " + Figures.many(judgement.claims(), "claim", "claims"));
        line("");
        List<String> reasons = judgement.reasons();
        reasons.stream().limit(5).forEach(reason -> line("- " + text(reason)));
        if (reasons.size() > 5) {
            line("- and " + (reasons.size() - 5) + " more");
        }
        line("");
    }

    /** {@code ████▓▓░░}: proven, refuted, unproven. */
    private static String bar(Judgement judgement) {
        if (judgement.claims() == 0) {
            return "░".repeat(BAR);
        }
        int proven = BAR * judgement.proven() / judgement.claims();
        int refuted = judgement.refuted() == 0 ? 0 : Math.max(1, BAR * judgement.refuted() / judgement.claims());
        return "█".repeat(proven) + "▓".repeat(refuted) + "░".repeat(Math.max(0, BAR - proven - refuted));
    }

    private void actions() {
        List<Recommendation> rows = report.recommendations();
        if (rows.isEmpty()) {
            return;
        }
        line("| | What to do | Verify |");
        line("|---|---|---|");
        rows.stream()
                .limit(ROWS_IN_SIGHT)
                .forEach(row -> line("| " + row.priority() + " | **" + cell(row.action()) + "** " + cell(row.why())
                        + " | " + code(row.verify()) + " |"));
        if (rows.size() > ROWS_IN_SIGHT) {
            line("");
            line("and " + (rows.size() - ROWS_IN_SIGHT) + " more in the full report.");
        }
        line("");
    }

    private void section(String title, int rows, Consumer<Integer> body) {
        if (rows == 0) {
            return;
        }
        line("<details><summary>" + title + " (" + rows + ")</summary>");
        line("");
        body.accept(rows);
        line("");
        line("</details>");
        line("");
    }

    private void checks(int rows) {
        line("| Check | Verdict | Severity | Seen |");
        line("|---|---|---|---|");
        int shown = 0;
        for (CheckRow row : report.checks()) {
            if (!fits("| " + code(row.id()) + " | " + row.verdict() + " | " + row.severity() + " | "
                    + cell(row.reason()) + " |")) {
                line("");
                line((rows - shown) + " more checks are in the full report.");
                return;
            }
            shown++;
        }
    }

    private void load(int rows) {
        line("| Operation | Phase | Turns | Offered | Achieved | Failed | p50 | p99 |");
        line("|---|---|--:|--:|--:|--:|--:|--:|");
        int shown = 0;
        for (OperationRow row : report.operations()) {
            Page.Cell median = Page.cell(row.percentiles(), 0.5);
            Page.Cell tail = Page.cell(row.percentiles(), 0.99);
            if (!fits("| " + code(row.name()) + " | " + cell(row.phase()) + " | " + Figures.count(row.count()) + " | "
                    + Figures.rate(row.offeredRate()) + " | " + Page.achieved(row) + " | "
                    + Figures.share(row.errorRatio()) + " | " + figure(median) + " | " + figure(tail) + " |")) {
                line("");
                line((rows - shown) + " more operations are in the full report.");
                return;
            }
            shown++;
        }
    }

    private static String figure(Page.Cell cell) {
        return (cell.figure() + " " + (cell.note().isEmpty() ? "" : "(" + cell.note() + ")")).trim();
    }

    private void instrument(int rows) {
        line("| Injector | Verdict | Sound | Strained | Saturated | Lag p99 | Noise floor p99 | Capacity used |");
        line("|--:|---|--:|--:|--:|--:|--:|--:|");
        int shown = 0;
        for (Injector row : report.injectors()) {
            Injector.Headroom headroom = row.headroom();
            Page.Cell floor = Page.cell(row.noiseFloor(), 0.99);
            if (!fits("| " + row.number() + " | " + Page.word(row.verdict().name()) + " | "
                    + seconds(row, Injector.State.SOUND) + " | " + seconds(row, Injector.State.STRAINED) + " | "
                    + seconds(row, Injector.State.SATURATED) + " | " + Figures.seconds(row.lagP99()) + " | "
                    + figure(floor) + " | " + Figures.share(headroom == null ? null : headroom.share()) + " |")) {
                line("");
                line((rows - shown) + " more injectors are in the full report.");
                return;
            }
            shown++;
        }
        line("");
        report.injectors()
                .forEach(row ->
                        row.reasons().forEach(reason -> fits("- Injector " + row.number() + ": " + text(reason))));
    }

    private static String seconds(Injector row, Injector.State state) {
        return Figures.count(row.seconds().stream()
                        .filter(second -> second.state() == state)
                        .count())
                + " s";
    }

    private void gates(int unused) {
        report.readiness()
                .gates()
                .forEach(gate -> fits("- " + Page.word(gate.status().name()) + ": " + gate.sentence()));
    }

    private void foot() {
        line("Run `" + plain(report.run().id()) + "`, "
                + Page.instant(report.run().startedAt()) + ". "
                + report.reconciliation().formula() + ". Run again: "
                + code(report.run().command()));
    }

    /** Appends the line if room for the end remains. */
    private boolean fits(String text) {
        if (out.length() + text.length() > LONGEST - 4000) {
            return false;
        }
        line(text);
        return true;
    }

    private void line(String text) {
        out.append(text).append('\n');
    }

    private static String cell(String text) {
        return text(text);
    }

    /** Text in which nothing is markup: neither Markdown's, nor HTML's, nor a mention or a reference. */
    static String text(String text) {
        StringBuilder safe = new StringBuilder();
        for (char c : plain(text).toCharArray()) {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '@' -> safe.append("&#64;");
                case '|', '\\', '`', '*', '_', '[', ']', '#', '~', '!', '$' ->
                    safe.append('\\').append(c);
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    /** A code span, unless a careless reader might take what is in it for markup. */
    private static String code(String text) {
        String plain = plain(text).replace('`', '´').replace("|", "\\|");
        return plain.indexOf('<') >= 0 || plain.indexOf('&') >= 0 ? text(text) : "`" + plain + "`";
    }

    /** One line, nothing invisible, and no longer than a cell may be. */
    private static String plain(String text) {
        String visible = Glyphs.visible(text).replaceAll("\\s+", " ").trim();
        if (visible.length() <= LONGEST_CELL) {
            return visible;
        }
        int end = Character.isHighSurrogate(visible.charAt(LONGEST_CELL - 1)) ? LONGEST_CELL - 1 : LONGEST_CELL;
        return visible.substring(0, end) + "…";
    }
}
