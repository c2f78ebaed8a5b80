package dev.seaworthy.twin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the provider has granted: codes that work once, and the tokens that came of each. Thread-safe. */
final class OidcGrants {
    private static final Duration CODE_LIFETIME = Duration.ofMinutes(1);
    private static final Duration RACE = Duration.ofMillis(20);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TwinSettings settings;
    private final Clock clock;
    private final Map<String, Grant> codes = new ConcurrentHashMap<>();
    private final Map<String, Grant> accessTokens = new ConcurrentHashMap<>();
    private final Map<String, Grant> refreshTokens = new ConcurrentHashMap<>();

    OidcGrants(TwinSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** A text that nobody guesses. */
    static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The S256 challenge of a verifier (RFC 7636 section 4.2). */
    static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** A code for what a user has granted. */
    String code(Asked asked, User user, String session) {
        String code = random();
        codes.put(code, new Grant(asked, user, session, clock.instant().plus(CODE_LIFETIME)));
        return code;
    }

    /**
     * Trades a code for a grant; a second try revokes what the first one gave (RFC 6749 section 4.1.2).
     *
     * @param connection which connection asks
     */
    Grant redeem(String code, String client, String redirectUri, String verifier, String connection) {
        Grant grant = codes.get(code);
        if (grant == null || grant.codeEnd.isBefore(clock.instant())) {
            throw invalid("the code is unknown or too old");
        }
        if (!grant.asked.client().equals(client) && !settings.has(Fault.OIDC_CODE_ANY_CLIENT)) {
            throw invalid("the code was given to another client");
        }
        if (!grant.asked.redirectUri().equals(redirectUri)
                && grant.asked.client().equals(client)) {
            throw invalid("the redirect URI is not the one of the authorization request");
        }
        boolean proven = grant.asked.isProvenBy(verifier);
        if (!proven && !settings.has(Fault.OIDC_VERIFIER_IGNORED)) {
            throw invalid("the verifier does not match the challenge");
        }
        if (!take(grant, connection)) {
            if (!settings.has(Fault.OIDC_REUSE_SPARES)) {
                grant.revoked = true;
            }
            throw invalid("the code was used before");
        }
        return grant;
    }

    private boolean take(Grant grant, String connection) {
        synchronized (grant) {
            Instant now = clock.instant();
            boolean racing = settings.has(Fault.OIDC_CODE_RACY)
                    && grant.takenAt != null
                    && !connection.equals(grant.takenOver)
                    && now.isBefore(grant.takenAt.plus(RACE));
            if (grant.takenAt != null && !racing && !settings.has(Fault.OIDC_CODE_TWICE)) {
                return false;
            }
            if (grant.takenAt == null) {
                grant.takenAt = now;
                grant.takenOver = connection;
            }
            return true;
        }
    }

    String accessToken(Grant grant) {
        String token = random();
        accessTokens.put(token, grant);
        return token;
    }

    String refreshToken(Grant grant) {
        String token = random();
        refreshTokens.put(token, grant);
        return token;
    }

    /** The grant of a refresh token, which is used up by this. */
    Grant renew(String refreshToken, String client) {
        Grant grant = refreshTokens.get(refreshToken);
        if (grant == null || grant.revoked || !grant.asked.client().equals(client)) {
            throw invalid("the refresh token is unknown, revoked or another client's");
        }
        refreshTokens.remove(refreshToken);
        return grant;
    }

    /** The grant behind an access token that is still good, or null. */
    @Nullable
    Grant behind(String accessToken) {
        Grant grant = accessTokens.get(accessToken);
        return grant == null || grant.revoked ? null : grant;
    }

    /** Revokes what a token of either kind belongs to (RFC 7009 section 2.1). */
    void revoke(String token) {
        Grant grant = accessTokens.getOrDefault(token, refreshTokens.get(token));
        if (grant != null) {
            grant.revoked = true;
        }
    }

    /** Ends everything that came of one sign-in. */
    void end(String session) {
        for (Map<String, Grant> tokens : java.util.List.of(accessTokens, refreshTokens, codes)) {
            tokens.values().removeIf(grant -> grant.session.equals(session));
        }
    }

    private static Refusal invalid(String why) {
        return OidcDesk.refused(400, "invalid_grant", why);
    }

    /**
     * What an authorization request asked for.
     *
     * @param challenge of PKCE; empty where none was asked for
     * @param nonce empty where none was sent
     */
    record Asked(String client, String redirectUri, String scope, String nonce, String challenge, boolean plain) {
        boolean isProvenBy(String verifier) {
            if (challenge.isEmpty()) {
                // A verifier that nobody asked for is a sign of a stripped challenge (RFC 9700 section 2.1.1).
                return verifier.isEmpty();
            }
            return challenge.equals(plain ? verifier : OidcGrants.challenge(verifier));
        }
    }

    /** What came of one code. */
    static final class Grant {
        final Asked asked;
        final User user;
        final String session;
        private final Instant codeEnd;
        private volatile boolean revoked;
        private @Nullable Instant takenAt;
        private @Nullable String takenOver;

        Grant(Asked asked, User user, String session, Instant codeEnd) {
            this.asked = asked;
            this.user = user;
            this.session = session;
            this.codeEnd = codeEnd;
        }
    }
}
