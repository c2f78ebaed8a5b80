package dev.seaworthy.cli;

import dev.seaworthy.config.Environment;
import dev.seaworthy.config.Journey;
import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.Objective;
import dev.seaworthy.simulations.OperationCatalog;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is left of a contract when {@code --only} leaves probes out: that which the others can still do. */
final class Narrowing {
    private final Set<String> operations;
    private final Set<String> checks;

    /**
     * Narrows to what is there.
     *
     * @param checks ids of the checks of the open probes
     */
    Narrowing(OperationCatalog operations, Set<String> checks) {
        this.operations = new HashSet<>(operations.names());
        this.checks = checks;
    }

    Environment of(Environment whole) {
        List<LoadPhase> load = whole.load().stream()
                .map(this::offered)
                .filter(phase -> !phase.scenario().isEmpty())
                .toList();
        List<Objective> objectives = whole.objectives().stream()
                .filter(objective -> operations.contains(objective.operation()))
                .toList();
        List<Journey> journeys = whole.journeys().stream()
                .filter(journey ->
                        journey.steps().stream().allMatch(step -> operations.contains(step) || checks.contains(step)))
                .toList();
        return new Environment(
                whole.name(),
                whole.description(),
                whole.targets(),
                whole.identities(),
                whole.operations(),
                whole.probes(),
                load,
                objectives,
                journeys,
                whole.rails());
    }

    private LoadPhase offered(LoadPhase phase) {
        List<String> scenarios =
                phase.scenario().stream().filter(operations::contains).toList();
        return new LoadPhase(phase.name(), scenarios, phase.shape(), phase.duration());
    }
}
