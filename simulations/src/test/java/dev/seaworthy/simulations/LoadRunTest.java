package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.config.LoadPhase.Shape;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Scenario;
import dev.seaworthy.kernel.Schedule;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.Books;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.HealthSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs real Gatling, so it also holds Gatling to what the seam assumes of it. */
class LoadRunTest {
    private static final Duration GRACE = Duration.ofMillis(300);

    @TempDir
    private Path results;

    private final MemorySink sink = new MemorySink();

    @Test
    void starts_and_records_exactly_what_the_schedule_asks_for() {
        TestOperation operation = TestOperation.immediate("test.immediate");

        LoadSummary.Operation done = only(run(operation, new Shape.Open(200), Duration.ofSeconds(3)));

        assertThat(operation.starts()).isEqualTo(600);
        assertThat(operation.alwaysOnItsLoop()).isTrue();
        assertThat(done.scheduled()).isEqualTo(600);
        assertThat(done.count(Outcome.OK)).isEqualTo(600);
        assertThat(done.inFlight()).isZero();
        assertThat(sink.counts()).containsEntry("phase/test.immediate", 600L);
        assertThat(sink.scheduled()).containsEntry("phase/test.immediate", 600L);
        assertThat(sink.appended()).as("one record a second").isGreaterThanOrEqualTo(3);
        assertThat(sink.health())
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.phase()).isEqualTo("phase"))
                .anySatisfy(sample -> {
                    assertThat(sample.process().cpuSeconds()).isPositive();
                    assertThat(sample.process().loopLagMaxSeconds()).isPositive();
                });
        assertThat(Books.audit(sink.health()).imbalances()).isEmpty();
        assertThat(sink.health().stream()
                        .mapToLong(sample -> sample.arrivals().sent())
                        .sum())
                .isEqualTo(600);
    }

    @Test
    void intends_every_start_where_the_schedule_has_it() {
        TestOperation operation = TestOperation.immediate("test.immediate");

        run(operation, new Shape.Ramp(50, 350), Duration.ofSeconds(1));

        Schedule schedule = Schedule.ramp(50, 350, Duration.ofSeconds(1));
        List<Long> intended = operation.intended();
        assertThat(intended)
                .hasSize((int) Shift.arrivalsBefore(schedule, 1_000_000_000L))
                .hasSizeBetween(199, 201);
        for (int i = 0; i < intended.size(); i++) {
            assertThat(intended.get(i) - intended.get(0)).isEqualTo(schedule.offsetNanos(i));
        }
    }

    @Test
    void keeps_the_users_of_a_closed_phase_busy_and_no_more() {
        AtomicInteger busy = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TestOperation operation = new TestOperation("test.closed", (turn, self) -> {
            most.accumulateAndGet(busy.incrementAndGet(), Math::max);
            var unused = turn.loop()
                    .schedule(
                            () -> {
                                busy.decrementAndGet();
                                self.end(turn, Outcome.OK);
                            },
                            20,
                            TimeUnit.MILLISECONDS);
        });

        LoadSummary.Operation done = only(run(operation, new Shape.Closed(7), Duration.ofSeconds(1)));

        assertThat(most).hasValue(7);
        assertThat(done.scheduled()).isEqualTo(done.completed()).isEqualTo(operation.starts());
        // Seven users, 20 ms each: at most 350 a second, and users that did not come back would leave it at seven.
        assertThat(done.completed()).isBetween(70L, 357L);
    }

    @Test
    void records_an_operation_that_throws_as_a_fault_of_the_instrument() {
        TestOperation operation = new TestOperation("test.throws", (turn, self) -> {
            throw new IllegalStateException("on purpose");
        });

        LoadSummary.Operation done = only(run(operation, new Shape.Open(100), Duration.ofMillis(500)));

        assertThat(done.count(Outcome.INSTRUMENT)).isEqualTo(50).isEqualTo(done.scheduled());
        assertThat(sink.events()).containsKey("fault");
        assertThat(sink.events().toString()).contains("faults=50");
    }

    @Test
    void takes_completions_from_foreign_threads_and_refuses_a_second_one() {
        AtomicInteger refused = new AtomicInteger();
        ScheduledExecutorService foreign = Executors.newScheduledThreadPool(2);
        try {
            TestOperation operation = new TestOperation(
                    "test.foreign",
                    (turn, self) -> foreign.execute(() -> {
                        self.end(turn, Outcome.OK);
                        try {
                            self.end(turn, Outcome.TIMEOUT);
                        } catch (IllegalStateException e) {
                            refused.incrementAndGet();
                        }
                    }));

            LoadSummary.Operation done = only(run(operation, new Shape.Open(200), Duration.ofMillis(500)));

            assertThat(done.count(Outcome.OK)).isEqualTo(100).isEqualTo(done.completed());
            assertThat(operation.alwaysOnItsLoop()).isTrue();
            assertThat(refused).hasPositiveValue();
        } finally {
            foreign.shutdownNow();
        }
    }

    @Test
    void counts_turns_that_never_end_as_in_flight_and_arrivals_without_a_user_as_not_sent() {
        TestOperation operation = new TestOperation("test.endless", (turn, self) -> {});
        LoadPlan plan = plan(List.of(operation), 20, phase("phase", new Shape.Open(100), Duration.ofMillis(500)));

        LoadSummary summary = run(plan);

        LoadSummary.Operation done = only(summary);
        assertThat(done.scheduled()).isEqualTo(50);
        assertThat(done.inFlight()).isEqualTo(20);
        assertThat(done.count(Outcome.NOT_SENT)).isEqualTo(30).isEqualTo(done.completed());
        assertThat(summary.phases().get(0).starved()).isPositive();
        assertThat(sink.events()).containsKeys("in-flight", "starved");
    }

    @Test
    void shows_a_stall_of_the_target_in_response_time_where_service_time_hides_it() {
        TestOperation operation = new TestOperation("test.stall", (turn, self) -> {
            long sinceFirst = TimeSource.system().nanos() - self.intended().get(0);
            long thawsIn = TimeUnit.MILLISECONDS.toNanos(500) - sinceFirst;
            if (sinceFirst < TimeUnit.MILLISECONDS.toNanos(200) || thawsIn <= 0) {
                self.end(turn, Outcome.OK);
                return;
            }
            long began = TimeSource.system().nanos();
            Runnable thaw = () -> turn.complete(
                    new Clocks(
                            turn.intendedNanos(),
                            began,
                            began,
                            began,
                            TimeSource.system().nanos()),
                    Outcome.OK);
            var unused = turn.loop().schedule(thaw, thawsIn, TimeUnit.NANOSECONDS);
        });
        LoadPlan plan = plan(List.of(operation), 4, phase("phase", new Shape.Open(400), Duration.ofSeconds(1)));

        LoadSummary.Operation done = only(run(plan));

        // 400 a second for 300 ms: 120 arrivals meet the stall, and only the four users it caught see it from inside.
        assertThat(done.count(Outcome.OK)).isEqualTo(400);
        assertThat(done.service().getCountBetweenValues(100_000_000, 1_000_000_000))
                .isBetween(1L, 4L);
        assertThat(done.response().getCountBetweenValues(100_000_000, 1_000_000_000))
                .isGreaterThan(60);
    }

    @Test
    void runs_phases_in_sequence_and_their_populations_at_once_with_the_same_users() {
        TestOperation one = TestOperation.immediate("test.one");
        TestOperation two = TestOperation.immediate("test.two");
        AtomicInteger left = new AtomicInteger();
        TestOperation three = new TestOperation("test.three", (turn, self) -> {
            if (turn.user().recall(Integer.class) == null) {
                turn.user().keep(Integer.class, 1);
                turn.user().onLeave(left::incrementAndGet);
            }
            self.end(turn, turn.intendedNanos() % 2 == 0 ? Outcome.OK : Outcome.REJECTED);
        });
        LoadPlan plan = new LoadPlan(
                List.of(
                        new LoadPhase("first", List.of("test.one", "both"), new Shape.Open(50), Duration.ofSeconds(1)),
                        new LoadPhase("second", List.of("test.one"), new Shape.Open(80), Duration.ofSeconds(1))),
                OperationCatalog.of(
                        List.of(one, two, three), List.of(new Scenario("both", List.<Operation>of(three, two)))),
                new LoadPlan.Limits(GRACE, 100, 1e6),
                0,
                LoadPlan.Engine.standard());

        LoadSummary summary = run(plan);

        assertThat(sink.phases()).containsExactly("first", "second");
        assertThat(sink.counts())
                .containsEntry("first/test.one", 50L)
                .containsEntry("first/test.three", 50L)
                .containsEntry("first/both", 50L)
                .containsEntry("second/test.one", 80L)
                .doesNotContainKey("second/test.two");
        LoadSummary.Operation third = summary.phases().get(0).operations().stream()
                .filter(operation -> operation.operation().equals("test.three"))
                .findFirst()
                .orElseThrow();
        assertThat(two.starts()).as("a step after a failed one is not begun").isEqualTo(third.count(Outcome.OK));
        assertThat(left).as("every user that worked has left").hasPositiveValue();
    }

    @Test
    void stops_on_request_and_keeps_the_books_balanced() {
        List<LoadRun> runs = new ArrayList<>();
        TestOperation operation = new TestOperation("test.stop", (turn, self) -> {
            runs.get(0).stop();
            self.end(turn, Outcome.OK);
        });
        LoadPlan plan = plan(List.of(operation), 10, phase("phase", new Shape.Open(50), Duration.ofHours(1)));
        runs.add(new LoadRun(plan, sink, TimeSource.system(), results, tick -> {}));

        LoadSummary summary = runs.get(0).run();

        LoadSummary.Operation done = only(summary);
        assertThat(summary.stopped()).isTrue();
        assertThat(done.scheduled()).isPositive().isLessThan(500).isEqualTo(done.completed() + done.inFlight());
    }

    @Test
    void ends_even_though_an_operation_blocks_its_event_loop() {
        CountDownLatch never = new CountDownLatch(1);
        TestOperation operation = new TestOperation("test.blocks", (turn, self) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            LoadSummary summary =
                    run(plan(List.of(operation), 10, phase("phase", new Shape.Open(20), Duration.ofMillis(200))));

            assertThat(only(summary).scheduled()).isEqualTo(4);
            assertThat(only(summary).inFlight()).isPositive();
            assertThat(sink.events()).containsKeys("loop-blocked", "gatling-stuck");
        } finally {
            never.countDown();
        }
    }

    @Test
    void ends_with_the_failure_of_the_sink() {
        IntervalSink full = sink(() -> {
            throw new IllegalStateException("no space left");
        });

        assertThatThrownBy(() -> runInto(full)).hasMessage("no space left");
    }

    @Test
    void ends_with_a_failure_when_the_machine_fails_it() {
        IntervalSink broken = sink(() -> {
            throw new InternalError("no descriptors left");
        });

        assertThatThrownBy(() -> runInto(broken))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no descriptors left");
    }

    private void runInto(IntervalSink sink) {
        LoadPlan plan = plan(
                List.of(TestOperation.immediate("test.one")),
                10,
                new LoadPhase("phase", List.of("test.one"), new Shape.Open(10), Duration.ofSeconds(1)));
        new LoadRun(plan, sink, TimeSource.system(), results, tick -> {}).run();
    }

    private static IntervalSink sink(Runnable onBegin) {
        return new IntervalSink() {
            @Override
            public void begin(String phase) {
                onBegin.run();
            }

            @Override
            public void append(String phase, List<dev.seaworthy.kernel.OperationInterval> intervals) {}

            @Override
            public void scheduled(String phase, String operation, long turns) {}

            @Override
            public void health(HealthSample sample) {}

            @Override
            public void calibration(Calibration calibration) {}

            @Override
            public void errors(String phase, String operation, java.util.Map<String, Long> signatures) {}

            @Override
            public void event(String kind, java.util.Map<String, ?> details) {}
        };
    }

    private LoadSummary run(TestOperation operation, Shape shape, Duration duration) {
        return run(plan(List.of(operation), 1000, new LoadPhase("phase", List.of(operation.name()), shape, duration)));
    }

    private LoadSummary run(LoadPlan plan) {
        return new LoadRun(plan, sink, TimeSource.system(), results, tick -> {}).run();
    }

    private static LoadPlan plan(List<TestOperation> operations, int maxUsers, LoadPhase phase) {
        LoadPhase named = new LoadPhase(
                phase.name(), operations.stream().map(TestOperation::name).toList(), phase.shape(), phase.duration());
        return new LoadPlan(
                List.of(named),
                OperationCatalog.of(operations),
                new LoadPlan.Limits(GRACE, maxUsers, 1e6),
                0,
                LoadPlan.Engine.standard());
    }

    private static LoadPhase phase(String name, Shape shape, Duration duration) {
        return new LoadPhase(name, List.of(), shape, duration);
    }

    private static LoadSummary.Operation only(LoadSummary summary) {
        assertThat(summary.phases()).hasSize(1);
        assertThat(summary.phases().get(0).operations()).hasSize(1);
        return summary.phases().get(0).operations().get(0);
    }
}
