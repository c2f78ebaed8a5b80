package dev.seaworthy.auth.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the auth probe: {@code probes.auth} of the contract.
 *
 * @param identity whose credentials are tested
 * @param routes names of operations that need a credential; empty for all protected {@code GET} operations of this
 *     identity
 * @param signingKey an identity with a test signing key, which makes a token that has genuinely expired; or null
 * @param leeway how long after its end a token may still be accepted, for clocks that disagree; one minute unless given
 * @param longestWait how long the probe may wait for a real token to expire when there is no signing key; nothing unless
 *     given
 * @param recheckAfter how long after a logout the token is tried a second time; 250 ms unless given
 * @param bypassHeaders headers to try besides the probe's own list, by name
 */
public record AuthSettings(
        String identity,
        List<String> routes,
        @Nullable String signingKey,
        Duration leeway,
        Duration longestWait,
        Duration recheckAfter,
        Map<String, String> bypassHeaders) {

    public AuthSettings(
            String identity,
            @Nullable List<String> routes,
            @Nullable String signingKey,
            @Nullable Duration leeway,
            @Nullable Duration longestWait,
            @Nullable Duration recheckAfter,
            @Nullable Map<String, String> bypassHeaders) {
        this.identity = identity;
        this.routes = routes == null ? List.of() : List.copyOf(routes);
        this.signingKey = signingKey;
        this.leeway = leeway == null ? Duration.ofMinutes(1) : leeway;
        this.longestWait = longestWait == null ? Duration.ZERO : longestWait;
        this.recheckAfter = recheckAfter == null ? Duration.ofMillis(250) : recheckAfter;
        this.bypassHeaders = bypassHeaders == null ? Map.of() : Map.copyOf(bypassHeaders);
    }
}
