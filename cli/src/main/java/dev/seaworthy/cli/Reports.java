package dev.seaworthy.cli;

import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.readiness.Renderings;
import dev.seaworthy.readiness.Report;
import dev.seaworthy.recording.RunDirectory;
import dev.seaworthy.recording.RunManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** From a run directory to what people read. */
final class Reports {
    private static final int REASONS_TOLD = 8;

    private Reports() {}

    /** Renders a run that has just ended, and searches all that was written for its secrets. */
    static Report finish(RunDirectory directory, SecretVault vault, Console console) {
        console.status("report  judging what was recorded");
        Report report = Renderings.finish(directory.path(), vault);
        report.leakAudit()
                .leaks()
                .forEach(leak -> console.line("secret " + leak.label() + " found in " + leak.file()
                        + ": revoke it, delete the file, and please report this as a fault of seaworthy"));
        return report;
    }

    /** Renders anew what a recording holds. */
    static Report rebuild(RunDirectory directory, Console console) {
        console.status("report  judging what was recorded");
        return Renderings.rebuild(directory.path());
    }

    /** Says the verdict and why; the path of the report is the last line. */
    static void tell(Report report, RunDirectory directory, boolean json, Console console) {
        boolean limits = directory.manifest().kind().equals(RunManifest.RATE_LIMIT);
        if (json) {
            console.result(
                    limits ? LimitAnswers.json(report) : Renderings.json(report).stripTrailing());
            console.line(relative(directory.path().resolve("report.html")).toString());
            return;
        }
        if (directory.manifest().kind().equals(RunManifest.LOAD)) {
            tellLoad(report, directory, console);
        } else if (limits) {
            LimitAnswers.lines(report).forEach(console::result);
        } else {
            tellReadiness(report, console);
        }
        console.result(relative(directory.path().resolve("report.html")).toString());
    }

    private static void tellLoad(Report report, RunDirectory directory, Console console) {
        LoadResult.lines(report, directory.read()).forEach(console::result);
        console.result(console.bold(LoadResult.verdict(report)));
        Set<String> told = new HashSet<>();
        report.readiness().objectives().forEach(objective -> told.add(objective.reason()));
        reasons(report.readiness().reasons().stream()
                        .filter(reason -> told.stream().noneMatch(reason::endsWith))
                        .toList())
                .forEach(console::result);
    }

    private static void tellReadiness(Report report, Console console) {
        Report.Judgement judgement = report.readiness();
        StringBuilder text = new StringBuilder();
        text.append('\n')
                .append(console.bold(judgement.verdict().name().replace('_', ' ')))
                .append(String.format(
                        Locale.ROOT,
                        "  %s: %d proven, %d refuted, %d unproven of %d claims%n",
                        report.run().environment(),
                        judgement.proven(),
                        judgement.refuted(),
                        judgement.unproven(),
                        judgement.claims()));
        reasons(judgement.reasons()).forEach(reason -> text.append(reason).append('\n'));
        console.result(text.toString().stripTrailing());
    }

    /** The first few. */
    private static List<String> reasons(List<String> reasons) {
        List<String> told = new ArrayList<>();
        reasons.stream().limit(REASONS_TOLD).forEach(reason -> told.add("  - " + reason));
        if (reasons.size() > REASONS_TOLD) {
            told.add("  - and " + (reasons.size() - REASONS_TOLD) + " more in the report");
        }
        return told;
    }

    /** As short as it can be typed from here. */
    private static Path relative(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path there = path.toAbsolutePath().normalize();
        return there.startsWith(here) ? here.relativize(there) : there;
    }
}
