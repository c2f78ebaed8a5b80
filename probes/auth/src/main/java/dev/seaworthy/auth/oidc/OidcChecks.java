package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** What an OpenID provider lets through: the checks, in report order. */
public final class OidcChecks {
    public static final List<AuthCheck> ALL = List.of();

    private OidcChecks() {}
}
