package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FootprintsTest {
    @ParameterizedTest
    @CsvSource({
        "READ_ONLY, READ_ONLY, true",
        "OWN_SESSIONS, READ_ONLY, false",
        "ENDS_OWN_SESSIONS, ENDS_OWN_SESSIONS, true",
        "MAY_LOCK, ENDS_OWN_SESSIONS, false",
        "MAY_LOCK, MAY_LOCK, true",
        "LOAD, READ_ONLY, true"
    })
    void a_check_runs_as_far_as_it_is_allowed_to_go_and_load_is_asked_for_by_the_contract(
            SafetyClass of, SafetyClass allowed, boolean runs) {
        assertThat(Footprints.isWithin(check(of), allowed)).isEqualTo(runs);
    }

    @Test
    void who_is_left_out_hears_how_to_ask_for_it() {
        assertThat(Footprints.leftOut(check(SafetyClass.MAY_LOCK)))
                .isEqualTo(
                        "not asked for: it may lock test accounts, trigger bans or raise alarms; --safety S3 runs it");
    }

    @Test
    void who_forbids_what_runs_usually_do_is_not_told_that_nobody_asked() {
        assertThat(Footprints.leftOut(check(SafetyClass.OWN_SESSIONS)))
                .isEqualTo(
                        "ruled out by --safety: it makes sessions and objects of the test users; --safety S1 runs it");
    }

    @Test
    void a_plan_shows_what_each_check_costs() {
        String table = Footprints.table(List.of(check(SafetyClass.MAY_LOCK)), SafetyClass.ENDS_OWN_SESSIONS);

        assertThat(table).contains("S3", "test.one", "at most 12 requests", "leaves a lock", "left out: --safety S2");
    }

    private static Check check(SafetyClass safety) {
        Claim claim = new Claim("test.one", "One thing holds", Severity.HIGH, "nowhere");
        CheckCard card = new CheckCard(claim, "a", "b", "c", "d", "e", new Footprint(safety, 12, "a lock"));
        return Check.of(card, ignored -> Finding.skipped(claim, "never run"));
    }
}
