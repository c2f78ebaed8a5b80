package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import java.util.List;

/** What a resource server makes of a token: the checks, in report order. */
public final class TokenChecks {
    public static final List<AuthCheck> ALL = List.of(
            new TokenRequired(),
            new GarbageRefused(),
            new ExpiredRefused(),
            new TamperedRefused(),
            new SignatureChecked());

    private TokenChecks() {}
}
