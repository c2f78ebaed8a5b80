package dev.seaworthy.cli;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.RunManifest;
import dev.seaworthy.simulations.LoadPlan;
import dev.seaworthy.simulations.LoadRun;
import dev.seaworthy.simulations.injector.CalibrationPlan;
import dev.seaworthy.simulations.injector.Canary;
import dev.seaworthy.simulations.injector.EchoStack;
import dev.seaworthy.simulations.injector.SelfTest;
import dev.seaworthy.statistics.Percentile;
import dev.seaworthy.twin.StallPlan;
import dev.seaworthy.twin.StallServer;
import dev.seaworthy.twin.StallTruth;
import dev.seaworthy.wire.LoadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Holds the instrument against a server whose response times are known: the stalls are scripted, the truth is computed, and
 * what the instrument reports must contain it within its own error bars, joined with the noise of the machine.
 */
final class KnownTruth {
    static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

    private static final String OPERATION = "http.stall";
    /** More than a load from one small machine needs. */
    private static final double CEILING_PER_SECOND = 20_000;
    /** What a naive figure may be off before it is called a miss. */
    private static final double TENTH = 0.1;

    private final TimeSource time;
    private final Console console;
    private final Path scratch;

    /**
     * A test.
     *
     * @param scratch a folder for what Gatling may write
     */
    KnownTruth(TimeSource time, Console console, Path scratch) {
        this.time = time;
        this.console = console;
        this.scratch = scratch;
    }

    /**
     * What is tried.
     *
     * @param perSecond arrivals
     * @param warmUp a run before, without stalls, which is thrown away
     * @param floor a run without stalls, for the noise of the machine
     * @param cases each for so long that no percentile lies on the edge of a stall, where one arrival more or less decides
     *     between nothing and the shortest remainder
     */
    record Programme(double perSecond, Duration warmUp, Duration floor, List<Case> cases) {
        /** About three quarters of a minute. */
        static Programme quick() {
            return new Programme(
                    1_200,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    List.of(
                            new Case("100ms/10s", Duration.ofSeconds(12)),
                            new Case("1.4s@4s", Duration.ofSeconds(10)),
                            new Case("400ms/4s", Duration.ofSeconds(13))));
        }

        /** About four minutes. */
        static Programme full() {
            return new Programme(
                    1_200,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(20),
                    List.of(
                            new Case("100ms/10s", Duration.ofSeconds(44)),
                            new Case("1.4s@29s", Duration.ofSeconds(60)),
                            new Case("400ms/4s", Duration.ofMillis(29_700))));
        }
    }

    /** One script, for so long. */
    record Case(String stalls, Duration window) {}

    /**
     * One percentile of one case. Seconds.
     *
     * @param truth computed
     * @param value reported
     * @param low end of the reported interval, before it is joined with the noise floor; null if it is not resolvable
     * @param high likewise
     * @param floor the noise of the machine at this percentile
     * @param hit whether the truth lies within the joined interval
     * @param naive by a loop that starts its clock when it sends
     * @param naiveHit whether that is within a tenth of the truth, or within the noise of it
     */
    record Point(
            double quantile,
            double truth,
            double value,
            @Nullable Double low,
            @Nullable Double high,
            double floor,
            boolean hit,
            double naive,
            boolean naiveHit) {}

    /** One case with its points. {@code lagP99} in seconds. */
    record Outcome(
            String stalls,
            double perSecond,
            double seconds,
            long samples,
            long failed,
            double lagP99,
            List<Point> points) {}

    /**
     * What was found.
     *
     * @param calibration the instrument against its own echo, or null where that came to nothing
     */
    record Result(@Nullable Calibration calibration, List<Outcome> outcomes) {}

    /** Runs all; what the machine can do comes first. */
    Result run(Programme programme) throws IOException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        Calibration calibration;
        try (StallServer server = StallServer.start(0, StallPlan.NONE);
                OpenEnvironment open = environment(server, programme)) {
            console.status("doctor  noise floor and capacity of the instrument against its own echo");
            calibration = calibrate(open, programme);
            console.status("doctor  known truth: the noise of this machine");
            MeasuredIntervals quiet = load(open, programme.perSecond(), programme.floor(), () -> {});
            double[] floor = floor(quiet);
            for (Case one : programme.cases()) {
                console.status("doctor  known truth: stalls of " + one.stalls() + ", "
                        + one.window().toSeconds() + " s");
                outcomes.add(outcome(server, open, programme.perSecond(), one, floor));
            }
        }
        return new Result(calibration, outcomes);
    }

    private Outcome outcome(StallServer server, OpenEnvironment open, double perSecond, Case one, double[] floor)
            throws InterruptedException {
        StallPlan plan = StallPlan.parse(one.stalls());
        server.arm(plan);
        NaiveLoop naive = new NaiveLoop(server.http(), time);
        Thread beside = new Thread(naive, "naive loop");
        beside.setDaemon(true);
        MeasuredIntervals measured = load(open, perSecond, one.window(), beside::start);
        naive.stop();
        beside.join();
        if (!naive.failure().isEmpty()) {
            throw new IllegalStateException("the naive loop ended early: " + naive.failure());
        }
        StallTruth truth = StallTruth.of(plan, perSecond, one.window(), Duration.ZERO);
        return new Outcome(
                one.stalls(),
                perSecond,
                one.window().toMillis() / 1e3,
                measured.samples(),
                measured.failed(),
                measured.lagP99(),
                points(truth, measured, floor, naive.times()));
    }

    /** Sets what was computed beside what was measured. */
    static List<Point> points(StallTruth truth, MeasuredIntervals measured, double[] floor, Histogram naive) {
        List<Percentile> reported = measured.percentiles(QUANTILES);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < QUANTILES.length; i++) {
            Percentile percentile = reported.get(i);
            double right = truth.seconds(QUANTILES[i]);
            double naively = naive.getValueAtPercentile(100 * QUANTILES[i]) / 1e9;
            boolean hit = percentile.resolvable()
                    && percentile.lowSeconds() - floor[i] <= right
                    && right <= percentile.highSeconds();
            points.add(new Point(
                    QUANTILES[i],
                    right,
                    percentile.valueSeconds(),
                    percentile.resolvable() ? (Double) percentile.lowSeconds() : null,
                    percentile.resolvable() ? (Double) percentile.highSeconds() : null,
                    floor[i],
                    hit,
                    naively,
                    Math.abs(naively - right) <= Math.max(floor[i], TENTH * right)));
        }
        return points;
    }

    /** The upper ends of what the machine adds where nothing stalls; the greatest of all where no end can be told. */
    private static double[] floor(MeasuredIntervals quiet) {
        return quiet.percentiles(QUANTILES).stream()
                .mapToDouble(percentile -> percentile.resolvable() ? percentile.highSeconds() : quiet.maxSeconds())
                .toArray();
    }

    private MeasuredIntervals load(OpenEnvironment open, double perSecond, Duration window, Runnable onBegin) {
        MeasuredIntervals measured = new MeasuredIntervals(onBegin);
        new LoadRun(plan(open, perSecond, window), measured, time, scratch, tick -> {}).run();
        return measured;
    }

    /** Also warms up what is cold at first. */
    private @Nullable Calibration calibrate(OpenEnvironment open, Programme programme) {
        LoadPlan plan = plan(open, programme.perSecond(), programme.warmUp());
        SelfTest self = new SelfTest(
                EchoStack.like(open.environment().targets().http(), LoadOptions.STANDARD),
                CalibrationPlan.upTo(CEILING_PER_SECOND, lagBudgetSeconds()),
                Canary.USUAL_PER_SECOND);
        LoadPlan calibrating =
                new LoadPlan(plan.phases(), plan.catalog(), plan.limits(), plan.seed(), plan.engine(), List.of(), self);
        return new LoadRun(calibrating, new MeasuredIntervals(() -> {}), time, scratch, tick -> {})
                .run()
                .calibration();
    }

    private static double lagBudgetSeconds() {
        return Policies.lagBudgetSeconds(Policies.standard());
    }

    private static LoadPlan plan(OpenEnvironment open, double perSecond, Duration window) {
        LoadPhase phase = new LoadPhase("truth", List.of(OPERATION), new LoadPhase.Shape.Open(perSecond), window);
        RunPlan plan = new RunPlan(
                RunManifest.LOAD, List.of(), List.of(phase), List.of(), LoadPlan.Engine.standard(), List.of(), false);
        return open.loadPlan(plan, lagBudgetSeconds());
    }

    private OpenEnvironment environment(StallServer server, Programme programme) {
        String contract = String.format(
                Locale.ROOT,
                "{environment: doctor, targets: {http: \"%s\"}, operations: {stall: {path: /}},"
                        + " rails: {max-rate: %.0f/s, max-requests: 1000000000}}",
                server.http(),
                programme.perSecond());
        return OpenEnvironment.open(
                ContractSource.ofText("the doctor's contract", contract, console),
                ProbeCatalog.onClassPath(),
                Set.of(),
                RunIdentity.draw(time, 1L));
    }
}
