package dev.seaworthy.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.auth.AuthProbeFactory;
import dev.seaworthy.auth.Findings;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import dev.seaworthy.twin.Fault;
import dev.seaworthy.twin.TwinSettings;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The way without a signing key: a real token, after its end. */
class ExpiredRefusedTest {
    private static final String WAITS = "auth: {identity: user, routes: [profile], leeway: 0s, longest-wait: 10s}";

    @Test
    void waits_for_the_end_of_a_real_token_when_the_contract_allows_it() throws Exception {
        assertThat(find(shortLived(), WAITS).verdict()).isEqualTo(Verdict.PASS);
        assertThat(find(shortLived().withFaults(Set.of(Fault.EXPIRED_ACCEPTED)), WAITS)
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void says_what_the_contract_lacks_when_it_can_have_no_expired_token() throws Exception {
        Finding finding = find(TwinSettings.defaults(), "auth: {identity: user, routes: [profile]}");

        assertThat(finding.verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(finding.reason()).contains("signing-key").contains("longest-wait");
    }

    @Test
    void proves_nothing_with_a_key_that_the_target_does_not_accept() throws Exception {
        TwinSettings other = TwinSettings.defaults().withSigningKey("x".repeat(48));
        try (TwinEnvironment rightKey = TwinEnvironment.start();
                TwinEnvironment wrongKey = TwinEnvironment.start(other)) {
            // The contract of one twin, with the key of the other.
            Finding finding = check(new AuthProbeFactory()
                    .open(
                            rightKey.settings(new AuthProbeFactory()),
                            new dev.seaworthy.config.Surroundings(
                                    swapKey(rightKey, wrongKey), rightKey.credentials(), rightKey.reach(), 1)));

            assertThat(finding.verdict()).isEqualTo(Verdict.UNPROVEN);
            assertThat(finding.reason()).contains("test key");
        }
    }

    private static dev.seaworthy.config.Environment swapKey(TwinEnvironment right, TwinEnvironment wrong) {
        var environment = right.environment();
        var identities = new java.util.LinkedHashMap<>(environment.identities());
        identities.put(
                "signer",
                java.util.Objects.requireNonNull(
                        wrong.environment().identities().get("signer")));
        return new dev.seaworthy.config.Environment(
                environment.name(),
                environment.description(),
                environment.targets(),
                identities,
                environment.operations(),
                environment.probes(),
                environment.load(),
                environment.objectives(),
                environment.journeys(),
                environment.rails());
    }

    private static TwinSettings shortLived() {
        TwinSettings defaults = TwinSettings.defaults();
        return new TwinSettings(0, Set.of(), defaults.accounts(), defaults.signingKey(), Duration.ofSeconds(6));
    }

    private static Finding find(TwinSettings settings, String block) throws Exception {
        try (TwinEnvironment environment = TwinEnvironment.start(settings, block);
                Probe probe = environment.open(new AuthProbeFactory())) {
            return check(probe);
        }
    }

    private static Finding check(Probe probe) throws Exception {
        try (Probe closing = probe) {
            return Findings.of(closing, "auth.token.expired-refused");
        }
    }
}
