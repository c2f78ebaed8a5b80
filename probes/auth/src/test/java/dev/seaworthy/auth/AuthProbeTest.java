package dev.seaworthy.auth;

import dev.seaworthy.auth.settings.AuthSettings;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.testkit.ProbeContract;
import java.util.Map;
import java.util.Set;

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

    @Override
    protected Map<String, Set<String>> faults() {
        return Map.ofEntries(
                Map.entry("login-broken", Set.of("auth.login.works")),
                Map.entry("profile-open", Set.of("auth.token.required")),
                Map.entry("garbage-accepted", Set.of("auth.token.garbage-refused")),
                Map.entry("expired-accepted", Set.of("auth.token.expired-refused")),
                Map.entry("signature-unchecked", Set.of("auth.token.tampered-refused", "auth.token.signature-checked")),
                Map.entry("refresh-reuse", Set.of("auth.refresh.rotates")),
                Map.entry("oidc-issuer-slash", Set.of("auth.oidc.discovery")),
                Map.entry("oidc-issuer-follows-host", Set.of("auth.oidc.issuer.fixed")),
                Map.entry("oidc-keys-private", Set.of("auth.oidc.keys.public")),
                Map.entry("oidc-keys-alike", Set.of("auth.oidc.keys.sound")),
                Map.entry("oidc-implicit-advertised", Set.of("auth.oidc.surface")),
                Map.entry("oidc-pkce-optional", Set.of("auth.oidc.pkce.required")),
                Map.entry("oidc-pkce-plain", Set.of("auth.oidc.pkce.plain-refused")),
                Map.entry("oidc-verifier-ignored", Set.of("auth.oidc.pkce.bound")),
                Map.entry("oidc-redirect-prefix", Set.of("auth.oidc.redirect.exact")),
                Map.entry("oidc-state-dropped", Set.of("auth.oidc.response.bound")),
                Map.entry("oidc-tokens-cacheable", Set.of("auth.oidc.tokens.uncached")),
                Map.entry("oidc-code-twice", Set.of("auth.oidc.code.once", "auth.oidc.code.race")),
                Map.entry("oidc-code-racy", Set.of("auth.oidc.code.race")),
                Map.entry("oidc-reuse-spares", Set.of("auth.oidc.code.reuse-revokes")),
                Map.entry("oidc-code-any-client", Set.of("auth.oidc.code.client-bound")),
                Map.entry("oidc-secret-ignored", Set.of("auth.oidc.client.authenticated")),
                Map.entry("oidc-secret-in-query", Set.of("auth.oidc.client.secret-not-in-query")),
                Map.entry("oidc-introspection-open", Set.of("auth.oidc.introspection.guarded")),
                Map.entry("oidc-revocation-open", Set.of("auth.oidc.revocation.guarded")),
                Map.entry("oidc-nonce-dropped", Set.of("auth.oidc.id-token.bound")),
                Map.entry("oidc-callback-stateless", Set.of("auth.oidc.callback.state-bound")),
                Map.entry("oidc-callback-issuer", Set.of("auth.oidc.callback.issuer-bound")),
                Map.entry("oidc-callback-echo", Set.of("auth.oidc.callback.error-escaped")),
                Map.entry("oidc-external-stateless", Set.of("auth.oidc.external.bound")),
                Map.entry("logout-ignored", Set.of("auth.logout.revokes", "auth.cleanup.complete")),
                Map.entry("bypass-header", Set.of("auth.bypass.absent")),
                Map.entry("dependency-down", Set.of()),
                Map.entry("restarting", Set.of()));
    }
}
