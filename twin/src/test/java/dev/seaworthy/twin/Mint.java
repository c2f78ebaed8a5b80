package dev.seaworthy.twin;

import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** Signs tokens for tests with the twin's key: a good one, with whatever claims are to differ. */
final class Mint {
    private Mint() {}

    static Map<String, Object> claims() {
        long now = Instant.now().getEpochSecond();
        return Json.object(
                "iss", "twin-auth",
                "aud", "twin",
                "sub", "user-ada",
                "email", Client.ADA,
                "type", "access",
                "scope", "harbour",
                "iat", now - 120,
                "exp", now + 600);
    }

    static String token(Twin twin, Object... changes) {
        return token(twin.settings().signingKey(), changes);
    }

    /** Claims by name and value; a value of {@code ABSENT} removes the claim. */
    static String token(String key, Object... changes) {
        Map<String, Object> claims = claims();
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1].equals("ABSENT")) {
                claims.remove((String) changes[i]);
            } else {
                claims.put((String) changes[i], changes[i + 1]);
            }
        }
        return new Jwt(key).sign(claims);
    }

    /** The same claims under another header, with this signature segment. */
    static String unsigned(String algorithm, String signature) {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(Json.bytes(Map.of("alg", algorithm))) + "."
                + encoder.encodeToString(Json.bytes(claims())) + "." + signature;
    }

    static long inSeconds(long seconds) {
        return Instant.now().getEpochSecond() + seconds;
    }
}
