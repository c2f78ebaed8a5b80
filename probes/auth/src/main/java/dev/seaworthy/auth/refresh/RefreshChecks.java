package dev.seaworthy.auth.refresh;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** The checks of renewals, in report order. */
public final class RefreshChecks {
    public static final List<AuthCheck> ALL = List.of(
            new RefreshWorks(),
            new RefreshRotates(),
            new FamilyRevoked(),
            new ForeignKindRefused(),
            new ScopeKept(),
            new RefreshRace(),
            new RefreshAfterLogout(),
            new SessionHasEnd(),
            new RefreshRepeatable());

    private RefreshChecks() {}
}
