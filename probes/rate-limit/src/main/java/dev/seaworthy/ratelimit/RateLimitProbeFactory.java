package dev.seaworthy.ratelimit;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Probe;
import java.util.List;

/** Makes the rate-limit probe. */
public final class RateLimitProbeFactory implements ProbeFactory<RateLimitSettings> {
    static final String ID = "rate-limit";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String concern() {
        return "Limits that refuse, admit and tell the truth";
    }

    @Override
    public Class<RateLimitSettings> settingsType() {
        return RateLimitSettings.class;
    }

    @Override
    public List<CheckCard> catalogue() {
        return Cards.ALL;
    }

    @Override
    public Probe open(RateLimitSettings settings, Surroundings surroundings) {
        return new RateLimitProbe(settings, surroundings);
    }
}
