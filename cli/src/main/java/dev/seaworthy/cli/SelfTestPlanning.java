package dev.seaworthy.cli;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.simulations.HttpOperation;
import dev.seaworthy.simulations.injector.CalibrationPlan;
import dev.seaworthy.simulations.injector.Canary;
import dev.seaworthy.simulations.injector.EchoStack;
import dev.seaworthy.simulations.injector.SelfTest;
import dev.seaworthy.wire.LoadOptions;

/** Says how the instrument measures itself beside a plan: over the stack that the plan loads with, at the plan's rates. */
final class SelfTestPlanning {
    private SelfTestPlanning() {}

    /**
     * The self-test of a plan.
     *
     * @param lagBudgetSeconds what the 99th percentile of injector lag may be
     */
    static SelfTest of(RunPlan plan, OpenEnvironment open, double lagBudgetSeconds) {
        EchoStack stack = EchoStack.like(open.environment().targets().http(), options(plan, open));
        CalibrationPlan calibration =
                plan.calibrates() ? CalibrationPlan.before(highestPerSecond(plan), lagBudgetSeconds) : null;
        return new SelfTest(stack, calibration, Canary.USUAL_PER_SECOND);
    }

    private static LoadOptions options(RunPlan plan, OpenEnvironment open) {
        return plan.phases().stream()
                .flatMap(phase -> phase.scenario().stream())
                .flatMap(name -> open.operations().scenario(name).steps().stream())
                .filter(HttpOperation.class::isInstance)
                .map(operation -> ((HttpOperation) operation).options())
                .findFirst()
                .orElse(LoadOptions.STANDARD);
    }

    /** Of all populations of a phase together; 0 where no phase has a rate. */
    private static double highestPerSecond(RunPlan plan) {
        return plan.phases().stream()
                .mapToDouble(phase -> phase.shape() instanceof LoadPhase.Shape.Arriving arriving
                        ? arriving.peakPerSecond() * phase.scenario().size()
                        : 0)
                .max()
                .orElse(0);
    }
}
