package dev.seaworthy.auth.login;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** The checks of logging in, in report order. */
public final class LoginChecks {
    public static final List<AuthCheck> ALL = List.of(
            new LoginWorks(),
            new LoginsTogether(),
            new UsersNotTold(),
            new UsersNotTimed(),
            new GuessingThrottled(),
            new GuessingTogether(),
            new SprayingThrottled(),
            new LockoutBounded(),
            new ThrottleHolds());

    private LoginChecks() {}
}
