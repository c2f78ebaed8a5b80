package dev.seaworthy.auth.login;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** The checks of logging in, in report order. */
public final class LoginChecks {
    public static final List<AuthCheck> ALL = List.of(new LoginWorks());

    private LoginChecks() {}
}
