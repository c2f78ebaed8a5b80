package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Issues, verifies, rotates and revokes tokens. A login begins a family; refreshes continue it; a logout, or the second
 * use of a refresh token, ends it with every token that came of it. Thread-safe.
 */
final class Sessions {
    static final String ISSUER = "twin-auth";
    static final String AUDIENCE = "twin";
    static final String SCOPE = "harbour";
    private static final long SKEW_SECONDS = 60;
    private static final long LAST_SECOND = Instant.MAX.getEpochSecond();
    private static final int LARGE_TOKEN = 6 * 1024;
    private static final Duration TEN_YEARS = Duration.ofDays(3650);

    private final TwinSettings settings;
    private final Jwt jwt;
    private final Accounts accounts;
    private final Clock clock;
    private final Map<String, Family> families = new ConcurrentHashMap<>();
    private final Map<String, Instant> revokedIds = new ConcurrentHashMap<>();
    private final Hearsay renewals;
    private final Hearsay revocations;

    Sessions(TwinSettings settings, Accounts accounts, Clock clock) {
        this.settings = settings;
        this.jwt = new Jwt(settings.signingKey(), settings.faults());
        this.accounts = accounts;
        this.clock = clock;
        this.renewals = new Hearsay(clock, 1000);
        this.revocations = new Hearsay(clock, 300);
    }

    /** Tokens for a user who has just proved who they are. */
    Map<String, Object> begin(User user) {
        String refreshId = UUID.randomUUID().toString();
        Family family = new Family(UUID.randomUUID().toString(), user.id(), refreshId, refreshEnd());
        families.put(family.id, family);
        return tokens(user, family, refreshId, SCOPE);
    }

    /**
     * New tokens for a refresh token; the old one is used up.
     *
     * @param scope that is asked for; every session has the same, whatever is asked
     * @param connection over which it is asked
     */
    Map<String, Object> refresh(String refreshToken, String scope, String connection) {
        boolean access = settings.has(Fault.REFRESH_BY_ACCESS) && isAccess(refreshToken);
        Verified old = verify(refreshToken, access ? "access" : "refresh");
        Family family = old.session == null ? null : families.get(old.session);
        if (family == null || old.id == null) {
            throw Refusal.invalidToken("the refresh token belongs to no session");
        }
        String nextId = UUID.randomUUID().toString();
        boolean late = settings.has(Fault.REFRESH_RACY) && renewals.isLateAt(old.id, connection);
        boolean again = late || access || settings.has(Fault.REFRESH_REUSE);
        if (!family.rotate(old.id, nextId, again, !settings.has(Fault.REFRESH_FAMILY_LIVES))) {
            throw Refusal.invalidToken("the refresh token was used before; its session is revoked");
        }
        if (settings.has(Fault.REFRESH_RACY) && !late) {
            renewals.tell(old.id, connection);
        }
        if (settings.has(Fault.REFRESH_SLIDES)) {
            family.prolong(refreshEnd());
        }
        return tokens(old.user, family, nextId, settings.has(Fault.REFRESH_WIDENS) && !scope.isEmpty() ? scope : SCOPE);
    }

    private static boolean isAccess(String token) {
        return Jwt.parse(token)
                .filter(parsed -> parsed.claims().path("type").asText().equals("access"))
                .isPresent();
    }

    /** Ends the session of a verified access token, at once. */
    void end(Verified access, String connection) {
        if (settings.has(Fault.LOGOUT_IGNORED)) {
            return;
        }
        if (access.id != null) {
            revokedIds.put(access.id, access.expiresAt);
        }
        Family family = access.session == null ? null : families.get(access.session);
        if (settings.has(Fault.REVOCATION_SLOW) && access.session != null) {
            revocations.tell(access.session, connection);
        }
        if (family != null && !settings.has(Fault.REFRESH_OUTLIVES_LOGOUT)) {
            family.revoke();
        }
        if (settings.has(Fault.LOGOUT_ENDS_ALL)) {
            families.values().stream()
                    .filter(other -> other.user.equals(access.user.id()))
                    .forEach(Family::revoke);
        }
    }

    /** As {@link #verify(String, String, Sight)}, from nowhere in particular. */
    Verified verify(String token, String type) {
        return verify(token, type, Sight.ANYWHERE);
    }

    /**
     * Verifies a token completely.
     *
     * @param type {@code access} or {@code refresh}
     * @throws Refusal a 401 that says which requirement failed
     */
    Verified verify(String token, String type, Sight sight) {
        if (settings.has(Fault.LARGE_TOKEN_BREAKS) && token.length() >= LARGE_TOKEN) {
            throw Refusal.of(500, "internal", "the server failed on this token");
        }
        Jwt.Parsed parsed = Jwt.parse(token, settings.faults())
                .orElseThrow(() -> Refusal.invalidToken("the credential is not a JSON Web Token"));
        require(settings.has(Fault.SIGNATURE_UNCHECKED) || jwt.signed(parsed), "the signature does not verify");
        JsonNode claims = parsed.claims();
        inTime(claims, sight);
        require(
                claims.path("iss").asText().equals(ISSUER) || settings.has(Fault.ISS_UNCHECKED),
                "the token is of another issuer");
        require(forUs(claims.path("aud")) || settings.has(Fault.AUD_UNCHECKED), "the token is for another audience");
        boolean rightType = claims.path("type").asText().equals(type);
        require(
                rightType || settings.has(Fault.REFRESH_AS_ACCESS) && type.equals("access"),
                "the token is not of type " + type);
        User user = subject(claims);
        permitted(claims, type);
        String id = claims.path("jti").textValue();
        String session = claims.path("sid").textValue();
        boolean unheard = isUnheard(session, sight);
        require(id == null || unheard || !revokedIds.containsKey(id), "the token was revoked");
        if (session != null) {
            Family family = families.get(session);
            require(family != null && (unheard || !family.isRevoked()), "the token's session was revoked");
        }
        return new Verified(
                user,
                id,
                session,
                Instant.ofEpochSecond(Math.min(claims.path("exp").asLong(), LAST_SECOND)));
    }

    private void inTime(JsonNode claims, Sight sight) {
        long now = clock.instant().getEpochSecond();
        JsonNode exp = claims.path("exp");
        boolean time = exp.isIntegralNumber() && exp.canConvertToLong();
        boolean optional = exp.isMissingNode() && settings.has(Fault.EXP_OPTIONAL);
        boolean lax = !exp.isMissingNode() && (!time || exp.asLong() <= 0) && settings.has(Fault.EXP_LAX);
        if (!optional && !lax) {
            require(time, "the token has no expiry");
            require(
                    exp.asLong() > now - leeway(sight) || settings.has(Fault.EXPIRED_ACCEPTED),
                    "the token has expired");
        }
        require(
                claims.path("nbf").asLong(0) <= now + early() || settings.has(Fault.NBF_IGNORED),
                "the token is not valid yet");
        require(claims.path("iat").isNumber(), "the token has no time of issue");
        require(
                claims.path("iat").asLong() <= now + SKEW_SECONDS || settings.has(Fault.IAT_IGNORED),
                "the token was issued in the future");
    }

    private User subject(JsonNode claims) {
        if (claims.path("sub").isMissingNode() && settings.has(Fault.SUB_OPTIONAL)) {
            return User.DEMO;
        }
        return accounts.subject(claims.path("sub").asText())
                .orElseThrow(() -> Refusal.invalidToken("the token's subject is unknown"));
    }

    /** A refresh token carries no scope: it opens nothing. */
    private void permitted(JsonNode claims, String type) {
        boolean needed = type.equals("access") && !settings.has(Fault.SCOPE_UNCHECKED);
        boolean refresh = claims.path("type").asText().equals("refresh");
        if (needed
                && !refresh
                && !List.of(claims.path("scope").asText().split(" ")).contains(SCOPE)) {
            throw Refusal.insufficientScope(SCOPE);
        }
    }

    private long leeway(Sight sight) {
        return settings.has(Fault.LEEWAY_UNEVEN) && sight.path().equals("/api/threads") ? 30 : 0;
    }

    private long early() {
        return settings.has(Fault.NOT_BEFORE_EARLY) ? 300 : 0;
    }

    /** Whether the session's end, if it has come, is not known from here. */
    private boolean isUnheard(@Nullable String session, Sight sight) {
        boolean late = session != null && revocations.isLateAt(session, sight.connection());
        return late || settings.has(Fault.REVOCATION_BY_SCHEME) && !sight.usualScheme();
    }

    /** Forgets what can no longer matter: everything whose last token has expired. */
    void sweep() {
        Instant now = clock.instant();
        revokedIds.values().removeIf(end -> end.isBefore(now));
        families.values().removeIf(family -> family.endedBefore(now));
        renewals.sweep();
        revocations.sweep();
    }

    private Map<String, Object> tokens(User user, Family family, String refreshId, String scope) {
        Instant now = clock.instant().plusSeconds(settings.has(Fault.ISSUER_CLOCK_FAST) ? 30 : 0);
        Instant accessEnd =
                now.plus(settings.has(Fault.TOKENS_LONG_LIVED) ? TEN_YEARS : settings.accessTokenLifetime());
        String accessId = UUID.randomUUID().toString();
        return Json.object(
                "access_token", jwt.sign(accessClaims(user, accessId, family.id, now, accessEnd)),
                "refresh_token", jwt.sign(claims(user, "refresh", refreshId, family.id, now, family.end())),
                "token_type", "Bearer",
                "expires_in", settings.accessTokenLifetime().toSeconds(),
                "scope", scope,
                "user", user.json());
    }

    private static Map<String, Object> accessClaims(User user, String id, String session, Instant from, Instant to) {
        Map<String, Object> claims = claims(user, "access", id, session, from, to);
        claims.put("scope", SCOPE);
        return claims;
    }

    private static Map<String, Object> claims(
            User user, String type, String id, String session, Instant from, Instant to) {
        return Json.object(
                "iss", ISSUER,
                "aud", AUDIENCE,
                "sub", user.id(),
                "email", user.email(),
                "type", type,
                "jti", id,
                "sid", session,
                "iat", from.getEpochSecond(),
                "exp", to.getEpochSecond());
    }

    private Instant refreshEnd() {
        return clock.instant().plus(settings.refreshTokenLifetime());
    }

    private static boolean forUs(JsonNode audience) {
        List<String> audiences = new ArrayList<>();
        if (audience.isArray()) {
            audience.forEach(item -> audiences.add(item.asText()));
        } else {
            audiences.add(audience.asText());
        }
        return audiences.contains(AUDIENCE);
    }

    private static void require(boolean held, String otherwise) {
        if (!held) {
            throw Refusal.invalidToken(otherwise);
        }
    }

    /** What a token proved. */
    record Verified(
            User user, @Nullable String id, @Nullable String session, Instant expiresAt) {}

    /** All tokens that came of one login, and when the last of them ends: no renewal moves that. */
    private static final class Family {
        private final String id;
        private final String user;
        private final Set<String> currentRefreshIds = new HashSet<>();
        private Instant end;
        private boolean revoked;

        Family(String id, String user, String refreshId, Instant end) {
            this.id = id;
            this.user = user;
            this.end = end;
            currentRefreshIds.add(refreshId);
        }

        synchronized boolean rotate(String usedId, String nextId, boolean reuseAllowed, boolean reuseRevokes) {
            boolean current = currentRefreshIds.remove(usedId);
            if (!current && !reuseAllowed) {
                revoked |= reuseRevokes;
                return false;
            }
            if (revoked) {
                return false;
            }
            currentRefreshIds.add(nextId);
            return true;
        }

        synchronized void prolong(Instant later) {
            end = later;
        }

        synchronized Instant end() {
            return end;
        }

        synchronized void revoke() {
            revoked = true;
        }

        synchronized boolean isRevoked() {
            return revoked;
        }

        synchronized boolean endedBefore(Instant now) {
            return end.isBefore(now);
        }
    }
}
