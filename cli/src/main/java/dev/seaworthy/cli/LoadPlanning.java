package dev.seaworthy.cli;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.Objective;
import dev.seaworthy.config.Rails;
import dev.seaworthy.recording.RunManifest;
import dev.seaworthy.simulations.LoadPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes the plan of a run of load alone. */
final class LoadPlanning {
    private static final String PHASE = "load";

    private LoadPlanning() {}

    /** All that the contract says, which was made of a command line. */
    static RunPlan whole(OpenEnvironment open) {
        return new RunPlan(
                RunManifest.LOAD,
                List.of(),
                open.environment().load(),
                open.environment().objectives(),
                LoadPlan.Engine.standard());
    }

    /**
     * The phases and objectives of a contract. Every operation gets an objective on errors where it has none: load that
     * fails must not hold in silence.
     *
     * @param warmUp how long the first phase is tried before; zero for not at all
     */
    static RunPlan phases(OpenEnvironment open, Duration warmUp, double errorRatio) {
        List<LoadPhase> phases = open.environment().load();
        if (phases.isEmpty()) {
            throw new UsageComplaint(open.source().name()
                    + " has no phases under load; add some, or give --operation NAME with a rate or users");
        }
        List<LoadPhase> all = new ArrayList<>();
        if (!warmUp.isZero() && phases.stream().noneMatch(phase -> phase.name().equals(RunPlan.WARM_UP))) {
            LoadPhase first = phases.get(0);
            LoadPhase.Shape gentle =
                    new LoadShapeOptions.Chosen(first.shape(), first.spacing(), first.duration(), warmUp, 0).gentle();
            all.add(new LoadPhase(RunPlan.WARM_UP, first.scenario(), gentle, warmUp));
        }
        all.addAll(phases);
        List<Objective> objectives = new ArrayList<>();
        for (Objective objective : open.environment().objectives()) {
            objectives.addAll(inItsPhases(open, phases, objective));
        }
        for (LoadPhase phase : phases) {
            for (String operation :
                    phase.name().equals(RunPlan.WARM_UP) ? List.<String>of() : operations(open, phase)) {
                boolean has = objectives.stream()
                        .anyMatch(objective -> objective.errorRatio() != null
                                && objective.operation().equals(operation)
                                && phase.name().equals(objective.phase()));
                if (!has) {
                    objectives.add(new Objective(operation, phase.name(), null, null, errorRatio));
                }
            }
        }
        return new RunPlan(RunManifest.LOAD, List.of(), all, objectives, LoadPlan.Engine.standard());
    }

    /**
     * One operation of a contract, with a load of the command line's.
     *
     * @throws Refusal if it exceeds the contract's rails
     */
    static RunPlan operation(OpenEnvironment open, String name, LoadShapeOptions.Chosen load, LoadGoalOptions goals) {
        List<LoadPhase> phases = new ArrayList<>();
        if (!load.warmUp().isZero()) {
            phases.add(new LoadPhase(RunPlan.WARM_UP, List.of(name), load.gentle(), load.warmUp()));
        }
        LoadPhase phase = new LoadPhase(PHASE, List.of(name), load.shape(), load.spacing(), load.window());
        phases.add(phase);
        holdToRails(open, load);
        List<Objective> objectives = new ArrayList<>();
        for (String operation : operations(open, phase)) {
            for (LoadGoalOptions.Latency latency : goals.latencies()) {
                double seconds = latency.atMost().toNanos() / 1e9;
                objectives.add(new Objective(operation, PHASE, latency.quantile(), seconds, null));
            }
            objectives.add(new Objective(operation, PHASE, null, null, goals.errorRatio()));
        }
        return new RunPlan(RunManifest.LOAD, List.of(), phases, objectives, LoadPlan.Engine.standard());
    }

    private static void holdToRails(OpenEnvironment open, LoadShapeOptions.Chosen load) {
        Rails rails = open.environment().rails();
        String file = open.source().name();
        if (load.shape() instanceof LoadPhase.Shape.Closed closed) {
            if (closed.users() > rails.maxConnections()) {
                throw new Refusal(closed.users() + " users are above rails.max-connections of " + file + ", which is "
                        + rails.maxConnections());
            }
            return;
        }
        double planned = load.maxPerSecond() * load.window().plus(load.warmUp()).toMillis() / 1e3;
        if (load.maxPerSecond() > rails.maxRate()) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "%.0f/s is above rails.max-rate of %s, which is %.0f/s",
                    load.maxPerSecond(),
                    file,
                    rails.maxRate()));
        }
        if (planned > rails.maxRequests()) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "about %.0f requests are above rails.max-requests of %s, which is %d",
                    planned,
                    file,
                    rails.maxRequests()));
        }
    }

    /** An objective that names no phase is judged in each one that is steady, never in the warm-up. */
    private static List<Objective> inItsPhases(OpenEnvironment open, List<LoadPhase> phases, Objective objective) {
        if (objective.phase() != null) {
            return List.of(objective);
        }
        List<LoadPhase> loading = phases.stream()
                .filter(phase -> !phase.name().equals(RunPlan.WARM_UP))
                .filter(phase -> operations(open, phase).contains(objective.operation()))
                .toList();
        List<LoadPhase> steady = loading.stream()
                .filter(phase -> !(phase.shape() instanceof LoadPhase.Shape.Ramp))
                .toList();
        List<LoadPhase> judged = steady.isEmpty() ? loading : steady;
        return judged.isEmpty()
                ? List.of(objective)
                : judged.stream()
                        .map(phase -> new Objective(
                                objective.operation(),
                                phase.name(),
                                objective.quantile(),
                                objective.atMostSeconds(),
                                objective.errorRatio()))
                        .toList();
    }

    private static List<String> operations(OpenEnvironment open, LoadPhase phase) {
        return phase.scenario().stream()
                .flatMap(scenario -> open.operations().scenario(scenario).steps().stream())
                .map(operation -> operation.name())
                .distinct()
                .toList();
    }
}
