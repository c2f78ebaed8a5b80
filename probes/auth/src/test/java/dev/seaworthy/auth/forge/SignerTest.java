package dev.seaworthy.auth.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.Secret;
import io.jsonwebtoken.Jwts;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignerTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "HS256,32",
        "HS384,48",
        "HS512,64",
        "RS256,256",
        "PS256,256",
        "ES256,64",
        "ES384,96",
        "ES512,132",
        "EdDSA,64"
    })
    void signs_in_the_form_of_the_algorithm(String algorithm, int bytes) {
        Signer signer = Signer.ofNobody(algorithm, new Random(1));

        assertThat(signer.algorithm()).isEqualTo(algorithm);
        assertThat(signer.sign("a.b")).hasSize(bytes);
    }

    @Test
    void an_algorithm_that_it_does_not_know_is_signed_with_rsa() {
        assertThat(Signer.ofNobody("XX999", new Random(1)).algorithm()).isEqualTo("RS256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS512", "PS256", "PS384", "ES256", "ES384", "ES512", "EdDSA"})
    void a_library_verifies_what_the_test_key_signs_by_hand_and_with_it(String algorithm) {
        KeyPair keys = Signer.keysFor(algorithm);
        Secret pem = Secret.of(Pem.text("PRIVATE KEY", keys.getPrivate().getEncoded()));
        SigningBench bench = new SigningBench(
                new Identity.SigningKey(pem, algorithm, "key-7", Map.of("sub", "ada"), Duration.ofMinutes(5)));

        String signed = bench.sign(Map.of("sub", "ada"), NOW, NOW.plusSeconds(60));
        CompactToken token = CompactToken.parse(signed).orElseThrow();
        String byHand = new TokenForge(token, bench.signer(), new Random(1))
                .resignedControl()
                .text();

        assertThat(token.headerText().member("kid").orElseThrow().raw()).isEqualTo("\"key-7\"");
        for (String text : new String[] {signed, byHand}) {
            assertThat(Jwts.parser()
                            .verifyWith(keys.getPublic())
                            .clock(() -> java.util.Date.from(NOW))
                            .build()
                            .parseSignedClaims(text)
                            .getPayload()
                            .getSubject())
                    .isEqualTo("ada");
        }
    }

    @Test
    void a_key_that_does_not_fit_is_named_by_its_kind_alone() {
        KeyPair rsa = Signer.keysFor("RS256");
        Secret pem = Secret.of(Pem.text("PRIVATE KEY", rsa.getPrivate().getEncoded()));
        String body = pem.reveal().substring(40, 80);

        assertThatThrownBy(() -> new SigningBench(pem, "ES256"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no private key for ES256")
                .hasMessageNotContaining(body);
        assertThatThrownBy(() -> new SigningBench(Secret.of("secret text"), "RS256"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BEGIN PRIVATE KEY")
                .hasMessageNotContaining("secret text");
        assertThatThrownBy(() -> new SigningBench(pem, "RS1024"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RS1024");
    }

    @Test
    void a_certificate_of_its_own_is_one_that_a_jdk_reads_and_verifies() throws Exception {
        KeyPair keys = Signer.keysFor("RS256");
        byte[] der = Der.selfIssued(keys, "nobody.test", NOW);

        var certificate =
                (java.security.cert.X509Certificate) java.security.cert.CertificateFactory.getInstance("X.509")
                        .generateCertificate(new java.io.ByteArrayInputStream(der));
        certificate.verify(keys.getPublic());
        certificate.checkValidity(java.util.Date.from(NOW));
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=nobody.test");
    }

    @Test
    void a_public_key_without_its_wrapping_is_pkcs_1() {
        KeyPair keys = Signer.keysFor("RS256");
        byte[] pkcs1 = Der.keyOf(keys.getPublic().getEncoded());

        // SEQUENCE of two INTEGERs, the second of which is 65537 (RFC 8017 appendix A.1.1).
        assertThat(pkcs1)
                .startsWith(0x30, 0x82)
                .endsWith(0x02, 0x03, 0x01, 0x00, 0x01)
                .hasSize(270);
        assertThat(Pem.publicKey(Pem.text("PUBLIC KEY", keys.getPublic().getEncoded())))
                .contains(keys.getPublic());
    }
}
