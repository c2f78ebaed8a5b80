package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.readiness.Report.ObjectiveRow;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.recording.RunManifest.PlannedObjective;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what was promised. A part of an objective holds only when the whole interval of its estimate is within the limit,
 * and is refuted only when the whole interval is outside; each phase with a steady load is judged by itself,
 * unless the objective names its phase.
 */
final class Objectives {
    private final Load load;
    private final Policy policy;
    private final boolean instrumentsAgree;

    Objectives(Load load, Policy policy, boolean instrumentsAgree) {
        this.load = load;
        this.policy = policy;
        this.instrumentsAgree = instrumentsAgree;
    }

    List<ObjectiveRow> judge(List<PlannedObjective> objectives, List<OperationRow> operations) {
        List<ObjectiveRow> rows = new ArrayList<>();
        for (PlannedObjective objective : objectives) {
            List<OperationRow> measured = operations.stream()
                    .filter(row -> row.name().equals(objective.operation()))
                    .filter(row -> objective.phase() == null || row.phase().equals(objective.phase()))
                    .toList();
            List<OperationRow> steady = measured.stream()
                    .filter(row -> !row.model().equals("ramp") && !row.model().equals("unplanned"))
                    .toList();
            List<OperationRow> judged = steady.isEmpty() ? measured : steady;
            rows.addAll(parts(objective, judged));
        }
        return List.copyOf(rows);
    }

    private List<ObjectiveRow> parts(PlannedObjective objective, List<OperationRow> judged) {
        List<ObjectiveRow> rows = new ArrayList<>();
        Double quantile = objective.quantile();
        Double atMost = objective.atMostSeconds();
        if (quantile != null && atMost != null) {
            Part part = new Part(
                    objective.operation(),
                    Figures.quantile(quantile),
                    Figures.quantile(quantile) + " of response time at most " + Figures.seconds(atMost),
                    "seconds",
                    atMost);
            judged.forEach(row -> rows.add(latency(part, row, quantile)));
            if (judged.isEmpty()) {
                rows.add(part.unmeasured());
            }
        }
        Double ratio = objective.errorRatio();
        if (ratio != null) {
            Part part = new Part(
                    objective.operation(),
                    "errors",
                    "at most " + Figures.share(ratio) + " of turns fail",
                    "ratio",
                    ratio);
            judged.forEach(row -> rows.add(errors(part, row)));
            if (judged.isEmpty()) {
                rows.add(part.unmeasured());
            }
        }
        return rows;
    }

    private ObjectiveRow latency(Part part, OperationRow row, double quantile) {
        Report.Percentile estimate = load.percentile(row, quantile);
        long samples = row.outcomes().getOrDefault("OK", 0L);
        Double value = estimate.value();
        Double low = estimate.low();
        Double high = estimate.high();
        Ruling ruling;
        if (value == null) {
            ruling = new Ruling(Verdict.UNPROVEN, "no turn succeeded, and zero samples never pass");
        } else if (low == null || high == null) {
            ruling = new Ruling(
                    Verdict.UNPROVEN,
                    Figures.many(samples, "success", "successes") + " cannot bound " + part.id()
                            + "; it takes at least " + Figures.count(estimate.needs()));
        } else {
            ruling = compare(part, low, high);
        }
        double lag = load.lagP99(row);
        double greatestLag = policy.value(Policy.LAG_P99_SECONDS);
        if (ruling.verdict() == Verdict.FAIL && lag > greatestLag) {
            ruling = new Ruling(
                    Verdict.UNPROVEN,
                    "slow, but the injector was late itself: p99 of its lag is " + Figures.seconds(lag) + ", above "
                            + Figures.seconds(greatestLag));
        }
        return part.row(row.phase(), new Estimate(value, low, high, samples), trusted(ruling));
    }

    private ObjectiveRow errors(Part part, OperationRow row) {
        long samples = row.count() - row.instrument();
        Double low = row.errorRatioLow();
        Double high = row.errorRatioHigh();
        Ruling ruling = low == null || high == null
                ? new Ruling(Verdict.UNPROVEN, "no turn reached the target, and zero samples never pass")
                : compare(part, low, high);
        return part.row(row.phase(), new Estimate(row.errorRatio(), low, high, samples), trusted(ruling));
    }

    private static Ruling compare(Part part, double low, double high) {
        String interval = "95 % interval " + part.say(low) + " to " + part.say(high);
        String limit = part.say(part.limit());
        if (high <= part.limit()) {
            return new Ruling(Verdict.PASS, interval + " lies within " + limit);
        }
        if (low > part.limit()) {
            return new Ruling(Verdict.FAIL, interval + " lies above " + limit);
        }
        return new Ruling(Verdict.UNPROVEN, interval + " contains the limit " + limit + "; more turns would decide");
    }

    private Ruling trusted(Ruling ruling) {
        return instrumentsAgree || ruling.verdict() == Verdict.UNPROVEN
                ? ruling
                : new Ruling(
                        Verdict.UNPROVEN,
                        "two instruments disagree on the same load, so neither is trusted; by ours: "
                                + ruling.reason());
    }

    private record Ruling(Verdict verdict, String reason) {}

    private record Estimate(
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high,
            long samples) {}

    /** One half of an objective, apart from where it was measured. */
    private record Part(String operation, String id, String target, String unit, double limit) {
        String say(double figure) {
            return unit.equals("seconds") ? Figures.seconds(figure) : Figures.share(figure);
        }

        ObjectiveRow row(String phase, Estimate estimate, Ruling ruling) {
            return new ObjectiveRow(
                    "objective." + operation + "." + id + "@" + phase,
                    operation,
                    phase,
                    target,
                    unit,
                    limit,
                    estimate.value(),
                    estimate.low(),
                    estimate.high(),
                    estimate.samples(),
                    ruling.verdict().name(),
                    ruling.reason());
        }

        ObjectiveRow unmeasured() {
            return new ObjectiveRow(
                    "objective." + operation + "." + id,
                    operation,
                    null,
                    target,
                    unit,
                    limit,
                    null,
                    null,
                    null,
                    0,
                    Verdict.UNPROVEN.name(),
                    "no phase of load measured " + operation + ", and zero samples never pass");
        }
    }
}
