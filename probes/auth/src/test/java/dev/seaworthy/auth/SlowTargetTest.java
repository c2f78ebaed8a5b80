package dev.seaworthy.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import dev.seaworthy.twin.Fault;
import dev.seaworthy.twin.TwinSettings;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Slowness is no answer about tokens. */
class SlowTargetTest {
    private static final Set<String> SHORT = Set.of("auth.login.works", "auth.token.required", "auth.logout.revokes");

    @Test
    void is_judged_by_what_it_answers_and_not_by_when() throws Exception {
        TwinSettings slow = TwinSettings.defaults().withFaults(Set.of(Fault.SLOW));
        try (TwinEnvironment environment = TwinEnvironment.start(slow, "auth: {identity: user, routes: [profile]}");
                Probe probe = environment.open(new AuthProbeFactory())) {
            for (Check check : probe.checks()) {
                if (SHORT.contains(check.card().id())) {
                    assertThat(check.run().verdict()).as(check.card().id()).isEqualTo(Verdict.PASS);
                }
            }
        }
    }
}
