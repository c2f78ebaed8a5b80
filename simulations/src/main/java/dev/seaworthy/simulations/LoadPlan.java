package dev.seaworthy.simulations;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.Escort;
import dev.seaworthy.kernel.Scenario;
import dev.seaworthy.simulations.injector.SelfTest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be loaded.
 *
 * @param phases in order; none for a simulation that injects by itself
 * @param catalog what the phases and simulations name
 * @param limits with how much patience, and how far it may go
 * @param seed of every arrival at random
 * @param engine what Gatling is given
 * @param escorts what rides along with every phase; they are ready
 * @param selfTest how the instrument measures itself, or null for not at all
 */
public record LoadPlan(
        List<LoadPhase> phases,
        OperationCatalog catalog,
        Limits limits,
        long seed,
        Engine engine,
        List<Escort> escorts,
        @Nullable SelfTest selfTest) {
    private static final int FEWEST_USERS = 16;

    public LoadPlan {
        phases = List.copyOf(phases);
        escorts = List.copyOf(escorts);
    }

    /** A plan whose instrument does not measure itself. */
    public LoadPlan(List<LoadPhase> phases, OperationCatalog catalog, Limits limits, long seed, Engine engine) {
        this(phases, catalog, limits, seed, engine, List.of(), null);
    }

    /** Turns of escorts for each turn of the load. */
    double escortShare() {
        return escorts.stream().mapToDouble(Escort::share).sum();
    }

    /**
     * Patience and rails.
     *
     * @param grace how long a phase waits for turns in flight after its end, and an arrival for a free user: the answer
     *     timeout
     * @param maxUsers that one population of an open phase may have busy at once: the rail on connections
     * @param maxPerSecond that all populations of a closed phase may begin together: the rail on rates
     */
    public record Limits(Duration grace, int maxUsers, double maxPerSecond) {
        public Limits {
            if (maxUsers < 1) {
                throw new IllegalArgumentException("load with at most " + maxUsers + " users is none");
            }
            if (!(maxPerSecond > 0)) {
                throw new IllegalArgumentException("load with at most " + maxPerSecond + " turns a second is none");
            }
        }
    }

    /**
     * What Gatling is given.
     *
     * @param loops event loops, at least 1
     * @param statistics what Gatling's own statistics are told; they cost as much as a small request does
     */
    public record Engine(int loops, GatlingStatistics statistics) {
        public Engine {
            if (loops < 1) {
                throw new IllegalArgumentException("load on " + loops + " event loops is none");
            }
        }

        /**
         * One loop for each processor but one, which is left to the recorder, the collector and whatever else the machine
         * has to do; no statistics. A loop carries tens of thousands of requests a second, and one more than there are
         * processors only makes each of them late.
         */
        public static Engine standard() {
            int processors = Runtime.getRuntime().availableProcessors();
            return new Engine(Math.max(1, processors - 1), GatlingStatistics.OFF);
        }

        /** The same with other statistics. */
        public Engine telling(GatlingStatistics other) {
            return new Engine(loops, other);
        }
    }

    /** What Gatling's own statistics are told of our turns. */
    public enum GatlingStatistics {
        /** Nothing, and Gatling writes nothing. */
        OFF,
        /** Every failure, and one success in a hundred. */
        SAMPLED,
        /** Everything. */
        FULL
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
        double busy = Math.ceil(((LoadPhase.Shape.Arriving) phase.shape()).peakPerSecond()
                * limits.grace().toMillis()
                / 1e3);
        return (int) Math.min(limits.maxUsers(), Math.max(FEWEST_USERS, busy));
    }
}
