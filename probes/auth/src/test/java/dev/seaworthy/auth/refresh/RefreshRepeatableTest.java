package dev.seaworthy.auth.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.auth.Findings;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.twin.Fault;
import org.junit.jupiter.api.Test;

/** The twin has no grace: what is a fault there is what a contract with a grace asks for. */
class RefreshRepeatableTest {
    private static final String GRACE =
            "auth: {identity: user, routes: [profile], sessions: {rotation: grace, grace: 10s}}";

    @Test
    void passes_where_a_renewal_can_be_asked_for_again() throws Exception {
        Finding finding = Findings.of("auth.refresh.repeatable", GRACE, Fault.REFRESH_REUSE);

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.PASS);
    }

    @Test
    void fails_where_the_declared_grace_is_not_granted() throws Exception {
        Finding finding = Findings.of("auth.refresh.repeatable", GRACE);

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.FAIL);
    }
}
