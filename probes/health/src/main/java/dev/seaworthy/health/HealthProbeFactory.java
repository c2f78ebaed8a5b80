package dev.seaworthy.health;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Probe;
import java.util.List;

/** Makes the health probe. */
public final class HealthProbeFactory implements ProbeFactory<HealthSettings> {
    /** For {@link java.util.ServiceLoader}. */
    public HealthProbeFactory() {}

    @Override
    public String id() {
        return HealthProbe.ID;
    }

    @Override
    public String concern() {
        return "Liveness, readiness, dependencies, build";
    }

    @Override
    public Class<HealthSettings> settingsType() {
        return HealthSettings.class;
    }

    @Override
    public List<CheckCard> catalogue() {
        return HealthProbe.catalogue();
    }

    @Override
    public Probe open(HealthSettings settings, Surroundings surroundings) {
        return new HealthProbe(settings, surroundings);
    }
}
