package dev.seaworthy.simulations.injector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoCertificateTest {
    /** From 2050 on a date is written in another way. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-11-27T08:00:00Z", "2049-12-31T23:00:00Z", "2061-01-01T00:00:00Z"})
    void is_a_certificate_for_this_machine_that_it_has_signed_itself(String day) throws Exception {
        Instant now = Instant.parse(day);
        EchoCertificate made = EchoCertificate.make(now);

        X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(made.pem().getBytes(StandardCharsets.US_ASCII)));

        assertThat(read).isEqualTo(made.certificate());
        read.verify(read.getPublicKey());
        read.checkValidity(Date.from(now));
        assertThat(read.getNotAfter().toInstant()).isBefore(now.plus(Duration.ofDays(60)));
        assertThat(read.getVersion()).isEqualTo(3);
        assertThat(read.getSubjectAlternativeNames()).containsExactly(List.of(7, "127.0.0.1"));
        assertThat(read.getBasicConstraints()).as("an authority").isNotNegative();
        assertThat(read.getSerialNumber()).isPositive();
    }
}
