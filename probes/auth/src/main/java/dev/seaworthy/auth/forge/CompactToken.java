package dev.seaworthy.auth.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A compact JWS (RFC 7515 section 7.1), segment by segment as its issuer wrote it.
 *
 * @param header first segment, in base64url
 * @param payload second segment
 * @param signature third segment, may be empty
 */
public record CompactToken(String header, String payload, String signature) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The three segments, if the first two hold JSON objects. */
    public static Optional<CompactToken> parse(String text) {
        String[] segments = text.split("\\.", -1);
        if (segments.length != 3) {
            return Optional.empty();
        }
        CompactToken token = new CompactToken(segments[0], segments[1], segments[2]);
        return object(segments[0]).isPresent() && object(segments[1]).isPresent() && isBase64(segments[2])
                ? Optional.of(token)
                : Optional.empty();
    }

    /** When the token says that it ends ({@code exp}, RFC 7519 section 4.1.4). */
    public static Optional<Instant> expiry(String text) {
        return parse(text)
                .flatMap(token -> object(token.payload))
                .map(claims -> claims.path("exp"))
                .filter(JsonNode::isNumber)
                .map(exp -> Instant.ofEpochSecond(exp.asLong()));
    }

    /** The algorithm that the header names, or empty text. */
    public String algorithm() {
        return object(header).map(node -> node.path("alg").asText()).orElse("");
    }

    /** A claim as it stands in the payload, decoded; missing if it is not there. */
    public Optional<JsonNode> claim(String name) {
        return object(payload).map(claims -> claims.get(name));
    }

    /** The header, decoded. */
    public JsonText headerText() {
        return new JsonText(decoded(header));
    }

    /** The payload, decoded. */
    public JsonText payloadText() {
        return new JsonText(decoded(payload));
    }

    public byte[] signatureBytes() {
        return Base64.getUrlDecoder().decode(signature);
    }

    /** What a signature is made over (RFC 7515 section 5.1). */
    public String content() {
        return header + "." + payload;
    }

    /** The token as it goes on the wire. */
    public String text() {
        return header + "." + payload + "." + signature;
    }

    /** Nothing of the token: it may be valid. */
    @Override
    public String toString() {
        return "token with algorithm " + algorithm();
    }

    public static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String decoded(String segment) {
        return new String(Base64.getUrlDecoder().decode(segment), StandardCharsets.UTF_8);
    }

    private static boolean isBase64(String segment) {
        try {
            byte[] unused = Base64.getUrlDecoder().decode(segment);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<JsonNode> object(String segment) {
        try {
            JsonText text = new JsonText(decoded(segment));
            return Optional.ofNullable(JSON.readTree(text.text())).filter(JsonNode::isObject);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
