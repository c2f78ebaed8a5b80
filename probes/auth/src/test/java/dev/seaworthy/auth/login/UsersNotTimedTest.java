package dev.seaworthy.auth.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.auth.Findings;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.twin.Fault;
import org.junit.jupiter.api.Test;

class UsersNotTimedTest {
    private static final String TIMED = """
            auth:
              identity: user
              routes: [profile]
              sessions:
                timing-samples: 100
                sacrificial: {user: castaway@twin.test, password: "${env:SEAWORTHY_TWIN_PASSWORD}"}
            """;

    @Test
    void measures_a_hundred_pairs_where_no_throttle_stops_it() throws Exception {
        Finding finding = Findings.of("auth.login.enumeration-time", TIMED, Fault.LOGIN_UNTHROTTLED);

        // The twin does the same for both; what a busy machine adds may be neither plain nor slight.
        assertThat(finding.verdict()).as(finding.toString()).isIn(Verdict.PASS, Verdict.UNPROVEN);
        assertThat(finding.facts()).containsEntry("samples", 100).containsKeys("p", "superiority");
    }

    @Test
    void a_throttle_leaves_it_unproven() throws Exception {
        Finding finding = Findings.of("auth.login.enumeration-time", TIMED);

        assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains("was not turned down any more");
    }
}
