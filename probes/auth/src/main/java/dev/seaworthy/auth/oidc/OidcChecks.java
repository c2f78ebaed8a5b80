package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;
import java.util.stream.Stream;

/** What an OpenID provider lets through: the checks, in report order. */
public final class OidcChecks {
    public static final List<AuthCheck> ALL = Stream.of(
                    DiscoveryChecks.ALL,
                    KeySetChecks.ALL,
                    PkceChecks.ALL,
                    RedirectChecks.ALL,
                    CodeChecks.ALL,
                    TokenChecks.ALL,
                    ClientChecks.ALL,
                    ApplicationChecks.ALL)
            .flatMap(List::stream)
            .toList();

    private OidcChecks() {}
}
