package dev.seaworthy.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.recording.RecordedRun.Ending;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class RunMergeTest {
    private static final List<String> OPERATIONS = List.of("auth.login", "ws.echo");
    private static final List<String> PHASES = List.of("steady", "after");

    @Test
    void nothing_is_lost_and_nothing_is_added() {
        List<RecordedInterval> intervals = intervals(3, 30);
        RunMerge merge = RunMerge.of(run("r1", "fp", injector(1, intervals)));
        long ends = intervals.stream()
                .mapToLong(recorded -> recorded.interval().count())
                .sum();
        long successes = intervals.stream()
                .mapToLong(recorded -> recorded.interval().count(Outcome.OK))
                .sum();
        long overflow = intervals.stream()
                .mapToLong(recorded -> recorded.interval().overflow())
                .sum();
        assertThat(merge.totals().stream().mapToLong(OperationTotals::count).sum())
                .isEqualTo(ends);
        assertThat(merge.totals().stream().mapToLong(OperationTotals::errors).sum())
                .isEqualTo(ends - successes);
        assertThat(merge.totals().stream().mapToLong(OperationTotals::overflow).sum())
                .isEqualTo(overflow);
        assertThat(merge.totals().stream()
                        .mapToLong(total -> total.response().getTotalCount())
                        .sum())
                .isEqualTo(successes);
        long sliced = 0;
        for (String operation : OPERATIONS) {
            for (SecondSlice slice : merge.slices(operation)) {
                assertThat(slice.second().getNano()).isZero();
                assertThat(slice.response().getTotalCount())
                        .isEqualTo(slice.outcomes().getOrDefault(Outcome.OK, 0L));
                sliced += slice.count();
            }
        }
        assertThat(sliced).isEqualTo(ends);
        for (OperationTotals total : merge.totals()) {
            List<SecondSlice> slices = merge.slices(total.operation(), total.phase());
            assertThat(slices.stream()
                            .mapToLong(slice -> slice.response().getTotalCount())
                            .sum())
                    .isEqualTo(total.response().getTotalCount());
            assertThat(slices.stream()
                            .mapToLong(slice -> slice.service().getTotalCount())
                            .sum())
                    .isEqualTo(total.service().getTotalCount());
            assertThat(slices.stream()
                            .mapToLong(slice -> slice.lag().getTotalCount())
                            .sum())
                    .isEqualTo(total.lag().getTotalCount());
        }
    }

    @Test
    void equals_recording_into_one_histogram() {
        List<RecordedInterval> intervals = intervals(5, 20);
        Histogram expected = OperationInterval.histogram();
        intervals.forEach(recorded -> {
            if (recorded.phase().equals("steady")
                    && recorded.interval().operation().equals("ws.echo")) {
                expected.add(recorded.interval().response());
            }
        });
        RunMerge merge = RunMerge.of(run("r1", "fp", injector(1, intervals)));
        OperationTotals total = merge.totals("ws.echo", "steady").orElseThrow();
        assertThat(total.response()).isEqualTo(expected);
        assertThat(merge.totals("ws.echo", "never")).isEmpty();
    }

    @Test
    void the_order_of_intervals_injectors_and_runs_does_not_matter() {
        Random random = new Random(23);
        List<RecordedInterval> intervals = new ArrayList<>(intervals(9, 24));
        String expected = text(RunMerge.merge(deal(intervals)));
        for (int trial = 0; trial < 12; trial++) {
            Collections.shuffle(intervals, random);
            List<RecordedRun> runs = new ArrayList<>(deal(intervals));
            Collections.shuffle(runs, random);
            assertThat(text(RunMerge.merge(runs))).isEqualTo(expected);
        }
    }

    @Test
    void phases_come_as_planned_and_schedules_add_up() {
        RunMerge merge = RunMerge.of(run("r1", "fp", injector(1, intervals(3, 10)), injector(2, intervals(4, 10))));
        assertThat(merge.totals()).extracting(OperationTotals::phase).startsWith("steady");
        assertThat(merge.scheduled()).containsExactly(Map.entry("steady/ws.echo", 20L));
    }

    @Test
    void intervals_belong_to_the_second_of_their_middle() {
        RecordedInterval early = at("2026-11-23T01:45:00.700Z", "2026-11-23T01:45:01.700Z");
        RecordedInterval late = at("2026-11-23T01:45:01.100Z", "2026-11-23T01:45:02.100Z");
        RunMerge merge = RunMerge.of(run("r1", "fp", injector(1, List.of(early)), injector(2, List.of(late))));
        assertThat(merge.slices("ws.echo"))
                .extracting(SecondSlice::second)
                .containsExactly(Instant.parse("2026-11-23T01:45:01Z"));
        assertThat(merge.slices("ws.echo").get(0).count()).isEqualTo(2);
    }

    @Test
    void refuses_what_does_not_belong_together() {
        RecordedRun one = run("r1", "fp-1", injector(1, intervals(1, 2)));
        assertRefused(List.of(), "no run");
        assertRefused(List.of(one, one), "twice");
        assertRefused(List.of(one, run("r2", "fp-2", injector(1, List.of()))), "fingerprints");
        RecordedInterval coarse = at("2026-11-23T01:45:00Z", "2026-11-23T01:45:01Z", new Histogram(1, 1_000_000, 2));
        assertRefused(List.of(run("r3", "fp-1", injector(1, List.of(coarse)))), "different ranges");
    }

    private static void assertRefused(List<RecordedRun> runs, String why) {
        assertThatThrownBy(() -> RunMerge.merge(runs))
                .isInstanceOf(CannotMerge.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    private static List<RecordedRun> deal(List<RecordedInterval> intervals) {
        List<List<RecordedInterval>> hands = new ArrayList<>();
        for (int hand = 0; hand < 4; hand++) {
            hands.add(new ArrayList<>());
        }
        for (int i = 0; i < intervals.size(); i++) {
            hands.get(i % 4).add(intervals.get(i));
        }
        return List.of(
                run("r1", "fp", injector(1, hands.get(0)), injector(2, hands.get(1))),
                run("r2", "fp", injector(1, hands.get(2)), injector(2, hands.get(3))));
    }

    private static String text(RunMerge merge) {
        StringBuilder text = new StringBuilder(merge.scheduled().toString());
        for (OperationTotals total : merge.totals()) {
            OperationInterval whole = new OperationInterval(
                    total.operation(),
                    total.firstStart(),
                    total.lastEnd(),
                    total.response(),
                    total.service(),
                    total.failed(),
                    total.lag(),
                    total.blocked(),
                    total.outcomes(),
                    total.overflow());
            text.append('\n').append(Samples.text(new RecordedInterval(total.phase(), whole)));
        }
        for (String operation : OPERATIONS) {
            for (SecondSlice slice : merge.slices(operation)) {
                text.append('\n').append(slice.second()).append(slice.phase()).append(slice.outcomes());
                text.append(slice.response().getTotalCount())
                        .append(' ')
                        .append(slice.response().getMaxValue());
            }
        }
        return text.toString();
    }

    private static RecordedInterval at(String start, String end) {
        Histogram response = OperationInterval.histogram();
        response.recordValue(1000);
        return at(start, end, response);
    }

    private static RecordedInterval at(String start, String end, Histogram response) {
        Histogram none = OperationInterval.histogram();
        return new RecordedInterval(
                "steady",
                new OperationInterval(
                        "ws.echo",
                        Instant.parse(start),
                        Instant.parse(end),
                        response,
                        none,
                        none,
                        none,
                        none,
                        Map.of(Outcome.OK, 1L),
                        0));
    }

    private static List<RecordedInterval> intervals(long seed, int count) {
        Random random = new Random(seed);
        List<RecordedInterval> intervals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String operation = OPERATIONS.get(random.nextInt(2));
            intervals.add(new RecordedInterval(
                    PHASES.get(random.nextInt(2)), Samples.interval(random, operation, random.nextInt(6))));
        }
        return intervals;
    }

    private static InjectorRecording injector(int number, List<RecordedInterval> intervals) {
        return new InjectorRecording(
                number, true, List.copyOf(intervals), Map.of("steady/ws.echo", 10L), List.of(), null, Map.of());
    }

    private static RecordedRun run(String id, String fingerprint, InjectorRecording... injectors) {
        return new RecordedRun(
                Samples.manifest(id, fingerprint),
                List.of(),
                Map.of(),
                List.of(injectors),
                List.of(),
                List.of(),
                Ending.COMPLETE);
    }
}
