package dev.seaworthy.auth.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.auth.settings.TransportSettings;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.twin.Fault;
import dev.seaworthy.twin.Twin;
import dev.seaworthy.twin.TwinSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every check on TLS that the twin can show, on a healthy twin and on one with its fault. */
class TlsTwinTest {
    /** What no twin with a certificate of its own can pass: it demands no OCSP answer, and has one address. */
    private static final Set<String> SKIPPED =
            Set.of("auth.tls.stapling", "auth.tls.same-on-all-addresses", "auth.tls.client-certificate");

    @TempDir
    private Path folder;

    private Map<String, Finding> findings(Fault... faults) throws Exception {
        try (Twin twin = Twin.start(TwinSettings.defaults().withTls().withFaults(Set.of(faults)));
                TlsBench bench = bench(twin)) {
            Map<String, Finding> findings = bench.findings();
            assertThat(bench.spent()).as("handshakes and requests").isLessThanOrEqualTo(60);
            return findings;
        }
    }

    private TlsBench bench(Twin twin) throws Exception {
        Path trust = Files.writeString(folder.resolve("authority.pem"), twin.authority());
        return TlsBench.at(twin.http(), trust, new TransportSettings(null, twin.plainHttp(), null, null, null, null));
    }

    @Test
    void a_healthy_twin_passes_every_check() throws Exception {
        findings().forEach((id, finding) -> {
            assertThat(finding.verdict())
                    .as(finding.toString())
                    .isEqualTo(SKIPPED.contains(id) ? Verdict.SKIPPED : Verdict.PASS);
            if (SKIPPED.contains(id)) {
                assertThat(finding.reason()).matches("(does not apply|not in the contract): .*");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "tls-old-versions, auth.tls.versions auth.tls.weak-ciphers",
        "tls-static-rsa, auth.tls.weak-ciphers",
        "tls-self-signed, auth.tls.chain",
        "tls-chain-cut, auth.tls.chain",
        "tls-expired, auth.tls.chain auth.tls.days-left auth.tls.renewal",
        "tls-last-days, auth.tls.days-left auth.tls.renewal",
        "tls-renewal-due, auth.tls.renewal",
        "tls-other-name, auth.tls.host-name",
        "tls-short-key, auth.tls.key",
        "tls-changing-certificate, auth.tls.constancy",
        "hsts-missing, auth.http.hsts",
        "plain-http-served, auth.http.plain-refused",
    })
    void a_fault_refutes_its_claims_and_no_other(String fault, String claims) throws Exception {
        Map<String, Finding> findings = findings(Fault.of(fault));
        Set<String> refuted = new TreeSet<>();
        findings.forEach((id, finding) -> {
            if (finding.verdict() == Verdict.FAIL) {
                refuted.add(id);
            }
            assertThat(finding.verdict()).as(finding.toString()).isNotEqualTo(Verdict.ERROR);
        });
        assertThat(refuted)
                .as(findings.values().toString())
                .isEqualTo(new TreeSet<>(Arrays.asList(claims.split(" ", -1))));
    }

    @Test
    void the_reason_and_the_facts_name_the_certificate() throws Exception {
        Finding cut = chain(Fault.TLS_CHAIN_CUT);
        assertThat(cut.reason()).contains("neither sent nor trusted", "CN=Harbour intermediate");
        assertThat(cut.facts().toString()).contains("sha256", "notAfter", "CN=harbour");
        assertThat(chain(Fault.TLS_SELF_SIGNED).reason()).contains("self-signed");
        assertThat(chain(Fault.TLS_EXPIRED).reason()).contains("expired");
    }

    private Finding chain(Fault fault) throws Exception {
        return Objects.requireNonNull(findings(fault).get("auth.tls.chain"));
    }
}
