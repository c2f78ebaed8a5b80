package dev.seaworthy.auth;

import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.testkit.TwinEnvironment;
import dev.seaworthy.twin.Fault;
import dev.seaworthy.twin.TwinSettings;
import java.util.Arrays;
import java.util.Set;

/** Runs single checks of this probe on a twin. */
public final class Findings {
    private Findings() {}

    /**
     * What one check finds.
     *
     * @param block YAML of {@code probes.auth} and whatever else, or empty for the twin's own contract
     */
    public static Finding of(String id, String block, Fault... faults) throws Exception {
        TwinSettings settings = TwinSettings.defaults().withFaults(Set.copyOf(Arrays.asList(faults)));
        try (TwinEnvironment environment = TwinEnvironment.start(settings, block)) {
            return of(id, environment);
        }
    }

    public static Finding of(String id, TwinEnvironment environment) throws Exception {
        try (Probe probe = environment.open(new AuthProbeFactory())) {
            return of(probe, id);
        }
    }

    /** What the check of this name finds now. */
    public static Finding of(Probe probe, String id) throws Exception {
        for (Check check : probe.checks()) {
            if (check.card().id().equals(id)) {
                return check.run();
            }
        }
        throw new AssertionError("there is no check " + id);
    }
}
