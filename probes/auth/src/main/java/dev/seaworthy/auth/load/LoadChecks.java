package dev.seaworthy.auth.load;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** Refusals that must hold while the load runs: the checks, in report order. */
public final class LoadChecks {
    public static final List<AuthCheck> ALL = List.of();

    private LoadChecks() {}
}
