package dev.seaworthy.agents;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Probe;
import java.util.List;

/** Makes the agents probe. */
public final class AgentsProbeFactory implements ProbeFactory<AgentsSettings> {
    static final String ID = "agents";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String concern() {
        return "Discovery, execution, honest failures";
    }

    @Override
    public Class<AgentsSettings> settingsType() {
        return AgentsSettings.class;
    }

    @Override
    public List<CheckCard> catalogue() {
        return Cards.ALL;
    }

    @Override
    public Probe open(AgentsSettings settings, Surroundings surroundings) {
        return new AgentsProbe(settings, surroundings);
    }
}
