package dev.seaworthy.cli;

import dev.seaworthy.readiness.Figures;
import dev.seaworthy.readiness.Headline;
import dev.seaworthy.readiness.Report;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.readiness.Report.Percentile;
import dev.seaworthy.recording.OperationTotals;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunDirectory;
import dev.seaworthy.recording.RunMerge;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What a run of load has to say, as a table that is read in ten seconds. Pure: the same run gives the same text. */
final class LoadResult {
    private static final double[] COLUMNS = {0.5, 0.9, 0.99, 0.999};
    private static final int LABEL = 10;
    private static final int CELL = 20;
    private static final int SIGNATURES_TOLD = 6;

    private final Report report;
    private final RunMerge merge;
    private final LoadNotes notes;

    private LoadResult(Report report, RunMerge merge, LoadNotes notes) {
        this.report = report;
        this.merge = merge;
        this.notes = notes;
    }

    /** The lines, without the verdict's reasons. */
    static List<String> lines(Report report, RunDirectory directory) {
        RecordedRun run = directory.read();
        LoadResult result = new LoadResult(report, RunMerge.of(run), LoadNotes.of(run));
        List<String> lines = new ArrayList<>();
        report.operations().stream()
                .filter(row ->
                        !row.model().equals(RunPlan.WARM_UP) && !row.name().startsWith("instrument."))
                .forEach(row -> lines.addAll(result.block(row)));
        lines.addAll(result.objectives());
        lines.add("");
        return lines;
    }

    /** The verdict in one line. */
    static String verdict(Report report) {
        return Headline.of(report).toUpperCase(Locale.ROOT) + "  "
                + report.run().environment() + ": " + report.run().description();
    }

    private List<String> block(OperationRow row) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(row.name() + " in " + row.phase() + ", " + shape(row) + ", " + Figures.seconds(row.seconds()));
        lines.add(label("requests") + requests(row));
        StringBuilder head = new StringBuilder(label(""));
        for (double q : COLUMNS) {
            head.append(cell(Figures.quantile(q)));
        }
        lines.add(head + "max");
        times(lines, "response", row.percentiles(), row.maxSeconds());
        OperationTotals totals = merge.totals(row.name(), row.phase()).orElse(null);
        times(lines, "service", row.servicePercentiles(), totals == null ? null : max(totals.service()));
        lines.add(label("errors") + errors(row));
        if (totals != null) {
            Double each = notes.perCpuSecond(row.phase(), row.count());
            lines.add(label("injector") + "lag p99 " + p99(totals.lag()) + ", blocked p99 " + p99(totals.blocked())
                    + (each == null
                            ? ""
                            : ", " + Figures.count(Math.round(each)) + " requests per CPU-second of this process"));
        }
        return lines;
    }

    private String shape(OperationRow row) {
        return report.run().phases().stream()
                .filter(phase -> phase.name().equals(row.phase()))
                .findFirst()
                .map(phase -> phase.users() != null
                        ? "closed, " + phase.users() + " users"
                        : row.model() + ", " + Figures.rate(phase.ratePerSecond()))
                .orElse(row.model());
    }

    private static String requests(OperationRow row) {
        String achieved = Figures.count(row.count()) + ", " + Figures.rate(row.achievedRate());
        Double offered = row.offeredRate();
        return offered == null ? achieved : achieved + " of " + Figures.rate(offered) + " offered";
    }

    /** Two lines: values, and under them their 95 % intervals. */
    private static void times(List<String> lines, String name, List<Percentile> percentiles, @Nullable Double max) {
        StringBuilder values = new StringBuilder(label(name));
        StringBuilder bars = new StringBuilder(label(""));
        for (double q : COLUMNS) {
            Percentile point = percentiles.stream()
                    .filter(candidate -> candidate.q() == q)
                    .findFirst()
                    .orElseThrow();
            values.append(cell(point.resolvable() ? Figures.seconds(point.value()) : "not resolvable"));
            bars.append(cell(
                    point.resolvable()
                            ? "[" + Figures.seconds(point.low()) + ".." + Figures.seconds(point.high()) + "]"
                            : "needs n = " + Figures.count(point.needs())));
        }
        lines.add((values + Figures.seconds(max)).stripTrailing());
        lines.add(bars.toString().stripTrailing());
    }

    private String errors(OperationRow row) {
        if (row.errors() == 0 && row.instrument() == 0) {
            return "none";
        }
        Map<String, Long> kinds = notes.signatures(row.phase(), row.name());
        return Figures.share(row.errorRatio()) + ": "
                + kinds.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(SIGNATURES_TOLD)
                        .map(kind -> Figures.count(kind.getValue()) + " " + kind.getKey())
                        .collect(Collectors.joining(", "))
                + (kinds.size() > SIGNATURES_TOLD ? ", and " + (kinds.size() - SIGNATURES_TOLD) + " more kinds" : "");
    }

    private List<String> objectives() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        for (Report.ObjectiveRow objective : report.readiness().objectives()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-8s %s in %s, %s: %s",
                    objective.verdict(),
                    objective.operation(),
                    objective.phase(),
                    objective.target(),
                    objective.reason()));
        }
        return lines;
    }

    private static @Nullable Double max(Histogram histogram) {
        return histogram.getTotalCount() == 0 ? null : (Double) (histogram.getMaxValue() / 1e9);
    }

    private static String p99(Histogram histogram) {
        return histogram.getTotalCount() == 0 ? "-" : Figures.seconds(histogram.getValueAtPercentile(99) / 1e9);
    }

    private static String label(String text) {
        return String.format(Locale.ROOT, "%-" + LABEL + "s", text);
    }

    private static String cell(String text) {
        return String.format(Locale.ROOT, "%-" + CELL + "s", text);
    }
}
