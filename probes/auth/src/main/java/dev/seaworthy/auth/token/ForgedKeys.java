package dev.seaworthy.auth.token;

import static dev.seaworthy.config.RequestSpec.CredentialClass.TAMPERED;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.forge.KeyRows;
import dev.seaworthy.auth.forge.SignatureRows;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import java.util.List;

/** Tokens that choose their own algorithm or key: none of them is signed by the issuer's. */
final class ForgedKeys {
    static final List<AuthCheck> ALL = List.of(unsigned(), algorithm(), keyId(), embeddedJwk(), embeddedCertificate());

    private ForgedKeys() {}

    private static AuthCheck unsigned() {
        return ForgedCheck.unkeyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.unsigned",
                                        "Every protected route refuses a token that names no algorithm",
                                        Severity.CRITICAL,
                                        "RFC 8725 sections 3.1 and 3.2; RFC 7518 section 3.6; OWASP ASVS 5.0 9.1.2"),
                                "A valid token with its alg replaced by none in six spellings, by empty text, null, 0"
                                        + " and an array, and with no alg: each without a signature and with its own.",
                                "Each is refused with the status under expect.tampered, or expect.none where that is"
                                        + " not given; the valid token is accepted before, among and after them.",
                                "PASS: in none of these spellings does a token choose not to be verified. On the routes"
                                        + " after the first only the plainest is tried.",
                                "One of these tokens is let in: anybody can make tokens.",
                                "curl -i -H \"Authorization: Bearer $(printf '{\"alg\":\"none\"}' | basenc --base64url"
                                        + " | tr -d =).$PAYLOAD.\" https://HOST/api/profile    # 401")
                        .with(Footprint.reads(44)),
                1,
                workshop -> workshop.mutants(TAMPERED, SignatureRows.unsigned(workshop.forge())));
    }

    private static AuthCheck algorithm() {
        return ForgedCheck.unkeyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.algorithm",
                                        "Every protected route refuses a token under an algorithm that is not the issuer's",
                                        Severity.MEDIUM,
                                        "RFC 8725 section 3.1; OWASP ASVS 5.0 9.1.2"),
                                "A valid token with another name in alg, its signature kept: another size of the same"
                                        + " kind, another kind, and a name that does not exist, which is tried without a"
                                        + " signature too.",
                                "Each is refused with the status under expect.tampered, or expect.none where that is"
                                        + " not given; the valid token is accepted before, among and after them.",
                                "PASS: the token does not choose how it is verified. Whether a larger HMAC with the"
                                        + " right key is accepted is not tried: that endangers nobody.",
                                "A token under an algorithm that its signature is not of is let in.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(14)),
                0,
                workshop -> workshop.mutants(TAMPERED, SignatureRows.otherAlgorithm(workshop.forge())));
    }

    private static AuthCheck keyId() {
        return ForgedCheck.unkeyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.key-id",
                                        "Every protected route refuses a token whose kid leads to no key of the issuer's",
                                        Severity.CRITICAL,
                                        "RFC 8725 section 3.10; OWASP ASVS 5.0 9.1.3"),
                                "The payload of a valid token with a kid that is a relative path to an empty file,"
                                        + " signed with an empty HMAC key; and, signed by a key of our own, with a kid that is"
                                        + " unknown, empty, 4 KiB long, an array, or taken away. Nothing that a shell or a"
                                        + " database would read.",
                                "Each is refused with the status under expect.tampered, or expect.none where that is"
                                        + " not given; the valid token is accepted before, among and after them.",
                                "PASS: kid selects among the issuer's keys and nothing else, as far as these forms go.",
                                "One of these tokens is let in: whoever makes a token chooses its key.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(16)),
                0,
                workshop -> workshop.mutants(TAMPERED, KeyRows.keyId(workshop.forge())));
    }

    private static AuthCheck embeddedJwk() {
        return ForgedCheck.unkeyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.embedded-jwk",
                                        "Every protected route refuses a token that brings its own key in jwk",
                                        Severity.CRITICAL,
                                        "RFC 8725 section 3.10; CVE-2018-0114; OWASP ASVS 5.0 9.1.3"),
                                "The payload of a valid token with a public key of our own in the header member jwk,"
                                        + " signed by its private half: RSA and EC; and with a secret of our own under HS256.",
                                "Each is refused with the status under expect.tampered, or expect.none where that is"
                                        + " not given; the valid token is accepted before, among and after them.",
                                "PASS: a key that comes with the token is not trusted.",
                                "One of these tokens is let in: anybody can make tokens.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(10)),
                1,
                workshop -> workshop.mutants(TAMPERED, KeyRows.embeddedJwk(workshop.forge())));
    }

    private static AuthCheck embeddedCertificate() {
        return ForgedCheck.unkeyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.embedded-certificate",
                                        "Every protected route refuses a token that brings its own certificate in x5c",
                                        Severity.CRITICAL,
                                        "RFC 7515 section 4.1.6; RFC 8725 section 3.10; OWASP ASVS 5.0 9.1.3"),
                                "The payload of a valid token with a certificate in the header member x5c that our key"
                                        + " has issued to itself, signed by that key.",
                                "Each is refused with the status under expect.tampered, or expect.none where that is"
                                        + " not given; the valid token is accepted before, among and after them.",
                                "PASS: a certificate that comes with the token is not trusted without a chain to the"
                                        + " issuer. Chains are not tried.",
                                "This token is let in: anybody can make tokens.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(6)),
                0,
                workshop -> workshop.mutants(TAMPERED, KeyRows.embeddedCertificate(workshop.forge(), workshop.now())));
    }
}
