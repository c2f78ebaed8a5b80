package dev.seaworthy.auth;

import dev.seaworthy.auth.settings.AuthSettings;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.config.Surroundings;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Probe;
import java.util.List;

/** Makes the auth probe. */
public final class AuthProbeFactory implements ProbeFactory<AuthSettings> {
    /** For {@link java.util.ServiceLoader}. */
    public AuthProbeFactory() {}

    @Override
    public String id() {
        return AuthProbe.ID;
    }

    @Override
    public String concern() {
        return "Who is let in, and who is not";
    }

    @Override
    public Class<AuthSettings> settingsType() {
        return AuthSettings.class;
    }

    @Override
    public List<CheckCard> catalogue() {
        return AuthProbe.catalogue();
    }

    @Override
    public Probe open(AuthSettings settings, Surroundings surroundings) {
        return new AuthProbe(settings, surroundings);
    }
}
