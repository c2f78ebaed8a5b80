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
                Map.entry("logout-ignored", Set.of("auth.logout.revokes")),
                Map.entry("bypass-header", Set.of("auth.bypass.absent")),
                Map.entry("dependency-down", Set.of()),
                Map.entry("restarting", Set.of()));
    }
}
