package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    Sessions(TwinSettings settings, Accounts accounts, Clock clock) {
        this.settings = settings;
        this.jwt = new Jwt(settings.signingKey(), settings.faults());
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Tokens for a user who has just proved who they are. */
    Object begin(User user) {
        String refreshId = UUID.randomUUID().toString();
        Family family = new Family(UUID.randomUUID().toString(), refreshId, refreshEnd());
        families.put(family.id, family);
        return tokens(user, family.id, refreshId);
    }

    /** New tokens for a refresh token; the old one is used up. */
    Object refresh(String refreshToken) {
        Verified old = verify(refreshToken, "refresh");
        Family family = old.session == null ? null : families.get(old.session);
        if (family == null || old.id == null) {
            throw Refusal.invalidToken("the refresh token belongs to no session");
        }
        String nextId = UUID.randomUUID().toString();
        boolean reuseAllowed = settings.has(Fault.REFRESH_REUSE);
        if (!family.rotate(old.id, nextId, refreshEnd(), reuseAllowed)) {
            throw Refusal.invalidToken("the refresh token was used before; its session is revoked");
        }
        return tokens(old.user, family.id, nextId);
    }

    /** Ends the session of a verified access token, at once. */
    void end(Verified access) {
        if (settings.has(Fault.LOGOUT_IGNORED)) {
            return;
        }
        if (access.id != null) {
            revokedIds.put(access.id, access.expiresAt);
        }
        Family family = access.session == null ? null : families.get(access.session);
        if (family != null) {
            family.revoke();
        }
    }

    /**
     * Verifies a token completely.
     *
     * @param type {@code access} or {@code refresh}
     * @throws Refusal a 401 that says which requirement failed
     */
    Verified verify(String token, String type) {
        if (settings.has(Fault.LARGE_TOKEN_BREAKS) && token.length() >= LARGE_TOKEN) {
            throw Refusal.of(500, "internal", "the server failed on this token");
        }
        Jwt.Parsed parsed = Jwt.parse(token, settings.faults())
                .orElseThrow(() -> Refusal.invalidToken("the credential is not a JSON Web Token"));
        require(settings.has(Fault.SIGNATURE_UNCHECKED) || jwt.signed(parsed), "the signature does not verify");
        JsonNode claims = parsed.claims();
        inTime(claims);
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
        require(id == null || !revokedIds.containsKey(id), "the token was revoked");
        if (session != null) {
            Family family = families.get(session);
            require(family != null && !family.isRevoked(), "the token's session was revoked");
        }
        return new Verified(
                user, id, session, Instant.ofEpochSecond(Math.min(claims.path("exp").asLong(), LAST_SECOND)));
    }

    private void inTime(JsonNode claims) {
        long now = clock.instant().getEpochSecond();
        JsonNode exp = claims.path("exp");
        boolean time = exp.isIntegralNumber() && exp.canConvertToLong();
        boolean optional = exp.isMissingNode() && settings.has(Fault.EXP_OPTIONAL);
        boolean lax = !exp.isMissingNode() && (!time || exp.asLong() <= 0) && settings.has(Fault.EXP_LAX);
        if (!optional && !lax) {
            require(time, "the token has no expiry");
            require(exp.asLong() > now || settings.has(Fault.EXPIRED_ACCEPTED), "the token has expired");
        }
        require(claims.path("nbf").asLong(0) <= now || settings.has(Fault.NBF_IGNORED), "the token is not valid yet");
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
        if (needed && !refresh && !List.of(claims.path("scope").asText().split(" ")).contains(SCOPE)) {
            throw Refusal.insufficientScope(SCOPE);
        }
    }

    /** Forgets what can no longer matter: everything whose last token has expired. */
    void sweep() {
        Instant now = clock.instant();
        revokedIds.values().removeIf(end -> end.isBefore(now));
        families.values().removeIf(family -> family.endedBefore(now));
    }

    private Object tokens(User user, String session, String refreshId) {
        Instant now = clock.instant();
        Instant accessEnd =
                now.plus(settings.has(Fault.TOKENS_LONG_LIVED) ? TEN_YEARS : settings.accessTokenLifetime());
        String accessId = UUID.randomUUID().toString();
        return Json.object(
                "access_token", jwt.sign(accessClaims(user, accessId, session, now, accessEnd)),
                "refresh_token", jwt.sign(claims(user, "refresh", refreshId, session, now, refreshEnd())),
                "token_type", "Bearer",
                "expires_in", settings.accessTokenLifetime().toSeconds(),
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

    /** All tokens that came of one login. */
    private static final class Family {
        private final String id;
        private String currentRefreshId;
        private Instant end;
        private boolean revoked;

        Family(String id, String currentRefreshId, Instant end) {
            this.id = id;
            this.currentRefreshId = currentRefreshId;
            this.end = end;
        }

        synchronized boolean rotate(String usedId, String nextId, Instant nextEnd, boolean reuseAllowed) {
            if (!usedId.equals(currentRefreshId) && !reuseAllowed) {
                revoked = true;
            }
            if (revoked) {
                return false;
            }
            currentRefreshId = nextId;
            end = nextEnd;
            return true;
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
