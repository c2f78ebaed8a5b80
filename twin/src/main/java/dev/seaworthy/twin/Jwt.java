package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Compact JSON Web Tokens under HS256 (RFC 7515 section 7.1, RFC 7518 section 3.2). Thread-safe. */
final class Jwt {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final String HEADER = ENCODER.encodeToString(Json.bytes(Json.object("alg", "HS256", "typ", "JWT")));

    private final SecretKeySpec key;

    Jwt(String key) {
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    String sign(Map<String, Object> claims) {
        String content = HEADER + "." + ENCODER.encodeToString(Json.bytes(claims));
        return content + "." + signature(content);
    }

    /** Splits and decodes; empty for anything that does not have the form of a token. Proves nothing. */
    static Optional<Parsed> parse(String token) {
        String[] segments = token.split("\\.", -1);
        if (segments.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode header = Json.read(DECODER.decode(segments[0]));
            JsonNode claims = Json.read(DECODER.decode(segments[1]));
            return header.isObject() && claims.isObject()
                    ? Optional.of(new Parsed(header, claims, segments[0] + "." + segments[1], segments[2]))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether we signed it. The algorithm is ours to say, not the token's; the texts are compared, not the bytes, so that
     * no second spelling of a signature passes.
     */
    boolean signed(Parsed token) {
        boolean ours = token.header.path("alg").asText().equals("HS256") && !token.header.has("crit");
        return ours
                && MessageDigest.isEqual(
                        signature(token.content).getBytes(StandardCharsets.US_ASCII),
                        token.signature.getBytes(StandardCharsets.UTF_8));
    }

    private String signature(String content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return ENCODER.encodeToString(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    record Parsed(JsonNode header, JsonNode claims, String content, String signature) {
        @Override
        public String toString() {
            return "a token";
        }
    }
}
