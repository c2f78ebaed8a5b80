package dev.seaworthy.auth.settings;

import dev.seaworthy.config.Identity;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How sessions are meant to begin, go on and end: {@code probes.auth.sessions}.
 *
 * @param rotation what becomes of a refresh token that was used; strict unless given
 * @param grace for how long a used one works again, where there is a grace; 10 s unless given
 * @param simultaneous how many renewals with one token are sent at once, and logins likewise; 12 unless given
 * @param rounds how often; 10 unless given
 * @param absoluteLifetime after which a session ends, however often it is renewed; or null
 * @param refreshExpiresIn where an answer has the seconds that its refresh token lives; or null
 * @param widerScope a scope that the test user does not have; null where scopes are not used
 * @param revocationLag for how long an ended session's token may still be accepted; not at all unless given
 * @param pollers over how many connections at once a token is tried around its logout; 8 unless given
 * @param polls how often over each after the logout; 25 unless given
 * @param sacrificial an account that may be locked; or null
 * @param longestLockout for how long wrong passwords may keep the rightful user out; 15 min unless given
 * @param timingSamples how many logins of a known and of an unknown user are timed; none unless given
 * @param cookie a login whose session is in a cookie; or null
 */
public record SessionSettings(
        Rotation rotation,
        Duration grace,
        Integer simultaneous,
        Integer rounds,
        @Nullable Duration absoluteLifetime,
        Identity.@Nullable Locator refreshExpiresIn,
        @Nullable String widerScope,
        Duration revocationLag,
        Integer pollers,
        Integer polls,
        Identity.@Nullable Account sacrificial,
        Duration longestLockout,
        Integer timingSamples,
        @Nullable CookieSettings cookie) {
    private static final Duration USUAL_GRACE = Duration.ofSeconds(10);
    private static final Duration USUAL_LOCKOUT = Duration.ofMinutes(15);

    /** What holds where the contract says nothing. */
    public SessionSettings() {
        this(null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    public SessionSettings(
            @Nullable Rotation rotation,
            @Nullable Duration grace,
            @Nullable Integer simultaneous,
            @Nullable Integer rounds,
            @Nullable Duration absoluteLifetime,
            Identity.@Nullable Locator refreshExpiresIn,
            @Nullable String widerScope,
            @Nullable Duration revocationLag,
            @Nullable Integer pollers,
            @Nullable Integer polls,
            Identity.@Nullable Account sacrificial,
            @Nullable Duration longestLockout,
            @Nullable Integer timingSamples,
            @Nullable CookieSettings cookie) {
        this.rotation = rotation == null ? Rotation.STRICT : rotation;
        this.grace = grace == null ? USUAL_GRACE : grace;
        this.simultaneous = simultaneous == null ? 12 : simultaneous;
        this.rounds = rounds == null ? 10 : rounds;
        this.absoluteLifetime = absoluteLifetime;
        this.refreshExpiresIn = refreshExpiresIn;
        this.widerScope = widerScope;
        this.revocationLag = revocationLag == null ? Duration.ZERO : revocationLag;
        this.pollers = pollers == null ? 8 : pollers;
        this.polls = polls == null ? 25 : polls;
        this.sacrificial = sacrificial;
        this.longestLockout = longestLockout == null ? USUAL_LOCKOUT : longestLockout;
        this.timingSamples = timingSamples == null ? 0 : timingSamples;
        this.cookie = cookie;
    }
}
