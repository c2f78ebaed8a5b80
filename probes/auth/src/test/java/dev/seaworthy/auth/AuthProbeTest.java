package dev.seaworthy.auth;

import dev.seaworthy.auth.settings.AuthSettings;
import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.testkit.ProbeContract;
import java.util.Map;
import java.util.Set;

class AuthProbeTest extends ProbeContract<AuthSettings> {
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
