package dev.seaworthy.auth;

import dev.seaworthy.auth.settings.AuthSettings;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.testkit.ProbeContract;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

class AuthProbeTest extends ProbeContract<AuthSettings> {
    /** These are tried with every check; a fault of one family only with the checks of that family. */
    private static final Set<String> TRIED_WITH_EVERYTHING =
            Set.of("login-broken", "profile-open", "signature-unchecked", "bypass-header", "dependency-down");

    @Override
    protected boolean concerns(String fault, CheckCard card) {
        return TRIED_WITH_EVERYTHING.contains(fault)
                || faults().getOrDefault(fault, Set.of()).isEmpty()
                || faults().getOrDefault(fault, Set.of()).stream()
                        .anyMatch(claim -> family(claim).equals(family(card.id())));
    }

    private static String family(String claim) {
        return claim.substring(0, claim.indexOf('.', claim.indexOf('.') + 1));
    }

    @Override
    protected ProbeFactory<AuthSettings> factory() {
        return new AuthProbeFactory();
    }

    /** The common twin speaks plain HTTP; TLS is shown on one of its own, by TlsTwinTest. */
    @Override
    protected Map<String, String> skippedOnTheHealthyTwin() {
        Map<String, String> skipped = new TreeMap<>();
        factory().catalogue().stream()
                .map(CheckCard::id)
                .filter(id -> id.startsWith("auth.tls.") || id.startsWith("auth.http."))
                .forEach(id -> skipped.put(id, "no target is https"));
        return skipped;
    }

    @Override
    protected Map<String, Set<String>> faults() {
        return Map.ofEntries(
                Map.entry("login-broken", Set.of("auth.login.works")),
                Map.entry("profile-open", Set.of("auth.token.required")),
                Map.entry("garbage-accepted", Set.of("auth.token.garbage-refused")),
                Map.entry("expired-accepted", Set.of("auth.token.expired-refused")),
                Map.entry("signature-unchecked", Set.of("auth.token.tampered-refused", "auth.token.signature-checked")),
                Map.entry("refresh-reuse", Set.of("auth.refresh.rotates")),
                Map.entry("logout-ignored", Set.of("auth.logout.revokes")),
                Map.entry("bypass-header", Set.of("auth.bypass.absent")),
                Map.entry("cors-missing", Set.of("auth.cors.allowed-origins")),
                Map.entry("cors-unvaried", Set.of("auth.cors.varies")),
                Map.entry("cors-prefix", Set.of("auth.cors.foreign-origins-refused")),
                Map.entry(
                        "cors-reflects",
                        Set.of("auth.cors.foreign-origins-refused", "auth.cors.foreign-credentials-refused")),
                Map.entry(
                        "cors-null", Set.of("auth.cors.foreign-origins-refused", "auth.cors.null-credentials-refused")),
                Map.entry("cors-plain", Set.of("auth.cors.near-origins-refused")),
                Map.entry("cors-wildcard", Set.of("auth.cors.no-wildcard")),
                Map.entry("preflight-guarded", Set.of("auth.cors.preflight")),
                Map.entry("cors-test-header", Set.of("auth.cors.no-test-headers")),
                Map.entry("cors-missing-on-errors", Set.of("auth.cors.errors-too")),
                Map.entry("nosniff-missing", Set.of("auth.headers.nosniff")),
                Map.entry("content-type-missing", Set.of("auth.headers.content-type")),
                Map.entry("cacheable", Set.of("auth.headers.not-cached")),
                Map.entry("version-told", Set.of("auth.headers.no-version")),
                Map.entry("trace-on", Set.of("auth.headers.trace-off")),
                Map.entry("any-method", Set.of("auth.headers.methods")),
                Map.entry("page-without-policy", Set.of("auth.headers.content-policy")),
                Map.entry("page-framed", Set.of("auth.headers.framing")),
                Map.entry("page-opened", Set.of("auth.headers.opener")),
                Map.entry("page-refers", Set.of("auth.headers.referrer")),
                Map.entry("dependency-down", Set.of()),
                Map.entry("restarting", Set.of()));
    }
}
