package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Set;

/** The keys that a faulty twin takes from a token itself. A healthy one knows none. */
final class StrayKeys {
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final int PATIENCE_MILLIS = 1000;
    private static final int LARGEST_DOCUMENT = 64 * 1024;

    private final Set<Fault> faults;

    StrayKeys(Set<Fault> faults) {
        this.faults = faults;
    }

    /** Whether a key that the token brought or named has signed it. */
    boolean sign(Jwt.Parsed token) {
        JsonNode header = token.header();
        try {
            return faults.contains(Fault.KID_PATH) && emptyFile(header.path("kid")) && hmac(token, new byte[0])
                    || faults.contains(Fault.JWK_TRUSTED) && header.has("jwk") && jwk(token, header.path("jwk"))
                    || faults.contains(Fault.X5C_TRUSTED) && header.has("x5c") && certificate(token)
                    || header.path("jku").isTextual() && remote(token);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean emptyFile(JsonNode kid) {
        return kid.isTextual() && kid.asText().endsWith("/dev/null");
    }

    private static boolean hmac(Jwt.Parsed token, byte[] secret) {
        return token.header().path("alg").asText().equals("HS256")
                && Jwt.same(Jwt.hmac(token.content(), secret), token.signature());
    }

    private static boolean jwk(Jwt.Parsed token, JsonNode jwk) throws GeneralSecurityException {
        return switch (jwk.path("kty").asText()) {
            case "oct" -> hmac(token, DECODER.decode(jwk.path("k").asText()));
            case "RSA" ->
                Jwt.verifies(
                        KeyFactory.getInstance("RSA")
                                .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e"))),
                        token.content(),
                        token.signature());
            case "EC" -> Jwt.verifies(onP256(jwk), token.content(), token.signature());
            default -> false;
        };
    }

    private static PublicKey onP256(JsonNode jwk) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger number(JsonNode jwk, String member) {
        return new BigInteger(1, DECODER.decode(jwk.path(member).asText()));
    }

    private static boolean certificate(Jwt.Parsed token) throws GeneralSecurityException {
        byte[] der =
                Base64.getDecoder().decode(token.header().path("x5c").path(0).asText());
        PublicKey key = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der))
                .getPublicKey();
        return Jwt.verifies(key, token.content(), token.signature());
    }

    /** Blocks the event loop for as long as the other side takes: no healthy twin comes here. */
    private boolean remote(Jwt.Parsed token) throws IOException, GeneralSecurityException {
        boolean trusted = faults.contains(Fault.JKU_TRUSTED);
        if (!trusted && !faults.contains(Fault.JKU_FETCHED)) {
            return false;
        }
        JsonNode keys = Json.read(fetched(URI.create(token.header().path("jku").asText())));
        return trusted && jwk(token, keys.path("keys").path(0));
    }

    private static byte[] fetched(URI uri) throws IOException {
        if (!uri.toString().startsWith("http://127.0.0.1:")) {
            throw new IOException("even a faulty twin visits its own machine only");
        }
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        try (InputStream in = connection.getInputStream()) {
            return in.readNBytes(LARGEST_DOCUMENT);
        } finally {
            connection.disconnect();
        }
    }
}
