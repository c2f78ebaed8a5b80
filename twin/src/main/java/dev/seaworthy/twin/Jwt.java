package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Compact JSON Web Tokens (RFC 7515 section 7.1): signed under HS256, and accepted under RS256 as well from whoever holds
 * the {@link IssuerKeys}. Thread-safe.
 */
final class Jwt {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final String HEADER = ENCODER.encodeToString(Json.bytes(Json.object("alg", "HS256", "typ", "JWT")));
    private static final String GUESSABLE = "changeme";

    private final byte[] key;
    private final Set<Fault> faults;
    private final StrayKeys strayKeys;

    Jwt(String key) {
        this(key, Set.of());
    }

    Jwt(String key, Set<Fault> faults) {
        String secret = faults.contains(Fault.SECRET_WEAK) ? GUESSABLE : key;
        this.key = secret.getBytes(StandardCharsets.UTF_8);
        this.faults = faults;
        this.strayKeys = new StrayKeys(faults);
    }

    String sign(Map<String, Object> claims) {
        String content = HEADER + "." + ENCODER.encodeToString(Json.bytes(claims));
        return content + "." + hmac(content, key);
    }

    /** Splits and decodes; empty for anything that does not have the form of a token. Proves nothing. */
    static Optional<Parsed> parse(String token) {
        return parse(token, Set.of());
    }

    /** As {@link #parse(String)}, as these faults would have it. */
    static Optional<Parsed> parse(String token, Set<Fault> faults) {
        String[] segments = token.split("\\.", -1);
        if (segments.length != 3) {
            return Optional.empty();
        }
        try {
            boolean lax = faults.contains(Fault.DUPLICATES_TAKEN);
            JsonNode header = json(segments[0], false);
            if (!header.isObject() && faults.contains(Fault.MALFORMED_BREAKS)) {
                throw Refusal.of(500, "internal", "the server failed on this token");
            }
            JsonNode claims = json(segments[1], lax);
            return header.isObject() && claims.isObject()
                    ? Optional.of(new Parsed(header, claims, segments[0] + "." + segments[1], segments[2]))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the issuer signed it. The algorithms are ours to say, not the token's; the texts are compared, not the bytes,
     * so that no second spelling of a signature passes.
     */
    boolean signed(Parsed token) {
        if (token.header.has("crit") && !faults.contains(Fault.CRIT_IGNORED)) {
            return false;
        }
        JsonNode algorithm = token.header.path("alg");
        if (strayKeys.sign(token)) {
            return true;
        }
        boolean known = algorithm.isTextual() && Set.of("HS256", "RS256").contains(algorithm.asText());
        if (!known) {
            return accepted(algorithm.isTextual() ? algorithm.asText().strip() : "", token);
        }
        String signature = faults.contains(Fault.PADDING_ACCEPTED) ? token.signature.replace("=", "") : token.signature;
        if (signature.isEmpty()) {
            return faults.contains(Fault.SIGNATURE_OPTIONAL);
        }
        return algorithm.asText().equals("RS256")
                ? verifies(IssuerKeys.publicKey(), token.content, signature)
                : hmacFits(token.content, signature);
    }

    /** What happens to an algorithm that this issuer does not use: nothing, but for a fault. */
    private boolean accepted(String algorithm, Parsed token) {
        boolean none = algorithm.toLowerCase(Locale.ROOT).equals("none");
        if (none) {
            return faults.contains(Fault.NONE_ACCEPTED) && token.signature.isEmpty();
        }
        return !algorithm.isEmpty() && faults.contains(Fault.ALGORITHM_UNKNOWN);
    }

    private boolean hmacFits(String content, String signature) {
        return same(hmac(content, key), signature)
                || faults.contains(Fault.KEY_CONFUSED)
                        && same(hmac(content, IssuerKeys.pem().getBytes(StandardCharsets.US_ASCII)), signature)
                || faults.contains(Fault.RETIRED_KEY_TRUSTED)
                        && same(
                                hmac(content, TwinSettings.WITHDRAWN_KEY.getBytes(StandardCharsets.US_ASCII)),
                                signature);
    }

    /** Whether a key has signed this under RS256 or ES256, as its kind is. */
    static boolean verifies(PublicKey key, String content, String signature) {
        try {
            boolean rsa = key.getAlgorithm().equals("RSA");
            Signature verifier = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
            verifier.initVerify(key);
            verifier.update(content.getBytes(StandardCharsets.US_ASCII));
            byte[] bytes = DECODER.decode(signature);
            return ENCODER.encodeToString(bytes).equals(signature) && verifier.verify(bytes);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    static String hmac(String content, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // HMAC pads a key with zeros, so that one zero is the empty key, which Java does not take.
            mac.init(new SecretKeySpec(secret.length == 0 ? new byte[1] : secret, "HmacSHA256"));
            return ENCODER.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static boolean same(String left, String right) {
        return MessageDigest.isEqual(left.getBytes(StandardCharsets.US_ASCII), right.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode json(String segment, boolean lastOfTwo) throws IOException {
        byte[] bytes = DECODER.decode(segment);
        // Like the signature, a segment has one spelling.
        if (!ENCODER.encodeToString(bytes).equals(segment)) {
            throw new IOException("another spelling of base64url");
        }
        return lastOfTwo ? Json.readLastOfTwo(bytes) : Json.read(bytes);
    }

    record Parsed(JsonNode header, JsonNode claims, String content, String signature) {
        @Override
        public String toString() {
            return "a token";
        }
    }
}
