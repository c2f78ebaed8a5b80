package dev.seaworthy.auth.session;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.cookie.CookieChecks;
import dev.seaworthy.auth.expiry.ExpiryChecks;
import dev.seaworthy.auth.login.LoginChecks;
import dev.seaworthy.auth.logout.LogoutChecks;
import dev.seaworthy.auth.refresh.RefreshChecks;
import java.util.List;
import java.util.stream.Stream;

/** From the login to the end of a session: the checks, in report order. */
public final class SessionChecks {
    public static final List<AuthCheck> ALL = Stream.of(
                    LoginChecks.ALL, RefreshChecks.ALL, ExpiryChecks.ALL, LogoutChecks.ALL, CookieChecks.ALL)
            .flatMap(List::stream)
            .toList();

    private SessionChecks() {}
}
