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
    protected Map<String, String> skippedOnTheHealthyTwin() {
        return Map.of(
                "auth.refresh.repeatable", "it has no grace",
                "auth.login.enumeration-time", "it throttles sooner",
                "auth.login.spraying", "it has few accounts");
    }

    @Override
    protected Map<String, Set<String>> faults() {
        return Map.ofEntries(
                Map.entry("login-broken", Set.of("auth.login.works")),
                Map.entry("profile-open", Set.of("auth.token.required")),
                Map.entry("garbage-accepted", Set.of("auth.token.garbage-refused")),
                Map.entry("expired-accepted", Set.of("auth.token.expired-refused", "auth.expiry.leeway")),
                Map.entry("signature-unchecked", Set.of("auth.token.tampered-refused", "auth.token.signature-checked", "auth.refresh.kind")),
                Map.entry("refresh-reuse", Set.of("auth.refresh.rotates", "auth.refresh.race")),
                Map.entry("logout-ignored", Set.of("auth.logout.revokes", "auth.logout.propagation")),
                Map.entry("refresh-cached", Set.of("auth.refresh.works")),
                Map.entry("refresh-family-lives", Set.of("auth.refresh.family-revoked")),
                Map.entry("refresh-by-access", Set.of("auth.refresh.kind")),
                Map.entry("refresh-widens", Set.of("auth.refresh.scope")),
                Map.entry("refresh-racy", Set.of("auth.refresh.race")),
                Map.entry("refresh-outlives-logout", Set.of("auth.refresh.after-logout")),
                Map.entry("refresh-slides", Set.of("auth.refresh.absolute-end")),
                Map.entry("issuer-clock-fast", Set.of("auth.clock.agree")),
                Map.entry("leeway-uneven", Set.of("auth.expiry.routes-agree")),
                Map.entry("not-before-early", Set.of("auth.expiry.not-before")),
                Map.entry("revocation-slow", Set.of("auth.logout.propagation")),
                Map.entry("logout-ends-all", Set.of("auth.logout.ends-one")),
                Map.entry("revocation-by-scheme", Set.of("auth.logout.respelled")),
                Map.entry("logout-by-get", Set.of("auth.logout.method")),
                Map.entry("cookie-readable", Set.of("auth.session.cookie-flags")),
                Map.entry("cookie-dropped", Set.of("auth.session.cookie-kept")),
                Map.entry("session-fixed", Set.of("auth.session.fixation")),
                Map.entry("session-counted", Set.of("auth.session.ids-unguessable")),
                Map.entry("csrf-unchecked", Set.of("auth.session.cross-site")),
                Map.entry("token-in-url", Set.of("auth.session.token-in-url")),
                Map.entry("profile-cached", Set.of("auth.session.no-store")),
                Map.entry("login-unthrottled", Set.of("auth.login.throttled", "auth.login.throttled-together")),
                Map.entry("throttle-racy", Set.of("auth.login.throttled-together")),
                Map.entry("throttle-locks", Set.of("auth.login.lockout")),
                Map.entry("throttle-by-address", Set.of("auth.login.throttle-bypass")),
                Map.entry("login-tells", Set.of("auth.login.enumeration")),
                Map.entry("login-together", Set.of("auth.login.together")),
                Map.entry("bypass-header", Set.of("auth.bypass.absent")),
                Map.entry("dependency-down", Set.of()),
                Map.entry("restarting", Set.of()));
    }
}
