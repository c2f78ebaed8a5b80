package dev.seaworthy.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Execution;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.readiness.Report.Answer;
import dev.seaworthy.readiness.Report.Gate;
import dev.seaworthy.readiness.Report.GateStatus;
import dev.seaworthy.recording.Damage;
import dev.seaworthy.recording.FindingRow;
import dev.seaworthy.recording.LeakAuditResult;
import dev.seaworthy.recording.RecordedRun.CrossCheck;
import dev.seaworthy.recording.RecordedRun.Ending;
import dev.seaworthy.recording.RunManifest;
import dev.seaworthy.recording.RunManifest.PlannedJourney;
import dev.seaworthy.recording.RunManifest.PlannedObjective;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReadinessTest {
    /** A change to a healthy voyage, the verdict that it must lead to, and the gate that must have seen it. */
    static Stream<Arguments> verdicts() {
        return Stream.of(
                row("nothing wrong", f -> {}, Answer.READY, ""),
                row(
                        "a critical claim refuted",
                        add(Severity.CRITICAL, Verdict.FAIL),
                        Answer.NOT_READY,
                        "no-blocking-refutation"),
                row(
                        "a high claim refuted",
                        add(Severity.HIGH, Verdict.FAIL),
                        Answer.NOT_READY,
                        "no-blocking-refutation"),
                row("a medium claim refuted", add(Severity.MEDIUM, Verdict.FAIL), Answer.READY, ""),
                row("a low claim refuted", add(Severity.LOW, Verdict.FAIL), Answer.READY, ""),
                row(
                        "a critical claim unproven",
                        add(Severity.CRITICAL, Verdict.UNPROVEN),
                        Answer.UNPROVEN,
                        "must-prove"),
                row("a critical claim skipped", add(Severity.CRITICAL, Verdict.SKIPPED), Answer.UNPROVEN, "must-prove"),
                row(
                        "a critical claim not run",
                        f -> f.plan("x.not-run", Severity.CRITICAL),
                        Answer.UNPROVEN,
                        "must-prove"),
                row(
                        "a critical claim outside the contract",
                        f -> f.found("x.y", Severity.CRITICAL, Verdict.SKIPPED, "not in the contract: no logout"),
                        Answer.READY,
                        ""),
                row(
                        "a high claim unproven in an area of which others are proven",
                        f -> f.found("health.y", Severity.HIGH, Verdict.UNPROVEN, "no answer"),
                        Answer.READY,
                        ""),
                row(
                        "an area of which nothing is decided",
                        add(Severity.HIGH, Verdict.UNPROVEN),
                        Answer.UNPROVEN,
                        "must-prove"),
                row(
                        "an area of which only something minor is undecided",
                        add(Severity.MEDIUM, Verdict.UNPROVEN),
                        Answer.READY,
                        ""),
                row(
                        "a medium claim unproven in an area that must be proven",
                        mustProve(Severity.MEDIUM),
                        Answer.UNPROVEN,
                        "must-prove"),
                row("mere hygiene unproven in an area that must be proven", mustProve(Severity.LOW), Answer.READY, ""),
                row("a high claim skipped", add(Severity.HIGH, Verdict.SKIPPED), Answer.READY, ""),
                row("a low claim in error", add(Severity.LOW, Verdict.ERROR), Answer.UNPROVEN, "no-harness-error"),
                row(
                        "refuted and in error",
                        add(Severity.HIGH, Verdict.FAIL)
                                .andThen(f -> f.found("z.z", Severity.LOW, Verdict.ERROR, "broke")),
                        Answer.NOT_READY,
                        "no-harness-error"),
                row("objective missed", promise("http.profile", 0.99, 0.001), Answer.NOT_READY, "objectives-met"),
                row("objective open", promise("http.profile", 0.9999, 10), Answer.UNPROVEN, "objectives-met"),
                row("objective unmeasured", promise("nobody.measures", 0.5, 10), Answer.UNPROVEN, "objectives-met"),
                row("too many errors", errors(0.002), Answer.NOT_READY, "objectives-met"),
                row("errors in doubt", errors(0.33), Answer.UNPROVEN, "objectives-met"),
                row(
                        "instruments disagree",
                        f -> f.crossChecks.add(new CrossCheck("ws.echo", "p50Seconds", 0.001, 0.002, 0.0005)),
                        Answer.UNPROVEN,
                        "instruments-agree"),
                row(
                        "journey broken by a medium claim",
                        add(Severity.MEDIUM, Verdict.FAIL).andThen(journey("x.y")),
                        Answer.NOT_READY,
                        "journeys-whole"),
                row(
                        "journey with an unproven step",
                        add(Severity.MEDIUM, Verdict.UNPROVEN).andThen(journey("x.y")),
                        Answer.UNPROVEN,
                        "journeys-whole"),
                row("journey with an unknown step", journey("no.such-step"), Answer.UNPROVEN, "journeys-whole"),
                row(
                        "journey without a step",
                        f -> f.journeys.add(new PlannedJourney("empty", List.of(), null)),
                        Answer.UNPROVEN,
                        "journeys-whole"),
                row("load not made", f -> f.scheduled.put("soak/ws.echo", 1300L), Answer.UNPROVEN, "load-delivered"),
                row(
                        "load planned and absent",
                        f -> f.phase("extra", "http.extra", "open", 5.0, null, 10),
                        Answer.UNPROVEN,
                        "load-delivered"),
                row(
                        "closed load absent",
                        f -> f.phase("extra", "http.extra", "closed", null, 3, 10),
                        Answer.UNPROVEN,
                        "load-delivered"),
                row(
                        "damaged",
                        f -> f.damages.add(
                                new Damage("injectors/0/latency.journal", 812, 40, "checksum does not match")),
                        Answer.UNPROVEN,
                        "recording-complete"),
                row("interrupted", f -> f.ending = Ending.INTERRUPTED, Answer.UNPROVEN, "recording-complete"),
                row("unsealed", f -> f.ending = Ending.UNSEALED, Answer.UNPROVEN, "recording-complete"),
                row("journal unsealed", f -> f.sealed = false, Answer.UNPROVEN, "recording-complete"),
                row(
                        "refuted and interrupted",
                        add(Severity.CRITICAL, Verdict.FAIL).andThen(f -> f.ending = Ending.INTERRUPTED),
                        Answer.NOT_READY,
                        "recording-complete"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verdicts")
    void every_gate_decides(String name, Consumer<Fixture> change, Answer verdict, String gate) {
        Fixture fixture = Voyages.healthy();
        change.accept(fixture);
        Report report = fixture.report();
        assertThat(report.readiness().reasons()).isNotEmpty();
        assertThat(report.readiness().verdict())
                .as(String.join("\n", report.readiness().reasons()))
                .isEqualTo(verdict);
        List<String> broken = report.readiness().gates().stream()
                .filter(each -> each.status() != GateStatus.HELD)
                .map(Gate::id)
                .toList();
        if (gate.isEmpty()) {
            assertThat(broken).isEmpty();
        } else {
            assertThat(broken).contains(gate);
        }
        assertThat(ExitCode.of(report)).isEqualTo(verdict == Answer.READY ? 0 : verdict == Answer.NOT_READY ? 1 : 2);
    }

    @Test
    void a_written_secret_vetoes_and_an_audit_that_nobody_did_leaves_it_open() {
        var leak = new LeakAuditResult(3, 1, List.of(new LeakAuditResult.Leak("evidence/a.json", "secret:12345678")));
        Report leaked = Readiness.judge(Voyages.healthy().run(), leak);
        assertThat(leaked.readiness().verdict()).isEqualTo(Answer.NOT_READY);
        assertThat(leaked.readiness().reasons().get(0)).contains("evidence/a.json", "secret:12345678");
        assertThat(leaked.recommendations().get(0).action()).startsWith("Revoke");
        Report nobody = Readiness.judge(Voyages.healthy().run(), null);
        assertThat(nobody.readiness().verdict()).isEqualTo(Answer.UNPROVEN);
    }

    @Test
    void load_alone_answers_whether_objectives_hold_and_not_whether_an_environment_is_ready() {
        Fixture asked = new Fixture().load("steady", "http.home", 100, 20, 5, 0);
        asked.objectives.add(new PlannedObjective("http.home", "steady", 0.99, 1.0, 0.05));
        assertThat(asked.report().readiness().verdict())
                .as("as a question of readiness")
                .isEqualTo(Answer.UNPROVEN);

        asked.kind = RunManifest.LOAD;
        Report held = asked.report();
        assertThat(held.readiness().verdict()).isEqualTo(Answer.READY);
        assertThat(Headline.of(held)).isEqualTo("Held");

        asked.objectives.add(new PlannedObjective("http.home", "steady", 0.5, 0.000_1, null));
        assertThat(Headline.of(asked.report())).isEqualTo("Refuted");

        Fixture aimless = new Fixture().load("steady", "http.home", 100, 20, 5, 0);
        aimless.kind = RunManifest.LOAD;
        assertThat(aimless.report().readiness().reasons())
                .contains("No objective was planned, so nothing was to be proven");
        assertThat(Headline.of(aimless.report())).isEqualTo("Not proven");
    }

    @Test
    void an_empty_run_is_unproven() {
        Report report = new Fixture().report();
        assertThat(report.readiness().verdict()).isEqualTo(Answer.UNPROVEN);
        assertThat(report.readiness().reasons())
                .contains("No check was planned, and load alone does not show that an environment is ready");
        assertThat(report.reconciliation().planned()).isZero();
    }

    @Test
    void every_planned_check_has_exactly_one_row_and_the_shares_add_up() {
        Fixture fixture = Voyages.broken();
        fixture.plan("late.one", Severity.LOW).found("late.two", Severity.LOW, Verdict.ERROR, "out of file handles");
        Report report = fixture.report();
        assertThat(report.checks()).hasSize(fixture.checks.size());
        assertThat(report.checks().get(report.checks().size() - 2))
                .satisfies(row -> assertThat(row.execution()).isEqualTo("NOT_RUN"))
                .satisfies(row -> assertThat(row.verdict()).isEqualTo("SKIPPED"))
                .satisfies(row -> assertThat(row.reason()).isEqualTo("the run ended before this check began"));
        Report.Judgement judgement = report.readiness();
        assertThat(judgement.proven() + judgement.refuted() + judgement.unproven())
                .isEqualTo(judgement.claims());
        assertThat(judgement.claims())
                .isEqualTo(report.checks().size() + judgement.objectives().size());
        assertThat(report.areas().stream().mapToInt(Report.Area::claims).sum())
                .isEqualTo(report.checks().size());
        assertThat(report.reconciliation().formula()).isEqualTo("17 planned = 14 done + 2 skipped + 1 errors");
    }

    @Test
    void a_recording_that_contradicts_its_plan_is_refused() {
        Fixture twice = new Fixture().found("a.b", Severity.LOW, Verdict.PASS, "seen");
        twice.finding("a.b", Verdict.FAIL, "seen otherwise", Map.of());
        assertThatThrownBy(twice::report)
                .isInstanceOf(DoesNotReconcile.class)
                .hasMessageContaining("a.b has more than one finding")
                .message()
                .doesNotContain("\n");
        Fixture foreign = new Fixture().finding("never.planned", Verdict.PASS, "seen", Map.of());
        assertThatThrownBy(foreign::report)
                .isInstanceOf(DoesNotReconcile.class)
                .hasMessageContaining("never planned: never.planned");
        Fixture planned = new Fixture().plan("a.b", Severity.LOW).plan("a.b", Severity.LOW);
        assertThatThrownBy(planned::report).isInstanceOf(DoesNotReconcile.class).hasMessageContaining("planned twice");
        Report report = Voyages.healthy().report();
        assertThatThrownBy(() -> CheckRows.reconcile(report.checks().size() + 1, report.checks()))
                .isInstanceOf(DoesNotReconcile.class)
                .hasMessageContaining("is false");
    }

    @Test
    void a_verdict_whose_evidence_is_lost_does_not_stand() {
        Fixture fixture = new Fixture().plan("a.none", Severity.CRITICAL).plan("a.some", Severity.CRITICAL);
        fixture.plan("a.fail", Severity.CRITICAL);
        String kept = fixture.keep(fixture.exchange("GET / -> 200", "GET /", "200"));
        fixture.finding("a.none", Verdict.FAIL, "seen", Map.of(), List.of("0000000000000000"));
        fixture.finding("a.some", Verdict.PASS, "seen", Map.of(), List.of(kept, "0000000000000000"));
        fixture.finding("a.fail", Verdict.FAIL, "seen", Map.of(), List.of(kept, "0000000000000000"));
        Report report = fixture.report();
        assertThat(report.checks())
                .extracting(Report.CheckRow::verdict)
                .containsExactly("UNPROVEN", "UNPROVEN", "FAIL");
        assertThat(report.checks()).extracting(Report.CheckRow::recorded).containsExactly("FAIL", "PASS", null);
    }

    @Test
    void a_pass_that_was_interrupted_is_not_one() {
        Fixture fixture = new Fixture().plan("a.b", Severity.CRITICAL);
        String kept = fixture.keep(fixture.exchange("GET / -> 200", "GET /", "200"));
        fixture.findings.add(new FindingRow(
                "a.b",
                Execution.INTERRUPTED,
                Verdict.PASS,
                "so far so good",
                Map.of(),
                List.of(kept),
                Fixture.START,
                1));
        assertThat(fixture.report().checks().get(0).verdict()).isEqualTo("UNPROVEN");
    }

    @Test
    void a_slow_answer_under_a_late_injector_is_not_charged_to_the_target() {
        Fixture fixture = Voyages.healthy();
        promise("http.profile", 0.99, 0.001).accept(fixture);
        fixture.policy.put(Policy.LAG_P99_SECONDS, 0.000_001);
        Report report = fixture.report();
        assertThat(report.readiness().verdict()).isEqualTo(Answer.UNPROVEN);
        assertThat(report.readiness().objectives())
                .filteredOn(row -> row.limit() == 0.001)
                .singleElement()
                .satisfies(row -> assertThat(row.reason()).contains("the injector was late itself"));
    }

    @Test
    void disagreeing_instruments_void_even_an_objective_that_holds() {
        Fixture fixture = Voyages.healthy();
        fixture.crossChecks.add(new CrossCheck("http.profile", "count", 1200, 800, 12));
        assertThat(fixture.report().readiness().objectives())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.verdict()).isEqualTo("UNPROVEN"));
    }

    @Test
    void a_ramp_is_not_held_against_an_objective_while_a_steady_phase_was_measured() {
        Fixture fixture = Voyages.healthy();
        fixture.phase("ramp", "http.profile", "ramp", 100.0, null, 20);
        fixture.record("ramp", "http.profile", 50, 20, 900, 0.2);
        Report report = fixture.report();
        assertThat(report.readiness().objectives())
                .extracting(Report.ObjectiveRow::phase)
                .doesNotContain("ramp");
        assertThat(report.operations()).extracting(Report.OperationRow::phase).contains("ramp");
    }

    @Test
    void checks_that_fail_for_one_cause_are_one_issue() {
        Fixture fixture = new Fixture();
        fixture.found("ws.one", Severity.MEDIUM, Verdict.FAIL, "closed with 1006 after 31 ms");
        fixture.found("ws.two", Severity.CRITICAL, Verdict.FAIL, "closed with 1011 after 7.5 ms");
        fixture.found("ws.three", Severity.LOW, Verdict.FAIL, "never answered");
        fixture.found("auth.four", Severity.LOW, Verdict.FAIL, "never answered");
        List<Report.Issue> issues = fixture.report().issues();
        assertThat(issues)
                .extracting(Report.Issue::checks)
                .containsExactly(List.of("ws.two", "ws.one"), List.of("ws.three"), List.of("auth.four"));
        assertThat(issues.get(0).priority()).isEqualTo("P0");
        assertThat(issues.get(0).rerun()).isEqualTo("./seaworthy check config/environments/staging.yaml ws.two ws.one");
    }

    @Test
    void an_issue_carries_cause_confidence_and_clients() {
        Report.Issue issue = Voyages.broken().report().issues().get(1);
        assertThat(issue.inference()).isEqualTo("the server echoes the first offered subprotocol");
        assertThat(issue.confidence()).startsWith("high");
        assertThat(issue.clientsThatFail()).contains("Firefox");
        assertThat(issue.clientsThatOpen()).contains("gorilla (Go)");
        assertThat(issue.evidence()).hasSize(3);
    }

    @Test
    void a_broken_journey_names_its_first_break() {
        Report report = Voyages.broken().report();
        assertThat(report.journeys()).extracting(Report.Journey::status).containsExactly("BROKEN", "PROVEN");
        assertThat(report.journeys().get(0).firstBreak())
                .isNotNull()
                .extracting(Report.Step::id)
                .isEqualTo("ws.subprotocol.selected");
    }

    @Test
    void recommendations_come_most_urgent_first_and_each_can_be_verified() {
        Report report = Voyages.broken().report();
        assertThat(report.recommendations())
                .extracting(Report.Recommendation::priority)
                .isSorted()
                .startsWith("P0", "P0");
        assertThat(report.recommendations())
                .allSatisfy(row -> assertThat(row.verify()).startsWith("./seaworthy "));
    }

    @Test
    void sockets_and_limits_are_gathered_from_facts() {
        Report report = Voyages.healthy().report();
        assertThat(report.webSockets()).isNotNull().satisfies(sockets -> {
            assertThat(sockets.opened()).isEqualTo(50);
            assertThat(sockets.aliveAtEnd()).isEqualTo(50);
            assertThat(sockets.closedByCode()).containsEntry("1000", 50L);
            assertThat(sockets.operations()).containsExactly("ws.connect", "ws.echo");
        });
        assertThat(report.rateLimits()).extracting(RateLimit::check).contains("rate-limit.api.enforced");
    }

    @Test
    void turns_of_our_own_making_are_not_charged_to_the_target() {
        Fixture fixture = new Fixture().load("baseline", "http.a", 100, 20, 5, 0);
        fixture.ended("baseline", "http.a", Outcome.INSTRUMENT, 30);
        fixture.ended("baseline", "http.a", Outcome.NOT_SENT, 20);
        Report report = fixture.report();
        Report.OperationRow row = report.operations().get(0);
        assertThat(row.count()).isEqualTo(2050);
        assertThat(row.errors()).isZero();
        assertThat(row.instrument()).isEqualTo(50);
        assertThat(row.errorRatio()).isZero();
        assertThat(row.achievedRate()).isEqualTo(100.0);
        assertThat(row.timeline().stream().mapToLong(Report.Bucket::count).sum())
                .isEqualTo(2050);
        assertThat(row.timeline().stream().mapToLong(Report.Bucket::errors).sum())
                .isZero();
        assertThat(report.readiness().reasons())
                .anyMatch(reason -> reason.contains("spoiled or held back on our side"));
    }

    private static Arguments row(String name, Consumer<Fixture> change, Answer verdict, String gate) {
        return Arguments.of(name, change, verdict, gate);
    }

    private static Consumer<Fixture> mustProve(Severity severity) {
        return add(severity, Verdict.UNPROVEN).andThen(f -> f.policy.put("area.x.mustProve", 1.0));
    }

    private static Consumer<Fixture> add(Severity severity, Verdict verdict) {
        return fixture -> fixture.found("x.y", severity, verdict, "because");
    }

    private static Consumer<Fixture> promise(String operation, double quantile, double seconds) {
        return fixture -> fixture.objectives.add(new PlannedObjective(operation, null, quantile, seconds, null));
    }

    /** auth.login fails in about 0.2 % of 600 turns; the limit is that share times {@code factor}. */
    private static Consumer<Fixture> errors(double factor) {
        return fixture -> fixture.objectives.add(new PlannedObjective("auth.login", null, null, null, 0.03 * factor));
    }

    private static Consumer<Fixture> journey(String step) {
        return fixture ->
                fixture.journeys.add(new PlannedJourney("One more", List.of("auth.login.succeeds", step), null));
    }
}
