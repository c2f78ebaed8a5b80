package dev.seaworthy.agents;

import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.wire.Wire;
import java.util.List;

/** Finds agents and puts them to work. */
final class AgentsProbe implements Probe {
    private final Wire wire;
    private final List<Check> checks;
    private final List<Operation> operations;

    AgentsProbe(AgentsSettings settings, Surroundings surroundings) {
        this.wire = Wire.open(surroundings.reach());
        Desk desk = new Desk(surroundings, wire);
        ExecutionChecks executions = new ExecutionChecks(desk, settings);
        this.checks = List.of(
                Check.of(Cards.DISCOVERED, new DiscoveryCheck(desk, settings)::run),
                Check.of(Cards.EXECUTED, executions::execute),
                Check.of(Cards.HONEST, executions::failuresHonest));
        this.operations =
                settings.execution() == null ? List.of() : List.of(new ExecuteOperation(desk, settings.execution()));
    }

    @Override
    public String id() {
        return AgentsProbeFactory.ID;
    }

    @Override
    public List<Check> checks() {
        return checks;
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }

    @Override
    public void close() {
        wire.close();
    }
}
