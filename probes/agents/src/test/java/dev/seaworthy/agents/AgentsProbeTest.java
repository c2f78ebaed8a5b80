package dev.seaworthy.agents;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.testkit.ProbeContract;
import java.util.Map;
import java.util.Set;

class AgentsProbeTest extends ProbeContract<AgentsSettings> {
    @Override
    protected ProbeFactory<AgentsSettings> factory() {
        return new AgentsProbeFactory();
    }

    @Override
    protected Map<String, Set<String>> faults() {
        return Map.of(
                "canned-agents", Set.of("agents.execute"),
                "failures-as-200", Set.of("agents.failures-honest"),
                "discovery-empty", Set.of("agents.discovered"));
    }
}
