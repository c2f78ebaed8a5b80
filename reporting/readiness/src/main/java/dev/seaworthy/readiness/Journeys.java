package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.readiness.Report.CheckRow;
import dev.seaworthy.readiness.Report.Journey;
import dev.seaworthy.readiness.Report.ObjectiveRow;
import dev.seaworthy.readiness.Report.OperationRow;
import dev.seaworthy.readiness.Report.Step;
import dev.seaworthy.recording.RunManifest.PlannedJourney;
import dev.seaworthy.statistics.Proportion;
import java.util.List;

/** A journey is the AND of its steps, never their mean. */
final class Journeys {
    static final String PROVEN = "PROVEN";
    static final String BROKEN = "BROKEN";
    static final String UNPROVEN = "UNPROVEN";

    private final List<CheckRow> checks;
    private final List<OperationRow> operations;
    private final List<ObjectiveRow> objectives;
    private final double stepErrorRatio;

    Journeys(List<CheckRow> checks, List<OperationRow> operations, List<ObjectiveRow> objectives, Policy policy) {
        this.checks = checks;
        this.operations = operations;
        this.objectives = objectives;
        this.stepErrorRatio = policy.value(Policy.STEP_ERROR_RATIO);
    }

    Journey judge(PlannedJourney planned) {
        List<Step> steps = planned.steps().stream().map(this::step).toList();
        Step firstBreak = steps.stream()
                .filter(step -> step.status().equals(BROKEN))
                .findFirst()
                .orElse(null);
        boolean proven = !steps.isEmpty()
                && steps.stream().allMatch(step -> step.status().equals(PROVEN));
        String status = firstBreak != null ? BROKEN : proven ? PROVEN : UNPROVEN;
        return new Journey(planned.name(), status, firstBreak, steps, planned.value());
    }

    private Step step(String id) {
        for (CheckRow check : checks) {
            if (check.id().equals(id)) {
                return new Step(id, check.sentence(), status(check.verdict()), check.reason());
            }
        }
        List<OperationRow> measured =
                operations.stream().filter(row -> row.name().equals(id)).toList();
        if (measured.isEmpty()) {
            return new Step(id, id, UNPROVEN, "neither a check nor an operation of this run is called " + id);
        }
        String sentence = "Operation " + id + " works under load";
        List<ObjectiveRow> promised = objectives.stream()
                .filter(row -> row.operation().equals(id) && row.unit().equals("ratio"))
                .toList();
        return promised.isEmpty() ? byPolicy(id, sentence, measured) : byObjective(id, sentence, promised);
    }

    private static Step byObjective(String id, String sentence, List<ObjectiveRow> promised) {
        ObjectiveRow worst = promised.get(0);
        for (ObjectiveRow row : promised) {
            if (rank(row.verdict()) > rank(worst.verdict())) {
                worst = row;
            }
        }
        return new Step(id, sentence, status(worst.verdict()), worst.target() + ": " + worst.reason());
    }

    private static int rank(String verdict) {
        return verdict.equals(Verdict.FAIL.name()) ? 2 : verdict.equals(Verdict.PASS.name()) ? 0 : 1;
    }

    private Step byPolicy(String id, String sentence, List<OperationRow> measured) {
        long charged = 0;
        long errors = 0;
        for (OperationRow row : measured) {
            charged += row.count() - row.instrument();
            errors += row.errors();
        }
        if (charged == 0) {
            return new Step(id, sentence, UNPROVEN, "no turn reached the target");
        }
        Proportion failing = Proportion.interval(errors, charged);
        String seen = Figures.count(errors) + " of " + Figures.count(charged) + " turns failed, 95 % interval "
                + Figures.share(failing.low()) + " to " + Figures.share(failing.high()) + " against "
                + Figures.share(stepErrorRatio);
        String status = errors == charged || failing.low() > stepErrorRatio
                ? BROKEN
                : failing.high() <= stepErrorRatio ? PROVEN : UNPROVEN;
        return new Step(id, sentence, status, seen);
    }

    private static String status(String verdict) {
        return switch (Verdict.valueOf(verdict)) {
            case PASS -> PROVEN;
            case FAIL -> BROKEN;
            case UNPROVEN, SKIPPED, ERROR -> UNPROVEN;
        };
    }
}
