package dev.seaworthy.auth.logout;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** The checks of logouts, in report order. */
public final class LogoutChecks {
    public static final List<AuthCheck> ALL = List.of(
            new LogoutRevokes(),
            new LogoutPropagates(),
            new LogoutEndsOne(),
            new RespelledRefused(),
            new LogoutNeedsPost());

    private LogoutChecks() {}
}
