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
 *
 * <p>The instrument can only add to what it measures. Therefore a promise that is seen kept stands, whoever was late; one
 * that is seen broken is judged again by what was recorded while no injector was saturated, and without what is the
 * instrument's own.
 */
final class Objectives {
    private final Load load;
    private final Instrument instrument;
    private final Policy policy;
    private final boolean instrumentsAgree;
    private @Nullable SoundLoad soundLoad;

    Objectives(Load load, Instrument instrument, Policy policy, boolean instrumentsAgree) {
        this.load = load;
        this.instrument = instrument;
        this.policy = policy;
        this.instrumentsAgree = instrumentsAgree;
    }

    List<ObjectiveRow> judge(List<PlannedObjective> objectives, List<OperationRow> operations) {
        List<ObjectiveRow> rows = new ArrayList<>();
        for (PlannedObjective objective : objectives) {
            List<OperationRow> measured = operations.stream()
                    .filter(row -> row.name().equals(objective.operation()))
                    .filter(row -> !row.model().equals(Load.WARM_UP))
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
        Ruling ruling = latency(part, estimate, samples);
        if (ruling.verdict() == Verdict.FAIL) {
            ruling = chargedLatency(part, row, quantile, ruling);
        }
        return part.row(
                row.phase(), new Estimate(estimate.value(), estimate.low(), estimate.high(), samples), trusted(ruling));
    }

    private static Ruling latency(Part part, Report.Percentile estimate, long samples) {
        Double low = estimate.low();
        Double high = estimate.high();
        if (estimate.value() == null) {
            return new Ruling(Verdict.UNPROVEN, "no turn succeeded, and zero samples never pass");
        }
        return low == null || high == null
                ? new Ruling(
                        Verdict.UNPROVEN,
                        part.id() + " is not resolvable with n = " + Figures.count(samples) + "; it takes at least "
                                + Figures.count(estimate.needs()))
                : compare(part, low, high);
    }

    /** What remains of a refutation once the instrument's own part in it is taken away. */
    private Ruling chargedLatency(Part part, OperationRow row, double quantile, Ruling refuted) {
        double noise = instrument.noise(quantile);
        double multiple = policy.value(Policy.NOISE_MULTIPLE);
        if (part.limit() < multiple * noise) {
            return new Ruling(
                    Verdict.UNPROVEN,
                    "below the noise floor: the instrument alone takes " + Figures.seconds(noise) + " at " + part.id()
                            + ", and a limit of less than " + Figures.plain(multiple)
                            + " times that cannot be refuted");
        }
        boolean saturated = instrument.everSaturated(row.phase());
        Load charged = saturated ? sound().load() : load;
        OperationRow counted = saturated ? sound().row(row) : row;
        Ruling ruling = refuted;
        if (saturated) {
            ruling = again(
                    refuted,
                    row,
                    counted == null
                            ? null
                            : latency(
                                    part,
                                    charged.percentile(counted, quantile),
                                    counted.outcomes().getOrDefault("OK", 0L)));
        }
        if (counted == null || ruling.verdict() != Verdict.FAIL) {
            return ruling;
        }
        return lateOurselves(part, charged, counted, quantile, ruling);
    }

    private Ruling lateOurselves(Part part, Load charged, OperationRow row, double quantile, Ruling refuted) {
        double lagP99 = charged.lag(row, 0.99);
        double greatestLag = policy.value(Policy.LAG_P99_SECONDS);
        if (lagP99 > greatestLag) {
            return new Ruling(
                    Verdict.UNPROVEN,
                    "slow, but the injector was late itself: p99 of its lag is " + Figures.seconds(lagP99) + ", above "
                            + Figures.seconds(greatestLag));
        }
        double ours = charged.lag(row, quantile);
        Double low = charged.percentile(row, quantile).low();
        if (low != null && low - ours <= part.limit()) {
            return new Ruling(
                    Verdict.UNPROVEN,
                    "slow, but " + part.id() + " of the injector's own lag is " + Figures.seconds(ours)
                            + ", which is enough to explain it: " + refuted.reason());
        }
        return refuted;
    }

    private ObjectiveRow errors(Part part, OperationRow row) {
        long samples = row.count() - row.instrument();
        Ruling ruling = errorRuling(part, row);
        if (ruling.verdict() == Verdict.FAIL && instrument.everSaturated(row.phase())) {
            OperationRow counted = sound().row(row);
            ruling = again(ruling, row, counted == null ? null : errorRuling(part, counted));
        }
        return part.row(
                row.phase(),
                new Estimate(row.errorRatio(), row.errorRatioLow(), row.errorRatioHigh(), samples),
                trusted(ruling));
    }

    private static Ruling errorRuling(Part part, OperationRow row) {
        Double low = row.errorRatioLow();
        Double high = row.errorRatioHigh();
        return low == null || high == null
                ? new Ruling(Verdict.UNPROVEN, "no turn reached the target, and zero samples never pass")
                : compare(part, low, high);
    }

    /** @param alone what the sound seconds alone say, or null if there is none with a turn in it */
    private Ruling again(Ruling refuted, OperationRow row, @Nullable Ruling alone) {
        String why = instrument.why(row.phase());
        if (alone == null) {
            return new Ruling(
                    Verdict.UNPROVEN,
                    "missed, but the injector was saturated all the while (" + why + "); with all seconds "
                            + refuted.reason());
        }
        return alone.verdict() == Verdict.FAIL
                ? new Ruling(
                        Verdict.FAIL,
                        alone.reason() + " in the seconds in which the injector was not saturated, too (" + why + ")")
                : new Ruling(
                        Verdict.UNPROVEN,
                        "missed, but the injector was saturated (" + why + "); in the other seconds " + alone.reason());
    }

    /** Made when the first refutation asks for it: it goes through the whole recording once more. */
    private SoundLoad sound() {
        SoundLoad made = soundLoad;
        if (made == null) {
            Load sound = new Load(instrument.soundRun(), instrument);
            made = new SoundLoad(sound, sound.rows());
            soundLoad = made;
        }
        return made;
    }

    /** The load in the seconds in which no injector was saturated. */
    private record SoundLoad(Load load, List<OperationRow> rows) {
        @Nullable
        OperationRow row(OperationRow like) {
            return rows.stream()
                    .filter(row -> row.name().equals(like.name())
                            && row.phase().equals(like.phase())
                            && row.count() > row.instrument())
                    .findFirst()
                    .orElse(null);
        }
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
