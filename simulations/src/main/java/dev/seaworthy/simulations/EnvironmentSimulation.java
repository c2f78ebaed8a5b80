package dev.seaworthy.simulations;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.List;

/**
 * All phases of load of one environment. The command line runs it, and so does {@code mvn gatling:test
 * -Dgatling.simulationClass=dev.seaworthy.simulations.EnvironmentSimulation -Dseaworthy.environment=contract.yaml}.
 *
 * <p><b>How load arrives.</b> Gatling starts the users of each population once, at the beginning, as many as can be busy at
 * the same time by Little's law (peak rate times patience), within the rail on connections; a waiting user costs some
 * hundred bytes. They wait until the schedule sends them, and perform their scenario's operations on their own event loop. One Gatling user for every arrival was the other way, and the
 * worse one: Gatling truncates starts to milliseconds, hands them out in batches of a second, and tells nobody when it is
 * late; and each arrival would be a user who signs in and connects anew. Here the arrival that is due goes to the user who
 * came back last, at its nanosecond; the pool in use grows exactly when all others are busy; an arrival that finds nobody
 * free is counted as starved and goes late, its wait measured as lag; one that could never begin is recorded as not sent.
 */
public final class EnvironmentSimulation extends Simulation {
    /** Called by Gatling. */
    public EnvironmentSimulation() {
        LoadSession load = CurrentLoad.require();
        List<PopulationBuilder> populations = new ArrayList<>();
        for (Population population : load.populations()) {
            populations.add(population(load, population));
        }
        if (populations.isEmpty()) {
            throw new IllegalStateException("the environment plans no phase of load; add one under load:");
        }
        setUp(populations);
    }

    static PopulationBuilder population(LoadSession load, Population population) {
        String name = population.scenario().name();
        return scenario(name)
                .exec(GatlingSeam.chain(name, load, population::work))
                .injectOpen(atOnceUsers(population.users()));
    }
}
