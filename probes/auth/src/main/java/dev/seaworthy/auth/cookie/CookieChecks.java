package dev.seaworthy.auth.cookie;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** The checks of sessions and their cookies, in report order. */
public final class CookieChecks {
    public static final List<AuthCheck> ALL = List.of(
            new CookieFlags(),
            new CookiesKept(),
            new NoFixation(),
            new IdsUnguessable(),
            new CrossSiteRefused(),
            new NoTokenInUrl());

    private CookieChecks() {}
}
