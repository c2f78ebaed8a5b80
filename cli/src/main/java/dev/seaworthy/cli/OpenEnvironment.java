package dev.seaworthy.cli;

import dev.seaworthy.config.CredentialsFactory;
import dev.seaworthy.config.Environment;
import dev.seaworthy.config.EnvironmentReader;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Escort;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.Scenario;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.StopRules;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.simulations.ContractOperations;
import dev.seaworthy.simulations.LoadPlan;
import dev.seaworthy.simulations.OperationCatalog;
import dev.seaworthy.wire.Wire;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** An environment with everything opened that a run of it needs. Nothing has been sent yet. */
final class OpenEnvironment implements AutoCloseable {
    private final ContractSource source;
    private final Environment environment;
    private final Reach reach;
    private final Credentials credentials;
    private final Wire wire;
    private final Map<ProbeFactory<?>, Probe> probes;
    private final OperationCatalog operations;
    private final long seed;

    private OpenEnvironment(
            ContractSource source,
            Environment environment,
            Surroundings surroundings,
            Wire wire,
            Map<ProbeFactory<?>, Probe> probes,
            OperationCatalog operations) {
        this.source = source;
        this.environment = environment;
        this.reach = surroundings.reach();
        this.credentials = surroundings.credentials();
        this.seed = surroundings.seed();
        this.wire = wire;
        this.probes = probes;
        this.operations = operations;
    }

    /**
     * Reads a contract and opens its probes.
     *
     * @param only ids of the probes to open; empty for all that the contract has a block for
     */
    static OpenEnvironment open(ContractSource source, ProbeCatalog catalog, Set<String> only, RunIdentity identity) {
        SecretVault vault = new SecretVault();
        TimeSource time = TimeSource.system();
        EnvironmentReader reader =
                new EnvironmentReader(catalog.factories(), source.secrets(), vault, time).withTargets(source.targets());
        Environment environment = source.readWith(reader);
        Reach reach = new Reach(
                Resolution.pin(environment.rails().allow()),
                new RequestBudget(environment.rails().maxRequests(), new StopRules()),
                vault,
                time,
                identity.runId(environment.name()),
                environment.rails().connectTimeout(),
                environment.rails().answerTimeout(),
                environment.targets().trust());
        Wire wire = wire(reader, reach);
        Credentials credentials = ServiceLoader.load(CredentialsFactory.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no source of credentials is on the class path"))
                .open(environment, reach);
        Surroundings surroundings = new Surroundings(environment, credentials, reach, identity.seed());
        Map<ProbeFactory<?>, Probe> probes = new LinkedHashMap<>();
        for (ProbeFactory<?> factory : catalog.factories()) {
            if (environment.probes().containsKey(factory.id()) && (only.isEmpty() || only.contains(factory.id()))) {
                probes.put(factory, open(factory, reader, environment, surroundings));
            }
        }
        reader.warnings().forEach(source::warn);
        OperationCatalog operations = operations(surroundings, wire, probes.values());
        Environment offered = environment;
        if (only.isEmpty()) {
            requireScenarios(reader, environment, operations);
        } else {
            Set<String> checks = probes.keySet().stream()
                    .flatMap(factory -> factory.catalogue().stream())
                    .map(CheckCard::id)
                    .collect(Collectors.toSet());
            offered = new Narrowing(operations, checks).of(environment);
        }
        return new OpenEnvironment(source, offered, surroundings, wire, probes, operations);
    }

    private static Wire wire(EnvironmentReader reader, Reach reach) {
        try {
            return Wire.open(reach);
        } catch (IllegalArgumentException e) {
            throw reader.refusal("/targets/trust", String.valueOf(e.getMessage()));
        }
    }

    private static OperationCatalog operations(Surroundings surroundings, Wire wire, Collection<Probe> probes) {
        List<Operation> all = new ArrayList<>(ContractOperations.of(
                surroundings.environment(),
                surroundings.credentials(),
                wire,
                surroundings.reach().time()));
        List<Scenario> scenarios = new ArrayList<>();
        probes.forEach(probe -> {
            all.addAll(probe.operations());
            scenarios.addAll(probe.scenarios());
        });
        return OperationCatalog.of(all, scenarios);
    }

    /** Only the open probes know what they offer under load, so this is a mistake that the reader cannot see. */
    private static void requireScenarios(
            EnvironmentReader reader, Environment environment, OperationCatalog operations) {
        for (int i = 0; i < environment.load().size(); i++) {
            for (String name : environment.load().get(i).scenario()) {
                try {
                    var unused = operations.scenario(name);
                } catch (OperationCatalog.UnknownOperation e) {
                    throw reader.refusal("/load/" + i + "/scenario", String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private static <S> Probe open(
            ProbeFactory<S> factory, EnvironmentReader reader, Environment environment, Surroundings surroundings) {
        return factory.open(reader.settings(environment, factory), surroundings);
    }

    ContractSource source() {
        return source;
    }

    Environment environment() {
        return environment;
    }

    Reach reach() {
        return reach;
    }

    Map<ProbeFactory<?>, Probe> probes() {
        return probes;
    }

    OperationCatalog operations() {
        return operations;
    }

    /**
     * The load of a plan, held to the contract's rails.
     *
     * @param lagBudgetSeconds what the 99th percentile of injector lag may be
     */
    LoadPlan loadPlan(RunPlan plan, double lagBudgetSeconds) {
        return new LoadPlan(
                plan.phases(),
                operations,
                new LoadPlan.Limits(
                        environment.rails().answerTimeout(),
                        environment.rails().maxConnections(),
                        environment.rails().maxRate()),
                seed,
                plan.engine(),
                plan.escorts().stream().filter(Escort::isReady).toList(),
                SelfTestPlanning.of(plan, this, lagBudgetSeconds));
    }

    /** The checks of all open probes, in report order. */
    List<Check> checks() {
        return probes.values().stream()
                .flatMap(probe -> probe.checks().stream())
                .toList();
    }

    /** What rides along with a load whose checks judge it. */
    List<Escort> escorts() {
        return probes.values().stream()
                .flatMap(probe -> probe.escorts().stream())
                .toList();
    }

    /** Makes the escorts ready. Sends what that takes, such as logins. */
    void beforeLoad() throws InterruptedException {
        for (Probe probe : probes.values()) {
            probe.beforeLoad();
        }
    }

    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(probes.values());
        if (credentials instanceof AutoCloseable closeable) {
            all.add(closeable);
        }
        all.add(wire);
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (Exception e) {
                source.warn("not closed cleanly: " + OneLine.of(e));
            }
        }
    }
}
