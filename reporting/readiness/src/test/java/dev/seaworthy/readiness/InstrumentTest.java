package dev.seaworthy.readiness;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.readiness.Injector.State;
import dev.seaworthy.readiness.Report.Answer;
import dev.seaworthy.readiness.Report.ObjectiveRow;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.RunManifest.PlannedObjective;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A promise that is kept stands whoever was late; one that is broken stands only where the instrument was sound. */
class InstrumentTest {
    private static final Consumer<Watch> SOUND = watch -> {};
    private static final Consumer<Watch> PINNED = watch -> {
        watch.lagP99 = 0.038;
        watch.busiestCpu = 1;
    };

    /** 200 turns a second for 12 s, of which the first nine take about {@code slowMillis} and the others 4 ms. */
    private static Fixture slowAtFirst(double slowMillis, double atMostSeconds) {
        Fixture fixture = ready().phase("baseline", "http.a", "open", 200.0, null, 12);
        fixture.record("baseline", "http.a", 0, 200, 9, slowMillis, 0);
        fixture.record("baseline", "http.a", 9, 200, 3, 4, 0);
        fixture.objectives.add(new PlannedObjective("http.a", null, 0.9, atMostSeconds, null));
        return fixture;
    }

    private static Fixture ready() {
        return new Fixture().found("health.live", Severity.CRITICAL, Verdict.PASS, "answered 200");
    }

    private static ObjectiveRow only(Report report) {
        return report.readiness().objectives().get(0);
    }

    @Test
    void a_slow_answer_is_refuted_while_the_injector_is_sound() {
        Report report = slowAtFirst(60, 0.025).watch("baseline", 0, 12, SOUND).report();
        assertThat(only(report).verdict()).isEqualTo("FAIL");
        assertThat(ExitCode.of(report)).isEqualTo(1);
        assertThat(report.injectors().get(0).verdict()).isEqualTo(State.SOUND);
    }

    @Test
    void a_slow_answer_under_a_saturated_injector_is_unproven_and_says_what_was_seen() {
        Report report = slowAtFirst(60, 0.025)
                .watch("baseline", 0, 9, PINNED)
                .watch("baseline", 9, 3, SOUND)
                .report();
        assertThat(only(report).verdict()).isEqualTo("UNPROVEN");
        assertThat(only(report).reason())
                .startsWith(
                        "missed, but the injector was saturated (p99 of injector lag up to 38 ms in 9 of 12 seconds; "
                                + "the busiest core was up to 100 % busy); in the other seconds 95 % interval")
                .endsWith("lies within 25 ms");
        assertThat(report.readiness().verdict()).isEqualTo(Answer.UNPROVEN);
        assertThat(ExitCode.of(report)).isEqualTo(2);
        assertThat(report.injectors().get(0).verdict()).isEqualTo(State.SATURATED);
    }

    @Test
    void a_slow_answer_that_is_slow_in_the_sound_seconds_too_stays_refuted() {
        Report report = slowAtFirst(60, 0.025)
                .watch("baseline", 0, 5, SOUND)
                .watch("baseline", 5, 7, PINNED)
                .report();
        assertThat(only(report).verdict()).isEqualTo("FAIL");
        assertThat(only(report).reason()).contains("lies above 25 ms in the seconds in which the injector was not");
        assertThat(ExitCode.of(report)).isEqualTo(1);
    }

    @Test
    void too_few_sound_seconds_decide_nothing() {
        Report report = slowAtFirst(60, 0.025).watch("baseline", 0, 12, PINNED).report();
        assertThat(only(report).verdict()).isEqualTo("UNPROVEN");
        assertThat(only(report).reason()).startsWith("missed, but the injector was saturated all the while");
    }

    @Test
    void a_fast_answer_stands_under_a_saturated_injector() {
        Report report = slowAtFirst(4, 0.025).watch("baseline", 0, 12, PINNED).report();
        assertThat(only(report).verdict()).isEqualTo("PASS");
        assertThat(report.readiness().verdict()).isEqualTo(Answer.READY);
        assertThat(report.operations().get(0).achievedIsLeast()).isTrue();
        assertThat(HtmlReport.render(report)).contains("≥ 200/s", "the target may be faster and take more");
    }

    @Test
    void errors_are_judged_again_as_well() {
        Fixture fixture = ready().phase("baseline", "http.a", "open", 200.0, null, 12);
        fixture.record("baseline", "http.a", 0, 200, 9, 4, 0.5);
        fixture.record("baseline", "http.a", 9, 200, 3, 4, 0);
        fixture.objectives.add(new PlannedObjective("http.a", null, null, null, 0.1));
        assertThat(only(fixture.report()).verdict()).isEqualTo("FAIL");
        fixture.watch("baseline", 0, 9, PINNED).watch("baseline", 9, 3, SOUND);
        assertThat(only(fixture.report()).verdict()).isEqualTo("UNPROVEN");
        assertThat(only(fixture.report()).reason()).contains("in the other seconds");
    }

    @Test
    void a_limit_below_three_times_the_noise_floor_cannot_be_refuted() {
        Fixture fixture = slowAtFirst(60, 0.01);
        assertThat(only(fixture.report()).verdict()).isEqualTo("FAIL");
        Report report = fixture.calibrate(2.5, 200, 1000).report();
        assertThat(only(report).verdict()).isEqualTo("UNPROVEN");
        assertThat(only(report).reason()).startsWith("below the noise floor: the instrument alone takes ");
    }

    @Test
    void the_injectors_own_lag_may_explain_what_is_missed() {
        Fixture fixture = slowAtFirst(5, 0.004_5);
        String reason = only(fixture.report()).reason();
        assertThat(only(fixture.report()).verdict()).as(reason).isEqualTo("FAIL");
        Fixture close = ready().phase("baseline", "http.a", "open", 200.0, null, 12);
        close.record("baseline", "http.a", 0, 200, 12, 0.4, 0);
        close.objectives.add(new PlannedObjective("http.a", null, 0.9, 0.000_65, null));
        assertThat(only(close.report()).verdict()).isEqualTo("UNPROVEN");
        assertThat(only(close.report()).reason()).contains("p90 of the injector's own lag is", "enough to explain it");
    }

    @Test
    void the_noise_floor_lowers_the_lower_ends() {
        Fixture fixture = slowAtFirst(4, 0.025);
        Report.Percentile before =
                fixture.report().operations().get(0).percentiles().get(0);
        Report report = fixture.calibrate(0.5, 200, 1000).report();
        Report.Percentile after = report.operations().get(0).percentiles().get(0);
        Report.Percentile floor = report.injectors().get(0).noiseFloor().get(0);
        assertThat(after.value()).isEqualTo(before.value());
        assertThat(after.high()).isEqualTo(before.high());
        assertThat(after.low()).isEqualTo(requireNonNull(before.low()) - requireNonNull(floor.value()));
    }

    @Test
    void the_instruments_own_requests_are_nobodys_load() {
        Fixture fixture = slowAtFirst(4, 0.025);
        Report without = fixture.report();
        fixture.calibrate(0.3, 200, 1000);
        for (int second = 0; second < 12; second++) {
            fixture.own("baseline", Calibration.CANARY, Fixture.START.plusSeconds(20L + second), 10, 0.4);
        }
        fixture.phase(Calibration.FLOOR, Calibration.OPERATION, "open", 100.0, null, 6);
        Report report = fixture.report();
        assertThat(report.operations()).isEqualTo(withNoise(without.operations(), report.operations()));
        assertThat(report.run().phases()).isEqualTo(without.run().phases());
        assertThat(report.injectors().get(0).turns())
                .isEqualTo(without.injectors().get(0).turns());
        assertThat(report.injectors().get(0).canary().get(0).n()).isEqualTo(120);
        assertThat(report.readiness().gates()).isEqualTo(without.readiness().gates());
    }

    /** The same rows, but for the lower ends of percentiles. */
    private static List<Report.OperationRow> withNoise(
            List<Report.OperationRow> rows, List<Report.OperationRow> noisy) {
        assertThat(noisy).hasSameSizeAs(rows);
        assertThat(noisy)
                .usingRecursiveComparison()
                .ignoringFields("percentiles.low", "servicePercentiles.low")
                .isEqualTo(rows);
        return noisy;
    }

    @Test
    void headroom_is_what_the_busiest_phase_asks_of_what_the_probe_made_in_time() {
        Fixture fixture = slowAtFirst(4, 0.025).watch("baseline", 0, 12, SOUND);
        Injector roomy = fixture.calibrate(0.3, 200, 600).report().injectors().get(0);
        assertThat(roomy.headroom()).isEqualTo(new Injector.Headroom(200, 600, false, 200.0 / 600));
        assertThat(roomy.verdict()).isEqualTo(State.SOUND);
        Injector tight = slowAtFirst(4, 0.025)
                .watch("baseline", 0, 12, SOUND)
                .calibrate(0.3, 200, 250)
                .report()
                .injectors()
                .get(0);
        assertThat(tight.verdict()).isEqualTo(State.STRAINED);
        assertThat(tight.reasons()).containsExactly("the load asks for 80 % of the 250/s that it can make, above 60 %");
        assertThat(slowAtFirst(4, 0.025).report().injectors().get(0).headroom()).isNull();
    }

    @Test
    void a_warm_up_is_neither_judged_nor_held_against_the_injector() {
        Fixture fixture = ready().phase("warm-up", "http.a", Load.WARM_UP, 200.0, null, 12);
        fixture.record("warm-up", "http.a", 200, 12, 60, 0);
        fixture.phase("baseline", "http.a", "open", 200.0, null, 12);
        fixture.record("baseline", "http.a", 200, 12, 4, 0);
        fixture.watch("warm-up", 0, 12, PINNED).watch("baseline", 0, 12, SOUND);
        fixture.objectives.add(new PlannedObjective("http.a", null, 0.9, 0.025, null));
        Report report = fixture.report();
        assertThat(report.readiness().objectives())
                .extracting(ObjectiveRow::verdict)
                .containsExactly("PASS");
        assertThat(report.injectors().get(0).verdict()).isEqualTo(State.SOUND);
        assertThat(report.injectors().get(0).phases())
                .extracting(Injector.Phase::verdict)
                .containsExactly(State.SATURATED, State.SOUND);
        SchemaTest.assertValid(JsonReport.render(report));
    }

    @Test
    void nobody_knows_how_an_injector_fared_that_nobody_watched() {
        Injector injector = slowAtFirst(4, 0.025).report().injectors().get(0);
        assertThat(injector.verdict()).isEqualTo(State.UNKNOWN);
        assertThat(injector.reasons()).containsExactly("its health was not recorded");
        assertThat(injector.seconds()).isEmpty();
    }

    @Test
    void one_hiccup_in_many_seconds_does_not_make_a_phase() {
        Fixture fixture = ready().phase("baseline", "http.a", "open", 50.0, null, 40);
        fixture.record("baseline", "http.a", 50, 40, 4, 0);
        fixture.watch("baseline", 0, 38, SOUND).watch("baseline", 38, 2, PINNED);
        Injector injector = fixture.report().injectors().get(0);
        assertThat(injector.verdict()).isEqualTo(State.SOUND);
        assertThat(injector.phases()).singleElement().satisfies(phase -> {
            assertThat(phase.sound()).isEqualTo(38);
            assertThat(phase.saturated()).isEqualTo(2);
        });
        fixture.watch("baseline", 40, 1, PINNED);
        assertThat(fixture.report().injectors().get(0).verdict()).isEqualTo(State.SATURATED);
    }

    @Test
    void a_ceiling_under_a_saturated_injector_is_at_least_that() {
        Fixture fixture = slowAtFirst(4, 0.025).watch("baseline", 0, 12, PINNED);
        fixture.scheduled.put("baseline/http.a", 4000L);
        assertThat(fixture.report().readiness().reasons())
                .contains("http.a in baseline achieved at least 200/s of 333/s offered, below 95 %: the injector was "
                        + "saturated, so that nobody knows what the target takes");
    }

    @Test
    void failures_are_told_by_their_words_the_most_frequent_first() {
        Fixture fixture = slowAtFirst(4, 0.025);
        fixture.signatures.put("baseline/http.a", Map.of("status 500", 2L, "connection reset", 7L));
        Report report = fixture.report();
        assertThat(report.operations().get(0).errorSignatures())
                .containsExactly(new Report.Signature("connection reset", 7), new Report.Signature("status 500", 2));
        assertThat(HtmlReport.render(report)).contains("Failures, by what was seen", "connection reset");
    }

    @Test
    void every_form_shows_the_instrument() {
        Fixture fixture = slowAtFirst(4, 0.025)
                .watch("baseline", 0, 6, SOUND)
                .watch("baseline", 6, 2, watch -> watch.busiestCpu = 1)
                .watch("baseline", 8, 4, PINNED)
                .calibrate(0.3, 200, 400);
        fixture.signatures.put("baseline/http.a", Map.of("status 500", 2L, "connection reset", 7L));
        Report report = fixture.report();
        SchemaTest.assertValid(JsonReport.render(report));
        assertThat(report.injectors().get(0).seconds())
                .extracting(Injector.Second::t)
                .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0);
        assertThat(HtmlReport.render(report))
                .contains(
                        "The instrument",
                        "Noise floor, before the load",
                        "50 % used: 200/s asked of 400/s that it can make",
                        "p99 of injector lag up to 38 ms in 4 of 12 seconds",
                        "<rect class=\"bad\"",
                        "<rect class=\"open\"",
                        "<rect class=\"good\"");
        assertThat(MarkdownReport.render(report))
                .contains(
                        "The instrument (1)",
                        "| 0 | saturated | 6 s | 2 s | 4 s |",
                        "- Injector 0: p99 of injector lag");
    }
}
