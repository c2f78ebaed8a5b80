package dev.seaworthy.auth.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chains as servers send them, and what is wrong with each. */
class CertificateChainTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static CertificateBuilder named(String subject) {
        return new CertificateBuilder()
                .ecp256()
                .subject("CN=" + subject)
                .notBefore(NOW.minus(Duration.ofDays(30)))
                .notAfter(NOW.plus(Duration.ofDays(30)));
    }

    private static CertificateBuilder authority(String subject) {
        return named(subject).setIsCertificateAuthority(true);
    }

    private static CertificateChain sent(X509Certificate... certificates) {
        return new CertificateChain(List.of(certificates), certificates.length);
    }

    private static String flaw(CertificateChain chain, X509Bundle trusted) {
        return chain.flaw(List.of(trusted.getCertificate()), NOW).orElse("");
    }

    @Test
    void tells_what_is_missing_untrusted_and_self_signed_apart() throws Exception {
        X509Bundle root = authority("root").buildSelfSigned();
        X509Bundle other = authority("other").buildSelfSigned();
        X509Bundle middle = authority("middle").buildIssuedBy(root);
        X509Bundle leaf = named("leaf").buildIssuedBy(middle);
        X509Bundle alone = authority("alone").buildSelfSigned();

        assertThat(flaw(sent(leaf.getCertificate(), middle.getCertificate()), root))
                .isEmpty();
        assertThat(flaw(sent(leaf.getCertificate(), middle.getCertificate(), root.getCertificate()), root))
                .as("a root that is sent along")
                .isEmpty();
        assertThat(flaw(sent(leaf.getCertificate()), root)).contains("neither sent nor trusted", "CN=middle");
        assertThat(flaw(sent(leaf.getCertificate(), middle.getCertificate(), root.getCertificate()), other))
                .contains("root is not trusted", "targets.trust");
        assertThat(flaw(sent(alone.getCertificate()), root)).contains("self-signed");
        assertThat(flaw(sent(alone.getCertificate()), alone))
                .as("trusted as it is")
                .isEmpty();
    }

    @Test
    void a_chain_that_leads_in_a_circle_has_an_end() throws Exception {
        X509Bundle first = authority("one").buildSelfSigned();
        X509Bundle two = authority("two").buildIssuedBy(first);
        X509Bundle one = authority("one").keyPair(first.getKeyPair()).buildIssuedBy(two);

        assertThat(flaw(
                        sent(
                                named("leaf").buildIssuedBy(one).getCertificate(),
                                one.getCertificate(),
                                two.getCertificate()),
                        authority("root").buildSelfSigned()))
                .contains("circle");
    }

    @Test
    void a_chain_without_end_is_called_so() throws Exception {
        X509Certificate certificate = authority("many").buildSelfSigned().getCertificate();

        assertThat(new CertificateChain(Collections.nCopies(20, certificate), 500).flaw(List.of(certificate), NOW))
                .hasValueSatisfying(flaw -> assertThat(flaw).contains("500 certificates"));
    }

    @Test
    void reads_the_dates_of_every_certificate_of_the_path() throws Exception {
        X509Bundle root = authority("root").buildSelfSigned();
        X509Bundle late =
                authority("late").notAfter(NOW.minus(Duration.ofDays(1))).buildIssuedBy(root);
        X509Bundle early =
                named("early").notBefore(NOW.plus(Duration.ofDays(1))).buildIssuedBy(root);

        assertThat(flaw(sent(named("leaf").buildIssuedBy(late).getCertificate(), late.getCertificate()), root))
                .startsWith("expired: CN=late");
        assertThat(flaw(sent(early.getCertificate()), root)).startsWith("not valid yet: CN=early");
        assertThat(sent(authority("leaf").buildSelfSigned().getCertificate()).daysLeft(NOW))
                .isEqualTo(30);
    }

    @Test
    void an_end_certificate_issues_nothing() throws Exception {
        X509Bundle root = authority("root").buildSelfSigned();
        X509Bundle end = named("end").buildIssuedBy(root);
        X509Bundle forged = named("forged")
                .buildIssuedBy(X509Bundle.fromCertificatePath(
                        new X509Certificate[] {end.getCertificate()}, root.getCertificate(), end.getKeyPair()));

        assertThat(flaw(sent(forged.getCertificate(), end.getCertificate()), root))
                .contains("does not verify");
    }

    @Test
    void names_fit_by_alternative_names_alone_and_a_wildcard_for_one_label() throws Exception {
        CertificateChain chain = sent(named("common.example")
                .addSanDnsName("api.example")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority("root").buildSelfSigned())
                .getCertificate());

        assertThat(List.of("api.example", "API.example", "127.0.0.1")).allMatch(chain::isFor);
        assertThat(List.of("common.example", "a.api.example", "127.0.0.2", "example"))
                .noneMatch(chain::isFor);
        assertThat(CertificateChain.fits("*.app.example", "a.app.example")).isTrue();
        assertThat(List.of("app.example", "a.b.app.example", "a.other.example"))
                .noneMatch(host -> CertificateChain.fits("*.app.example", host));
    }
}
