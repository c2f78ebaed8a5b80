package dev.seaworthy.auth.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.security.Jwks;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys of an issuer, and every text or byte string in which a verifier may hold one: where a verifier lets the
 * token choose the algorithm, exactly those bytes are an HMAC secret that everybody knows (RFC 8725 section 2.1).
 */
public final class PublicKeys {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Published> keys;

    private PublicKeys(List<Published> keys) {
        this.keys = List.copyOf(keys);
    }

    /** One key that a contract gives in PEM. */
    public static PublicKeys of(PublicKey key) {
        return new PublicKeys(List.of(new Published(key, Optional.empty(), List.of(), Optional.empty())));
    }

    /**
     * The keys of a JWK Set (RFC 7517 section 5) that sign.
     *
     * @throws Unreadable if the document is none, or has no public key in it
     */
    public static PublicKeys ofSet(byte[] document) throws Unreadable {
        JsonNode set;
        try {
            set = JSON.readTree(document);
        } catch (IOException e) {
            throw new Unreadable("is not JSON");
        }
        if (set == null || !set.path("keys").isArray()) {
            throw new Unreadable("has no array under keys, so it is no JWK Set");
        }
        List<Published> found = new ArrayList<>();
        for (JsonNode jwk : set.path("keys")) {
            published(jwk).ifPresent(found::add);
        }
        if (found.isEmpty()) {
            throw new Unreadable(set.path("keys").isEmpty() ? "lists no key" : "lists no public key that can be read");
        }
        return new PublicKeys(found);
    }

    /** What a careless verifier may take for the secret, by what it is; the same bytes once. */
    public Map<String, byte[]> asSecrets() {
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String which = keys.size() == 1 ? "" : " of key " + (i + 1);
            keys.get(i).forms().forEach((form, bytes) -> secrets.put(form + which, bytes));
        }
        return secrets;
    }

    public int size() {
        return keys.size();
    }

    private static Optional<Published> published(JsonNode jwk) {
        if (jwk.path("use").asText("sig").equals("enc")
                || jwk.path("kty").asText().equals("oct")) {
            return Optional.empty();
        }
        try {
            Key key = Jwks.parser().build().parse(jwk.toString()).toKey();
            List<String> chain = new ArrayList<>();
            jwk.path("x5c").forEach(certificate -> chain.add(certificate.asText()));
            Optional<String> id = Optional.ofNullable(jwk.path("kid").textValue());
            return key instanceof PublicKey known
                    ? Optional.of(new Published(known, Optional.of(jwk), chain, id))
                    : Optional.empty();
        } catch (JwtException | IllegalArgumentException e) {
            // A key of a kind that the library does not know: not ours to judge.
            return Optional.empty();
        }
    }

    /** The document is no set of keys; the message is the end of a sentence about it. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        public Unreadable(String message) {
            super(message);
        }
    }

    /**
     * One key.
     *
     * @param jwk as it was published
     * @param chain its certificates, in base64
     */
    private record Published(PublicKey key, Optional<JsonNode> jwk, List<String> chain, Optional<String> id) {
        Map<String, byte[]> forms() {
            Map<String, byte[]> forms = new LinkedHashMap<>();
            byte[] der = key.getEncoded();
            String pem = Pem.text("PUBLIC KEY", der);
            put(forms, "the public key in PEM", pem);
            put(forms, "the public key in PEM without its last newline", pem.strip());
            put(forms, "the public key in PEM with CRLF", pem.replace("\n", "\r\n"));
            forms.put("the public key in DER", der);
            if (key instanceof RSAPublicKey rsa) {
                put(forms, "the public key in PEM of PKCS#1", Pem.text("RSA PUBLIC KEY", Der.keyOf(der)));
                String n = number(rsa.getModulus());
                put(
                        forms,
                        "the JWK",
                        "{\"e\":\"" + number(rsa.getPublicExponent()) + "\",\"kty\":\"RSA\",\"n\":\"" + n + "\"}");
                put(forms, "the modulus of the JWK", n);
            } else {
                jwk.ifPresent(published -> put(forms, "the JWK", published.toString()));
            }
            if (!chain.isEmpty()) {
                byte[] certificate = Base64.getMimeDecoder().decode(chain.get(0));
                put(forms, "the certificate in PEM", Pem.text("CERTIFICATE", certificate));
            }
            id.ifPresent(kid -> put(forms, "the key id", kid));
            return forms;
        }

        private static void put(Map<String, byte[]> forms, String name, String text) {
            forms.put(name, text.getBytes(StandardCharsets.UTF_8));
        }

        /** Without a sign byte, in base64url (RFC 7518 section 6.3.1). */
        private static String number(BigInteger value) {
            byte[] bytes = value.toByteArray();
            int from = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
            return CompactToken.encoded(Arrays.copyOfRange(bytes, from, bytes.length));
        }
    }
}
