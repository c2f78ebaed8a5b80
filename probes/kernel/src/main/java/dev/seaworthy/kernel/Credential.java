package dev.seaworthy.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a user holds after signing in.
 *
 * @param identity whose it is: the name under {@code identities} in the contract
 * @param account which of the identity's accounts, e.g. the user name; may be written
 * @param origin how it was obtained; a token from a bypass never counts as proof of authentication
 * @param token the bearer token
 * @param refreshToken the refresh token, where one was given
 * @param expiresAt when the token says, or the answer said, that it ends
 * @param exchanges what was exchanged to obtain it; empty for a static or self-signed token
 */
public record Credential(
        String identity,
        String account,
        Origin origin,
        Secret token,
        Optional<Secret> refreshToken,
        Optional<Instant> expiresAt,
        List<Exchange> exchanges) {

    public Credential {
        exchanges = List.copyOf(exchanges);
    }

    /** Whether it ends later than {@code spare} after {@code now}; one whose end is not known does. */
    public boolean outlasts(Instant now, Duration spare) {
        return expiresAt.isEmpty() || now.plus(spare).isBefore(expiresAt.get());
    }

    /** How a credential was obtained. */
    public enum Origin {
        LOGIN,
        STATIC_TOKEN,
        CLIENT_CREDENTIALS,
        TEST_SIGNING_KEY
    }
}
