package dev.seaworthy.auth.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.LoadStep;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** From books to verdicts, without a target. */
class JudgementTest {
    private static final Claim CLAIM = new Claim("auth.under-load.test", "Nothing is accepted", Severity.HIGH, "none");
    private static final LoadStep FIRST = new LoadStep("ramp", 1, 2, "20/s to 110/s");
    private static final LoadStep SECOND = new LoadStep("ramp", 2, 2, "110/s to 200/s");
    private static final int LEAST = 300;
    /** A thousandth of a second. */
    private static final long TICK = 1_000_000;

    private final AtomicInteger exchanges = new AtomicInteger();
    private final Tally tally = new Tally();
    private final Tally control = new Tally();

    @Test
    void none_of_enough_is_a_pass_with_its_bound_in_all_and_thin_steps_are_named() {
        note(tally, FIRST, Reading.REFUSED, 299, TICK);
        note(tally, SECOND, Reading.REFUSED, 2701, TICK);

        Finding finding = refused(Reading.REFUSED, Reading.REFUSED);

        assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
        assertThat(finding.reason())
                .isEqualTo("0 of 3000 revoked tokens accepted in 2 steps (below 0.100 % at 95 %); 1 of the steps thin,"
                        + " with fewer than 300 each");
        assertThat(finding.facts()).containsEntry("bound95", 0.001).containsEntry("sent", 3000L);
    }

    @Test
    void one_acceptance_among_thousands_is_a_fail_that_names_its_step() {
        note(tally, FIRST, Reading.REFUSED, 1500, TICK);
        note(tally, SECOND, Reading.REFUSED, 1499, TICK);
        note(tally, SECOND, Reading.ACCEPTED, 1, TICK);

        Finding finding = refused(Reading.REFUSED, Reading.REFUSED);

        assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(finding.reason())
                .startsWith("1 of 3000 revoked tokens was accepted under load (0.000844 % to 0.186 % at 95 %); first in"
                        + " ramp, part 2 of 2 (110/s to 200/s): 1 of 1500 there; 0 of 1500 in the step before (below"
                        + " 0.200 % at 95 %)")
                .endsWith("; at rest it is right again");
        assertThat(String.valueOf(finding.facts().get("steps")))
                .contains(
                        "step=ramp, part 1 of 2 (20/s to 110/s), sent=1500, accepted=0, refused=1500, share=below 0.200 %")
                .contains("sent=1500, accepted=1, refused=1499, share=0.00169 % to 0.371 %");
    }

    @Test
    void acceptances_that_all_take_as_long_are_told_as_a_cluster() {
        note(tally, FIRST, Reading.REFUSED, 500, 2 * TICK);
        note(tally, FIRST, Reading.ACCEPTED, 20, 41 * TICK);

        assertThat(refused(Reading.REFUSED, Reading.REFUSED).reason())
                .contains(
                        "accepted after 41.2 to 41.2 ms (p5 to p95), refused after 2.01 to 2.01 ms: a cluster, as when a"
                                + " check times out");
    }

    @Test
    void acceptances_that_take_what_refusals_take_are_no_cluster() {
        note(tally, FIRST, Reading.REFUSED, 500, 40 * TICK);
        note(tally, FIRST, Reading.ACCEPTED, 20, 41 * TICK);

        assertThat(refused(Reading.REFUSED, Reading.REFUSED).reason()).doesNotContain("cluster");
    }

    @Test
    void whether_it_recovers_is_told_by_what_is_answered_afterwards() {
        note(tally, FIRST, Reading.ACCEPTED, 1, TICK);

        assertThat(refused(Reading.REFUSED, Reading.ACCEPTED).reason())
                .endsWith("; at rest it goes on: it does not recover");
        assertThat(refused(Reading.REFUSED, Reading.BROKEN).reason()).endsWith("; whether it recovers is not known");
        assertThat(refused(Reading.ACCEPTED, Reading.ACCEPTED).reason())
                .endsWith("; so it was before the load already");
    }

    @Test
    void answers_that_neither_accept_nor_refuse_do_not_count_as_refusals() {
        note(tally, FIRST, Reading.REFUSED, 299, TICK);
        note(tally, FIRST, Reading.SHED, 500, TICK);
        note(tally, FIRST, Reading.BROKEN, 500, TICK);
        tally.stale(FIRST);

        Finding finding = refused(Reading.REFUSED, Reading.REFUSED);

        assertThat(finding.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason())
                .startsWith(
                        "only 299 answers to revoked tokens, of 1300 sent: the others were shed, broken, unclear or had"
                                + " ended; it takes 300");
    }

    @Test
    void refusals_count_only_beside_a_valid_token_that_is_let_in() {
        note(tally, FIRST, Reading.REFUSED, 3000, TICK);
        Observed seen = observed(Kind.REVOKED, tally, Reading.REFUSED, Reading.REFUSED);
        note(control, FIRST, Reading.REFUSED, 10, TICK);

        assertLost(seen, observed(Kind.VALID, control, Reading.ACCEPTED, Reading.ACCEPTED), "under load");
        note(control, FIRST, Reading.ACCEPTED, 1, TICK);
        assertLost(seen, observed(Kind.VALID, control, Reading.REFUSED, Reading.ACCEPTED), "at rest before the load");
        assertLost(seen, observed(Kind.VALID, control, Reading.ACCEPTED, Reading.REFUSED), "at rest after the load");
    }

    private static void assertLost(Observed seen, Observed valid, String when) {
        Finding finding = Judgement.refused(CLAIM, seen, valid, LEAST);
        assertThat(finding.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).startsWith("control lost: ").endsWith(when);
    }

    @Test
    void one_valid_token_in_a_thousand_may_be_called_invalid_and_no_more() {
        note(control, FIRST, Reading.ACCEPTED, 1998, TICK);
        note(control, FIRST, Reading.REFUSED, 2, TICK);
        assertThat(accepted().verdict()).isEqualTo(Verdict.PASS);
        assertThat(accepted().reason())
                .isEqualTo("2 of 2000 valid tokens were refused as invalid, which is within 0.100 %");

        note(control, SECOND, Reading.REFUSED, 1, TICK);
        assertThat(accepted().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(accepted().reason()).startsWith("3 of 2001 valid tokens were refused as invalid under load");
    }

    @Test
    void valid_tokens_that_are_shed_are_not_refused() {
        note(control, FIRST, Reading.ACCEPTED, 300, TICK);
        note(control, FIRST, Reading.SHED, 5000, TICK);

        assertThat(accepted().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void evidence_holds_the_first_violations_of_every_step_and_the_controls_around_them() {
        note(tally, FIRST, Reading.ACCEPTED, 50, TICK);
        note(tally, SECOND, Reading.ACCEPTED, 50, TICK);

        Finding finding = refused(Reading.REFUSED, Reading.REFUSED);

        assertThat(tally.violations()).hasSize(4);
        assertThat(finding.exchanges()).hasSize(4 + 2 + 2);
    }

    private Finding refused(Reading before, Reading after) {
        if (control.rows().isEmpty()) {
            note(control, FIRST, Reading.ACCEPTED, 10, TICK);
        }
        return Judgement.refused(
                CLAIM,
                observed(Kind.REVOKED, tally, before, after),
                observed(Kind.VALID, control, Reading.ACCEPTED, Reading.ACCEPTED),
                LEAST);
    }

    private Finding accepted() {
        return Judgement.accepted(CLAIM, observed(Kind.VALID, control, Reading.ACCEPTED, Reading.ACCEPTED), LEAST);
    }

    private Observed observed(Kind kind, Tally books, Reading before, Reading after) {
        return new Observed(
                kind,
                books.rows(),
                books.violations(),
                books.samples(),
                List.of(new AtRest(before, false, exchange())),
                List.of(new AtRest(after, false, exchange())));
    }

    private void note(Tally books, LoadStep step, Reading reading, int times, long nanos) {
        Reading wrong = books == control ? Reading.REFUSED : Reading.ACCEPTED;
        for (int i = 0; i < times; i++) {
            books.note(step, reading, nanos, reading == wrong, this::exchange);
        }
    }

    private Exchange exchange() {
        return Exchange.of(
                Exchange.Kind.HTTP,
                "GET /api/profile " + exchanges.incrementAndGet(),
                new Exchange.Connection(1, "", "", null),
                Instant.EPOCH,
                new Clocks(0, 0, 0, 0, 0),
                new Exchange.Ending(Outcome.OK, ""),
                new Exchange.Transcript("", ""));
    }
}
