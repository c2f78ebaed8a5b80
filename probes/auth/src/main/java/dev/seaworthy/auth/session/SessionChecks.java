package dev.seaworthy.auth.session;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** From the login to the end of a session: the checks, in report order. */
public final class SessionChecks {
    public static final List<AuthCheck> ALL = List.of(new LoginWorks(), new RefreshRotates(), new LogoutRevokes());

    private SessionChecks() {}
}
