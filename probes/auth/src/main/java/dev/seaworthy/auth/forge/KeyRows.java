package dev.seaworthy.auth.forge;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Forged tokens that lead the verifier to another key: rows ALG-02, ALG-04 and KEY. None needs the issuer's key. */
public final class KeyRows {
    /** Ours, and of nobody else: harmless where it is looked up, and read where it is taken for a path. */
    private static final String EMPTY_FILE = "../../../../../../dev/null";

    private static final String UNKNOWN_ID = "seaworthy-unknown-key";
    private static final int LONG_ID = 4096;

    private KeyRows() {}

    /**
     * An HMAC with what is public for its secret: JWT-ALG-02. Under HS256 with everything, under the larger ones with the
     * first.
     *
     * @param secrets the secrets by what they are
     */
    public static List<Forgery> publicSecrets(TokenForge forge, Map<String, byte[]> secrets) {
        List<Forgery> rows = new ArrayList<>();
        secrets.forEach((name, secret) -> rows.add(hmac(forge, "JWT-ALG-02", "HS256", name, secret)));
        secrets.entrySet().stream().findFirst().ifPresent(first -> {
            for (String larger : List.of("HS384", "HS512")) {
                rows.add(hmac(forge, "JWT-ALG-02", larger, first.getKey(), first.getValue()));
            }
        });
        return rows;
    }

    /**
     * The guess that is the secret of an HMAC token, found without asking anybody: JWT-ALG-04.
     *
     * @return the guess; empty if none is, or the token is under no HMAC
     */
    public static Optional<String> guessed(CompactToken token, List<String> guesses) {
        if (!token.algorithm().matches("HS(256|384|512)")) {
            return Optional.empty();
        }
        byte[] signature = token.signatureBytes();
        return guesses.stream()
                .filter(guess -> MessageDigest.isEqual(
                        signature,
                        Signer.hmac(token.algorithm(), guess.getBytes(StandardCharsets.UTF_8))
                                .sign(token.content())))
                .findFirst();
    }

    /** A token that a guessed secret signs, with another time of issue, so that it is a new one. */
    public static Forgery signedWithGuess(TokenForge forge, String guess, Instant now) {
        return forge.draft("JWT-ALG-04", "a new token signed with a guessed secret")
                .claim("iat", Long.toString(now.getEpochSecond()))
                .signedBy(Signer.hmac(forge.algorithm(), guess.getBytes(StandardCharsets.UTF_8)));
    }

    /** A key id that leads nowhere, or astray: JWT-KEY-01. */
    public static List<Forgery> keyId(TokenForge forge) {
        List<Forgery> rows = new ArrayList<>();
        rows.add(forge.draft("JWT-KEY-01", "a token whose kid is a path to an empty file, signed with nothing")
                .header(withAlgorithm(forge, "HS256").with("kid", JsonText.quoted(EMPTY_FILE)))
                .signedBy(Signer.hmac("HS256", new byte[0])));
        Map<String, String> ids = new LinkedHashMap<>();
        ids.put("unknown", JsonText.quoted(UNKNOWN_ID));
        ids.put("empty", "\"\"");
        ids.put("4 KiB long", JsonText.quoted("k".repeat(LONG_ID)));
        ids.put("an array", "[\"" + UNKNOWN_ID + "\"]");
        ids.forEach((what, raw) ->
                rows.add(forge.draft("JWT-KEY-01", "a token whose kid is " + what + ", signed by an unknown key")
                        .header("kid", raw)
                        .signedByNobody()));
        if (forge.header().member("kid").isPresent()) {
            rows.add(forge.draft("JWT-KEY-01", "a token without kid, signed by an unknown key")
                    .header(forge.header().without("kid"))
                    .signedByNobody());
        }
        return rows;
    }

    /** Our public key in the header, signed by our private one: JWT-KEY-02. */
    public static List<Forgery> embeddedJwk(TokenForge forge) {
        List<Forgery> rows = new ArrayList<>();
        for (String algorithm : List.of("RS256", "ES256")) {
            KeyPair keys = Signer.keysFor(algorithm);
            rows.add(forge.draft("JWT-KEY-02", "a token under " + algorithm + " that brings its own key in jwk")
                    .header(withAlgorithm(forge, algorithm).with("jwk", jwk(keys, algorithm)))
                    .signedBy(Signer.of(algorithm, keys.getPrivate())));
        }
        byte[] secret = new byte[32];
        forge.random().nextBytes(secret);
        rows.add(forge.draft("JWT-KEY-02", "a token under HS256 that brings its own secret in jwk")
                .header(withAlgorithm(forge, "HS256")
                        .with("jwk", "{\"kty\":\"oct\",\"k\":\"" + CompactToken.encoded(secret) + "\"}"))
                .signedBy(Signer.hmac("HS256", secret)));
        return rows;
    }

    /** A certificate that our key issued to itself: JWT-KEY-04. */
    public static List<Forgery> embeddedCertificate(TokenForge forge, Instant now) {
        KeyPair keys = Signer.keysFor("RS256");
        String certificate = Base64.getEncoder().encodeToString(Der.selfIssued(keys, "nobody.seaworthy.test", now));
        return List.of(forge.draft("JWT-KEY-04", "a token that brings a certificate of its own in x5c")
                .header(withAlgorithm(forge, "RS256").with("x5c", "[\"" + certificate + "\"]"))
                .signedBy(Signer.of("RS256", keys.getPrivate())));
    }

    /**
     * Addresses of our own, where our key lies: JWT-KEY-03.
     *
     * @param keys the pair whose public half lies there, RSA
     */
    public static List<Forgery> keyAddress(TokenForge forge, KeyPair keys, URI jwks, URI certificate) {
        Map<String, URI> members = new LinkedHashMap<>();
        members.put("jku", jwks);
        members.put("x5u", certificate);
        List<Forgery> rows = new ArrayList<>();
        members.forEach((member, uri) ->
                rows.add(forge.draft("JWT-KEY-03", "a token that says in " + member + " where its own key lies")
                        .header(withAlgorithm(forge, "RS256").with(member, JsonText.quoted(uri.toString())))
                        .signedBy(Signer.of("RS256", keys.getPrivate()))));
        return rows;
    }

    /** A key set as {@link #keyAddress} points at one. */
    public static String keySet(KeyPair keys) {
        return "{\"keys\":[" + jwk(keys, "RS256") + "]}";
    }

    /** A certificate as {@link #keyAddress} points at one, in PEM. */
    public static String certificate(KeyPair keys, Instant now) {
        return Pem.text("CERTIFICATE", Der.selfIssued(keys, "nobody.seaworthy.test", now));
    }

    /** Signed by a key that the issuer has withdrawn: JWT-KEY-05. */
    public static List<Forgery> retired(TokenForge forge, Signer retired, Optional<String> keyId) {
        JsonText header = keyId.map(kid -> forge.header().with("kid", JsonText.quoted(kid)))
                .orElse(forge.header());
        return List.of(forge.draft("JWT-KEY-05", "a token signed by the key that the issuer has withdrawn")
                .header(
                        header.member("alg")
                                        .filter(alg -> alg.raw().equals(JsonText.quoted(retired.algorithm())))
                                        .isPresent()
                                ? header
                                : header.with("alg", JsonText.quoted(retired.algorithm())))
                .signedBy(retired));
    }

    private static Forgery hmac(TokenForge forge, String row, String algorithm, String name, byte[] secret) {
        return forge.draft(row, "a token under " + algorithm + " with " + name + " for its secret")
                .header(withAlgorithm(forge, algorithm))
                .signedBy(Signer.hmac(algorithm, secret));
    }

    private static JsonText withAlgorithm(TokenForge forge, String algorithm) {
        return forge.header().with("alg", JsonText.quoted(algorithm));
    }

    private static String jwk(KeyPair keys, String algorithm) {
        if (keys.getPublic() instanceof RSAPublicKey rsa) {
            return "{\"kty\":\"RSA\",\"alg\":\"" + algorithm + "\",\"use\":\"sig\",\"n\":\""
                    + unsigned(rsa.getModulus().toByteArray(), 256) + "\",\"e\":\""
                    + unsigned(rsa.getPublicExponent().toByteArray(), 3) + "\"}";
        }
        ECPublicKey ec = (ECPublicKey) keys.getPublic();
        return "{\"kty\":\"EC\",\"alg\":\"" + algorithm + "\",\"use\":\"sig\",\"crv\":\"P-256\",\"x\":\""
                + unsigned(ec.getW().getAffineX().toByteArray(), 32) + "\",\"y\":\""
                + unsigned(ec.getW().getAffineY().toByteArray(), 32) + "\"}";
    }

    /** A number in exactly so many bytes, in base64url. */
    private static String unsigned(byte[] number, int bytes) {
        byte[] fitted = new byte[bytes];
        int surplus = number.length - bytes;
        if (surplus >= 0) {
            return CompactToken.encoded(Arrays.copyOfRange(number, surplus, number.length));
        }
        System.arraycopy(number, 0, fitted, -surplus, number.length);
        return CompactToken.encoded(fitted);
    }
}
