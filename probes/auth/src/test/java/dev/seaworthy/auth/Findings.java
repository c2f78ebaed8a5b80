package dev.seaworthy.auth;

import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;

/** Runs single checks of a probe. */
public final class Findings {
    private Findings() {}

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
