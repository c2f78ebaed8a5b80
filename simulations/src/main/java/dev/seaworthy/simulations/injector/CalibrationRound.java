package dev.seaworthy.simulations.injector;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.Calibration.Setup;
import dev.seaworthy.recording.Calibration.Step;
import dev.seaworthy.recording.RecordedInterval;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One execution of a {@link CalibrationPlan}: says which phase comes next, by what the last ones showed. For one thread. */
public final class CalibrationRound {
    private final CalibrationPlan plan;
    private final EchoStack stack;
    private final Deque<LoadPhase> opening;
    private final List<Step> steps = new ArrayList<>();
    private final List<RecordedInterval> heard = new ArrayList<>();
    private int rate;

    public CalibrationRound(CalibrationPlan plan, EchoStack stack) {
        this.plan = plan;
        this.stack = stack;
        this.opening = new ArrayDeque<>(plan.openingPhases());
    }

    /** The phase to run now, once what the last one recorded was {@link #heard}; null when there is nothing left. */
    public @Nullable LoadPhase next() {
        LoadPhase first = opening.poll();
        if (first != null) {
            return first;
        }
        if (!steps.isEmpty()) {
            if (held(steps.get(steps.size() - 1))) {
                rate++;
            } else if (steps.size() > 1 && steps.get(steps.size() - 2).equals(steps.get(steps.size() - 1))) {
                return null;
            }
        }
        if (rate >= plan.rates().size() || steps.size() >= plan.attempts()) {
            return null;
        }
        Step step = plan.step(plan.rates().get(rate));
        steps.add(step);
        return plan.stepPhase(steps.size(), step.perSecond());
    }

    /** Takes in what a phase recorded; what is not of the calibration is passed over. */
    public void heard(String phase, List<OperationInterval> intervals) {
        for (OperationInterval interval : intervals) {
            if (Calibration.isPhase(phase) && interval.operation().equals(Calibration.OPERATION)) {
                heard.add(new RecordedInterval(phase, interval));
            }
        }
    }

    /** What has come out so far; what the recording makes again from the same intervals. */
    public Calibration result() {
        return Calibration.of(
                new Setup(
                        plan.plannedPerSecond(),
                        plan.floorStep(),
                        steps,
                        plan.lagBudgetSeconds(),
                        stack.payloadBytes(),
                        stack.toString()),
                heard);
    }

    private boolean held(Step step) {
        Double capacity = result().capacityPerSecond();
        return capacity != null && capacity >= step.perSecond();
    }
}
