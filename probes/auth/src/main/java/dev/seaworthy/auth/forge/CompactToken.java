package dev.seaworthy.auth.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A compact JWS (RFC 7515 section 7.1) as text, and the small forger that changes exactly one thing about it.
 *
 * <p>Nothing here goes through a JSON writer or a JWT library: those put right what is meant to be wrong. A change is made in
 * the decoded bytes and encoded again, so that the rest of the token stays byte for byte as the issuer wrote it.
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
        return object(segments[0]).isPresent() && object(segments[1]).isPresent()
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

    public String headerText() {
        return decoded(header);
    }

    public String payloadText() {
        return decoded(payload);
    }

    public byte[] signatureBytes() {
        return Base64.getUrlDecoder().decode(signature);
    }

    /** This token with another header text. */
    public CompactToken withHeaderText(String text) {
        return new CompactToken(encoded(text.getBytes(StandardCharsets.UTF_8)), payload, signature);
    }

    /** This token with another payload text. */
    public CompactToken withPayloadText(String text) {
        return new CompactToken(header, encoded(text.getBytes(StandardCharsets.UTF_8)), signature);
    }

    /** This token with other signature bytes. */
    public CompactToken withSignature(byte[] bytes) {
        return new CompactToken(header, payload, encoded(bytes));
    }

    /** This token with one whole-number claim replaced in the text of its payload; empty if there is no such claim. */
    public Optional<CompactToken> withNumber(String claim, long value) {
        Matcher found = number(claim).matcher(payloadText());
        if (!found.find()) {
            return Optional.empty();
        }
        String text = payloadText();
        return Optional.of(withPayloadText(text.substring(0, found.start(1)) + value + text.substring(found.end(1))));
    }

    /** This token with the last digit of a whole-number claim changed: one byte of the payload. */
    public Optional<CompactToken> withNextDigit(String claim) {
        Matcher found = number(claim).matcher(payloadText());
        if (!found.find()) {
            return Optional.empty();
        }
        long value = Long.parseLong(found.group(1));
        return withNumber(claim, value % 10 == 9 ? value - 1 : value + 1);
    }

    /** This token with a text claim replaced in the text of its payload; empty if there is no such claim. */
    public Optional<CompactToken> withText(String claim, String value) {
        return replaced(payloadText(), claim, value).map(this::withPayloadText);
    }

    /** This token with another {@code alg} in the text of its header; empty if it names none. */
    public Optional<CompactToken> withAlgorithm(String name) {
        return replaced(headerText(), "alg", name).map(this::withHeaderText);
    }

    /**
     * This token with its first signature byte changed. The first, because the last character of a segment may hold bits
     * that nobody reads.
     */
    public CompactToken withFlippedSignature() {
        byte[] bytes = signatureBytes();
        if (bytes.length > 0) {
            bytes[0] ^= 0x01;
        }
        return withSignature(bytes);
    }

    /** What a signature is made over (RFC 7515 section 5.1). */
    public byte[] signedBytes() {
        return (header + "." + payload).getBytes(StandardCharsets.US_ASCII);
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

    private static Pattern number(String claim) {
        return Pattern.compile("\"" + Pattern.quote(claim) + "\"\\s*:\\s*(\\d{1,18})(?![\\d.eE])");
    }

    private static Optional<String> replaced(String json, String member, String value) {
        Pattern pattern = Pattern.compile("\"" + Pattern.quote(member) + "\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
        Matcher found = pattern.matcher(json);
        if (!found.find() || value.contains("\"") || value.contains("\\")) {
            return Optional.empty();
        }
        return Optional.of(json.substring(0, found.start(1)) + value + json.substring(found.end(1)));
    }

    private static String decoded(String segment) {
        return new String(Base64.getUrlDecoder().decode(segment), StandardCharsets.UTF_8);
    }

    private static Optional<JsonNode> object(String segment) {
        try {
            return Optional.ofNullable(JSON.readTree(Base64.getUrlDecoder().decode(segment)))
                    .filter(JsonNode::isObject);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
