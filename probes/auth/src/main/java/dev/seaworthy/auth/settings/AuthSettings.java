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
 * @param tokens what is known of the tokens
 * @param sessions how sessions begin, go on and end
 * @param access ways around the gate and walls between users
 * @param websocket how a WebSocket is authenticated; null where there is none
 * @param oidc the OpenID provider; null where there is none
 * @param cors which origins may read; null where no browser is expected
 * @param transport TLS and what guards plain HTTP
 * @param underLoad which refusals are asked for while the load runs
 */
public record AuthSettings(
        String identity,
        List<String> routes,
        @Nullable String signingKey,
        Duration leeway,
        Duration longestWait,
        Duration recheckAfter,
        Map<String, String> bypassHeaders,
        TokenSettings tokens,
        SessionSettings sessions,
        AccessSettings access,
        @Nullable SocketSettings websocket,
        @Nullable OidcSettings oidc,
        @Nullable CrossOriginSettings cors,
        TransportSettings transport,
        UnderLoadSettings underLoad) {

    public AuthSettings(
            String identity,
            @Nullable List<String> routes,
            @Nullable String signingKey,
            @Nullable Duration leeway,
            @Nullable Duration longestWait,
            @Nullable Duration recheckAfter,
            @Nullable Map<String, String> bypassHeaders,
            @Nullable TokenSettings tokens,
            @Nullable SessionSettings sessions,
            @Nullable AccessSettings access,
            @Nullable SocketSettings websocket,
            @Nullable OidcSettings oidc,
            @Nullable CrossOriginSettings cors,
            @Nullable TransportSettings transport,
            @Nullable UnderLoadSettings underLoad) {
        this.identity = identity;
        this.routes = routes == null ? List.of() : List.copyOf(routes);
        this.signingKey = signingKey;
        this.leeway = leeway == null ? Duration.ofMinutes(1) : leeway;
        this.longestWait = longestWait == null ? Duration.ZERO : longestWait;
        this.recheckAfter = recheckAfter == null ? Duration.ofMillis(250) : recheckAfter;
        this.bypassHeaders = bypassHeaders == null ? Map.of() : Map.copyOf(bypassHeaders);
        this.tokens = tokens == null ? TokenSettings.unknown() : tokens;
        this.sessions = sessions == null ? new SessionSettings() : sessions;
        this.access = access == null ? new AccessSettings() : access;
        this.websocket = websocket;
        this.oidc = oidc;
        this.cors = cors;
        this.transport = transport == null ? TransportSettings.DEFAULTS : transport;
        this.underLoad = underLoad == null ? new UnderLoadSettings(null, null, null, null, null) : underLoad;
    }
}
