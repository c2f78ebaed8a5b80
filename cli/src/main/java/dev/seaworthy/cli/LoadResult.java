package dev.seaworthy.cli;

import dev.seaworthy.readiness.Figures;
import dev.seaworthy.readiness.Headline;
import dev.seaworthy.readiness.Injector;
import dev.seaworthy.readiness.Report;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.readiness.Report.Percentile;
import dev.seaworthy.recording.RecordedRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a run of load has to say, as a table that is read in ten seconds. Pure: the same run gives the same text. */
final class LoadResult {
    private static final double[] COLUMNS = {0.5, 0.9, 0.99, 0.999};
    private static final int LABEL = 10;
    private static final int CELL = 20;
    private static final int SIGNATURES_TOLD = 6;

    private final Report report;
    private final Map<String, Double> cpuSeconds = new HashMap<>();

    private LoadResult(Report report, RecordedRun run) {
        this.report = report;
        run.injectors().stream()
                .flatMap(injector -> injector.health().stream())
                .forEach(sample ->
                        cpuSeconds.merge(sample.phase(), sample.process().cpuSeconds(), Double::sum));
    }

    /**
     * The lines, without the verdict's reasons.
     *
     * @param run what the report was made of; it knows the processor time, too
     */
    static List<String> lines(Report report, RecordedRun run) {
        LoadResult result = new LoadResult(report, run);
        List<String> lines = new ArrayList<>();
        report.operations().stream()
                .filter(row ->
                        !row.model().equals(RunPlan.WARM_UP) && !row.name().startsWith("instrument."))
                .forEach(row -> lines.addAll(result.block(row)));
        report.injectors().forEach(injector -> lines.add(result.injector(injector)));
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
        times(lines, "service", row.servicePercentiles(), null);
        lines.add(label("errors") + errors(row));
        Double cpu = cpuSeconds.get(row.phase());
        lines.add(label("delays") + "lag p99 " + Figures.seconds(row.lag().p99()) + ", blocked p99 "
                + Figures.seconds(row.blocked().p99()) + ", " + Figures.count(row.shed()) + " shed"
                + (cpu == null || cpu <= 0
                        ? ""
                        : "; " + Figures.count(Math.round(row.count() / cpu))
                                + " requests per CPU-second of this process"));
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
                            : "n = " + Figures.count(point.n()) + " of " + Figures.count(point.needs())));
        }
        lines.add((values + (max == null ? "" : Figures.seconds(max))).stripTrailing());
        lines.add(bars.toString().stripTrailing());
    }

    private static String errors(OperationRow row) {
        if (row.errors() == 0 && row.instrument() == 0) {
            return "none";
        }
        List<Report.Signature> kinds = row.errorSignatures();
        return Figures.share(row.errorRatio()) + ": "
                + kinds.stream()
                        .limit(SIGNATURES_TOLD)
                        .map(kind -> Figures.count(kind.count()) + " " + kind.signature())
                        .collect(Collectors.joining(", "))
                + (kinds.size() > SIGNATURES_TOLD ? ", and " + (kinds.size() - SIGNATURES_TOLD) + " more kinds" : "");
    }

    /** How the instrument itself fared, and what it can tell at all. */
    private String injector(Injector injector) {
        List<String> said = new ArrayList<>();
        said.add(injector.verdict().name().toLowerCase(Locale.ROOT)
                + (injector.reasons().isEmpty() ? "" : " (" + String.join("; ", injector.reasons()) + ")"));
        if (!injector.noiseFloor().isEmpty()) {
            said.add("noise floor p50 " + figure(injector.noiseFloor(), 0.5) + ", p99 "
                    + figure(injector.noiseFloor(), 0.99));
        }
        Injector.Headroom headroom = injector.headroom();
        if (headroom != null) {
            said.add(Figures.share(headroom.share()) + " of the " + (headroom.atLeast() ? "at least " : "")
                    + Figures.rate(headroom.probedRate()) + " that it can begin on time");
        }
        return label("injector") + String.join("; ", said);
    }

    private static String figure(List<Percentile> percentiles, double q) {
        return percentiles.stream()
                .filter(point -> point.q() == q)
                .findFirst()
                .map(point -> Figures.seconds(point.value()))
                .orElse(Figures.seconds(null));
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

    private static String label(String text) {
        return String.format(Locale.ROOT, "%-" + LABEL + "s", text);
    }

    private static String cell(String text) {
        return String.format(Locale.ROOT, "%-" + CELL + "s", text);
    }
}
