package dev.seaworthy.twin;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a {@link Twin} starts. Immutable; its text form hides passwords and key.
 *
 * @param port 1 to 65535, or 0 for any free port
 * @param faults what is to be wrong with it; empty for a healthy twin
 * @param accounts who can log in: e-mail address to password, at least one
 * @param signingKey the HS256 key of its tokens: the UTF-8 bytes of this text, 32 or more
 * @param accessTokenLifetime how long an access token is valid, at least one second; a refresh token lives eight times
 *     as long
 * @param tls whether it speaks TLS, with a second port that speaks plain HTTP and refuses to serve
 */
public record TwinSettings(
        int port,
        Set<Fault> faults,
        Map<String, String> accounts,
        String signingKey,
        Duration accessTokenLifetime,
        boolean tls) {
    /** An HS256 key that the twin's issuer has withdrawn: no secret any more. */
    public static final String WITHDRAWN_KEY = "the-withdrawn-key-of-the-twin-of-2025";

    private static final List<String> NAMES =
            List.of("ada", "grace", "linus", "barbara", "dennis", "margaret", "edsger", "frances");

    public TwinSettings {
        faults = Set.copyOf(faults);
        accounts = Collections.unmodifiableMap(new LinkedHashMap<>(accounts));
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("the twin's port is 0 to 65535, not " + port);
        }
        if (accounts.isEmpty()) {
            throw new IllegalArgumentException("the twin needs at least one account");
        }
        if (signingKey.getBytes(StandardCharsets.UTF_8).length < 32) {
            throw new IllegalArgumentException("the twin's signing key needs 32 bytes or more");
        }
        if (accessTokenLifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("an access token lives for at least 1 s, not " + accessTokenLifetime);
        }
    }

    /** Settings of a twin without TLS. */
    public TwinSettings(
            int port,
            Set<Fault> faults,
            Map<String, String> accounts,
            String signingKey,
            Duration accessTokenLifetime) {
        this(port, faults, accounts, signingKey, accessTokenLifetime, false);
    }

    /** A healthy twin on any free port; eight accounts and a key, all random and new with every call. */
    public static TwinSettings defaults() {
        SecureRandom random = new SecureRandom();
        Map<String, String> accounts = new LinkedHashMap<>();
        NAMES.forEach(name -> accounts.put(name + "@twin.test", text(random, 18)));
        return new TwinSettings(0, Set.of(), accounts, text(random, 48), Duration.ofMinutes(15));
    }

    /** These settings with another port. */
    public TwinSettings withPort(int other) {
        return new TwinSettings(other, faults, accounts, signingKey, accessTokenLifetime, tls);
    }

    /** These settings with other faults. */
    public TwinSettings withFaults(Set<Fault> others) {
        return new TwinSettings(port, others, accounts, signingKey, accessTokenLifetime, tls);
    }

    /** These settings with other accounts. */
    public TwinSettings withAccounts(Map<String, String> others) {
        return new TwinSettings(port, faults, others, signingKey, accessTokenLifetime, tls);
    }

    /** These settings with another signing key. */
    public TwinSettings withSigningKey(String other) {
        return new TwinSettings(port, faults, accounts, other, accessTokenLifetime, tls);
    }

    /** These settings with TLS. */
    public TwinSettings withTls() {
        return new TwinSettings(port, faults, accounts, signingKey, accessTokenLifetime, true);
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    Duration refreshTokenLifetime() {
        return accessTokenLifetime.multipliedBy(8);
    }

    @Override
    public String toString() {
        return "TwinSettings[port=" + port + ", faults="
                + faults.stream().map(Fault::id).sorted().toList() + ", accounts=" + accounts.keySet()
                + ", accessTokenLifetime=" + accessTokenLifetime + ", tls=" + tls + "]";
    }

    private static String text(SecureRandom random, int bytes) {
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
    }
}
