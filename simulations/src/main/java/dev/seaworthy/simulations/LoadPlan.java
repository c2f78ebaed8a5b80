package dev.seaworthy.simulations;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.Scenario;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is to be loaded, and with how much patience.
 *
 * @param phases in order; none for a simulation that injects by itself
 * @param catalog what the phases and simulations name
 * @param grace how long a phase waits for turns in flight after its end: the answer timeout
 * @param maxUsers that one population of an open phase may have busy at once: the rail on connections
 * @param maxPerSecond that all populations of a closed phase may begin together: the rail on rates
 */
public record LoadPlan(
        List<LoadPhase> phases, OperationCatalog catalog, Duration grace, int maxUsers, double maxPerSecond) {
    private static final int FEWEST_USERS = 16;

    public LoadPlan {
        phases = List.copyOf(phases);
        if (maxUsers < 1) {
            throw new IllegalArgumentException("load with at most " + maxUsers + " users is none");
        }
        if (!(maxPerSecond > 0)) {
            throw new IllegalArgumentException("load with at most " + maxPerSecond + " turns a second is none");
        }
    }

    /** The populations that the phases ask for, in order of appearance, with the number of users that each needs. */
    Map<Scenario, Integer> populations() {
        Map<String, Integer> users = new LinkedHashMap<>();
        for (LoadPhase phase : phases) {
            for (String name : phase.scenario()) {
                users.merge(name, users(phase), Math::max);
            }
        }
        Map<Scenario, Integer> populations = new LinkedHashMap<>();
        users.forEach((name, count) -> populations.put(catalog.scenario(name), count));
        return populations;
    }

    /** By Little's law no more are busy than arrive while the slowest answer is awaited. */
    private int users(LoadPhase phase) {
        if (phase.shape() instanceof LoadPhase.Shape.Closed closed) {
            return closed.users();
        }
        double peak = phase.shape() instanceof LoadPhase.Shape.Ramp ramp
                ? Math.max(ramp.fromPerSecond(), ramp.toPerSecond())
                : ((LoadPhase.Shape.Open) phase.shape()).perSecond();
        double busy = Math.ceil(peak * grace.toMillis() / 1e3);
        return (int) Math.min(maxUsers, Math.max(FEWEST_USERS, busy));
    }
}
