package dev.seaworthy.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.wire.HttpAnswer;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The keys that the provider publishes (RFC 7517). */
final class KeySetChecks {
    private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");
    private static final Set<String> CURVES = Set.of("P-256", "P-384", "P-521", "Ed25519", "Ed448", "secp256k1");
    private static final int LEAST_BITS = 2048;

    static final List<AuthCheck> ALL = List.of(
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.keys.public",
                                            "The key set holds public keys and nothing else",
                                            Severity.CRITICAL,
                                            "RFC 7517 sections 4 and 9.2; RFC 7518 section 6; OWASP ASVS 5.0 11.6.1"),
                                    "GET of jwks_uri.",
                                    "A set of RSA, EC or OKP keys without the members " + String.join(", ", PRIVATE)
                                            + ".",
                                    "PASS: nothing in this set can sign. Other places are not looked at.",
                                    "A private member or a symmetric key: whoever reads it signs as the provider.",
                                    "curl -sS https://HOST/jwks | jq '.keys[] | keys'")
                            .with(Footprint.reads(2)),
                    KeySetChecks::isPublic),
            new OidcCheck(
                    new CheckCard(
                                    new Claim(
                                            "auth.oidc.keys.sound",
                                            "Every key of the key set has a name of its own and a sufficient size",
                                            Severity.MEDIUM,
                                            "RFC 7517 section 4.5; RFC 7518 section 3.3; OWASP ASVS 5.0 11.2.3"),
                                    "GET of jwks_uri.",
                                    "RSA with " + LEAST_BITS
                                            + " bits or more, EC and OKP on a known curve, no kid twice.",
                                    "PASS: a verifier can tell these keys apart and rely on their size.",
                                    "A smaller key, an unknown curve, or one kid for two keys.",
                                    "curl -sS https://HOST/jwks | jq '.keys[] | [.kid, .kty, .crv, (.n|length)]'")
                            .with(Footprint.reads(2)),
                    KeySetChecks::isSound));

    private KeySetChecks() {}

    /** The keys, of which there is at least one. */
    static List<JsonNode> keys(Provider provider) throws Halt, InterruptedException {
        HttpAnswer answer = provider.keySet();
        JsonNode set = Provider.json(answer).path("keys");
        if (!answer.is(200) || !set.isArray()) {
            throw provider.undecided(
                    "the key set is no key set: " + answer.exchange().summary());
        }
        if (set.isEmpty()) {
            throw provider.undecided("the key set is empty");
        }
        List<JsonNode> keys = new ArrayList<>();
        for (JsonNode key : set) {
            keys.add(key);
            // What should not be published must not be written either.
            PRIVATE.forEach(member -> provider.keepIfLong(key.path(member).asText()));
        }
        return keys;
    }

    private static Finding isPublic(Provider provider) throws Halt, InterruptedException {
        List<JsonNode> keys = keys(provider);
        for (JsonNode key : keys) {
            String name = "the key '" + Provider.plain(key.path("kid").asText()) + "'";
            if (key.path("kty").asText().equals("oct")) {
                return provider.course().fail(name + " is symmetric, and published");
            }
            List<String> members = PRIVATE.stream().filter(key::has).toList();
            if (!members.isEmpty()) {
                return provider.course().fail(name + " is published with its private members " + members);
            }
        }
        return provider.course()
                .pass("none of " + keys.size() + " keys has a private member")
                .with("keys", keys.size());
    }

    private static Finding isSound(Provider provider) throws Halt, InterruptedException {
        List<String> wrong = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<JsonNode> keys = keys(provider);
        for (JsonNode key : keys) {
            String kid = key.path("kid").asText();
            String name = "the key '" + Provider.plain(kid) + "'";
            if (kid.isEmpty() && keys.size() > 1) {
                wrong.add("one of several keys has no kid");
            } else if (!names.add(kid)) {
                wrong.add("two keys are called '" + Provider.plain(kid) + "'");
            }
            String kty = key.path("kty").asText();
            if (kty.equals("RSA") && bits(key.path("n").asText()) < LEAST_BITS) {
                wrong.add(name + " has " + bits(key.path("n").asText()) + " bits");
            } else if (!kty.equals("RSA") && !CURVES.contains(key.path("crv").asText())) {
                wrong.add(name + " of type " + Provider.plain(kty) + " is on no known curve");
            }
        }
        boolean described = keys.stream().allMatch(key -> key.has("use") || key.has("alg"));
        Finding finding = wrong.isEmpty()
                ? provider.course().pass(keys.size() + " keys, each with a name of its own and a sufficient size")
                : provider.course().fail(String.join("; ", wrong));
        return finding.with("useOrAlgNamed", described);
    }

    private static int bits(String modulus) {
        try {
            return new BigInteger(1, Base64.getUrlDecoder().decode(modulus)).bitLength();
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }
}
