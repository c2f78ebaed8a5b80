package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopRulesTest {
    private final StopRules rules = new StopRules();
    private final RequestBudget budget = new RequestBudget(1_000_000, rules);

    @Test
    void thirty_one_errors_in_a_row_stop_a_run_and_thirty_do_not() {
        ended(30, Outcome.TIMEOUT, 0);
        assertThat(budget.halted()).isEmpty();
        assertThat(budget.take()).isTrue();
        ended(1, Outcome.REFUSED, 0);
        assertThat(budget.halted()).contains("31 requests in a row had no answer");
        assertThat(budget.take()).isFalse();
    }

    @Test
    void an_answer_in_between_begins_the_row_anew() {
        ended(30, Outcome.RESET, 0);
        ended(1, Outcome.OK, 500);
        ended(30, Outcome.RESET, 0);
        assertThat(budget.halted()).isEmpty();
    }

    @Test
    void ninety_six_refusals_of_the_last_hundred_stop_a_run_and_ninety_five_do_not() {
        ended(400, Outcome.OK, 200);
        ended(95, Outcome.OK, 429);
        assertThat(budget.halted()).isEmpty();
        ended(1, Outcome.OK, 403);
        assertThat(budget.halted()).contains("96 of the last 100 requests were turned away with 403 or 429");
    }

    @Test
    void refusals_for_the_credential_are_no_ban() {
        ended(500, Outcome.OK, 401);
        assertThat(budget.halted()).isEmpty();
    }

    @Test
    void what_was_not_sent_or_failed_on_our_side_does_not_count() {
        ended(100, Outcome.NOT_SENT, 0);
        ended(100, Outcome.INSTRUMENT, 0);
        assertThat(budget.halted()).isEmpty();
    }

    @Test
    void while_paused_nothing_counts_and_afterwards_it_counts_from_the_beginning() {
        ended(20, Outcome.TIMEOUT, 0);
        rules.pause();
        ended(500, Outcome.OK, 429);
        rules.resume();
        ended(30, Outcome.TIMEOUT, 0);
        assertThat(budget.halted()).isEmpty();
    }

    @Test
    void the_first_reason_stays_and_is_told_once() {
        List<String> told = new ArrayList<>();
        budget.onHalt(told::add);
        budget.halt("the stop file is there");
        budget.halt("something else");
        assertThat(told).containsExactly("the stop file is there");
        assertThat(budget.halted()).contains("the stop file is there");
    }

    @Test
    void a_budget_without_rules_is_ended_by_its_limit_alone() {
        RequestBudget plain = new RequestBudget(1);
        for (int i = 0; i < 200; i++) {
            plain.ended(Outcome.TIMEOUT, 0);
        }
        assertThat(plain.halted()).isEmpty();
        assertThat(plain.take()).isTrue();
        assertThat(plain.take()).isFalse();
    }

    private void ended(int times, Outcome outcome, int status) {
        for (int i = 0; i < times; i++) {
            budget.ended(outcome, status);
        }
    }
}
