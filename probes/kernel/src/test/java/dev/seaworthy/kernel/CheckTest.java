package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final Claim CLAIM = new Claim("a.b", "A sentence.", Severity.HIGH, "a source");

    @Test
    void proves_nothing_without_the_ground_for_a_verdict() throws Exception {
        Exchange exchange = Exchanges.ending(Outcome.TIMEOUT);
        Finding finding = check(new Undecided("no answer", Outcome.TIMEOUT, List.of(exchange)));

        assertThat(finding.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).isEqualTo("no answer");
        assertThat(finding.exchanges()).containsExactly(exchange);
    }

    @Test
    void skips_where_nothing_was_exchanged_or_the_budget_was_spent() throws Exception {
        Exchange exchange = Exchanges.ending(Outcome.NOT_SENT);

        assertThat(check(new Undecided("no identity", Outcome.REJECTED, List.of()))
                        .verdict())
                .isEqualTo(Verdict.SKIPPED);
        assertThat(check(new Undecided("no answer", Outcome.NOT_SENT, List.of(exchange)))
                        .verdict())
                .isEqualTo(Verdict.SKIPPED);
    }

    @Test
    void charges_our_own_faults_to_nobody_else() throws Exception {
        Exchange exchange = Exchanges.ending(Outcome.INSTRUMENT);

        assertThat(check(new Undecided("broken", Outcome.INSTRUMENT, List.of(exchange)))
                        .verdict())
                .isEqualTo(Verdict.ERROR);
    }

    @Test
    void lets_a_fault_of_the_harness_through() {
        assertThatThrownBy(() -> check(new IllegalStateException("bug"))).hasMessage("bug");
    }

    private static Finding check(Exception failure) throws Exception {
        CheckCard card = new CheckCard(CLAIM, "sends", "expects", "proves", "falsifier", "by hand");
        return Check.of(card, claim -> {
                    throw failure;
                })
                .run();
    }
}
