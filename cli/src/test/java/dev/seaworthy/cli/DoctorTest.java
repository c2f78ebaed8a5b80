package dev.seaworthy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.twin.StallPlan;
import dev.seaworthy.twin.StallTruth;
import dev.seaworthy.wire.NativeParts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final NativeParts PARTS = new NativeParts(null, "no library for this machine");
    private static final double RATE = 1_200;
    private static final double[] QUIET = {0.000_3, 0.000_5, 0.001, 0.002};
    private static final StallPlan STALLS = StallPlan.parse("400ms/4s");
    private static final Duration WINDOW = Duration.ofSeconds(12);

    @TempDir
    private Path folder;

    @Test
    void an_instrument_that_times_from_the_intended_start_hits_and_one_that_omits_misses() {
        for (long seed = 0; seed < 20; seed++) {
            DoctorReport right = judged(measured(seed, false), QUIET);
            assertThat(right.verdict()).as("seed %d: %s", seed, right.reasons()).isEqualTo(DoctorReport.Verdict.HELD);
            assertThat(right.exitCode()).isZero();
            DoctorReport omitting = judged(measured(seed, true), QUIET);
            assertThat(omitting.verdict()).as("seed %d", seed).isEqualTo(DoctorReport.Verdict.REFUTED);
            assertThat(omitting.exitCode()).isEqualTo(1);
            assertThat(omitting.reasons())
                    .anyMatch(reason -> reason.startsWith("400ms/4s: p99 is 360 ms, and at most"));
        }
    }

    @Test
    void on_a_machine_that_is_too_busy_nothing_is_held_and_nothing_refuted_that_noise_could_have_done() {
        DoctorReport busy = judged(measured(1, false), new double[] {0.001, 0.01, 0.2, 0.4});
        assertThat(busy.verdict()).isEqualTo(DoctorReport.Verdict.UNPROVEN);
        assertThat(busy.exitCode()).isEqualTo(2);
        assertThat(busy.reasons()).anyMatch(reason -> reason.contains("too busy"));
        assertThat(String.join("\n", busy.lines())).contains("noise").doesNotContain("MISS");

        assertThat(judged(measured(1, true), new double[] {0.001, 0.01, 0.2, 0.4})
                        .verdict())
                .as("too low is not noise")
                .isEqualTo(DoctorReport.Verdict.REFUTED);
    }

    @Test
    void what_cannot_be_resolved_is_not_proven() {
        StallTruth truth = StallTruth.of(STALLS, 100, WINDOW, Duration.ZERO);
        MeasuredIntervals few = new MeasuredIntervals(() -> {});
        few.append("truth", List.of(interval("http.stall", histogram(truth, 100, new Random(3), false))));
        DoctorReport report = DoctorReport.of(List.of(), PARTS, result(outcome(few, truth, QUIET)));
        assertThat(report.verdict()).isEqualTo(DoctorReport.Verdict.UNPROVEN);
        assertThat(report.reasons()).contains("400ms/4s: p99.9 is not resolvable with n = 1\u202f200");
    }

    @Test
    void is_told_as_a_table_and_as_json() throws IOException {
        MachineLimits.Limit tight = new MachineLimits.Limit("open files", "256", "56 connections", "ulimit", true);
        StallTruth truth = truth();
        DoctorReport report = DoctorReport.of(List.of(tight), PARTS, result(outcome(measured(5, false), truth, QUIET)));
        assertThat(String.join("\n", report.lines()))
                .contains("noise floor    p50 300 µs, p99 2 ms", "capacity       9\u202f000/s begun on time")
                .contains("! open files     256", "to change it: ulimit", "epoll", "! TLS", "the JDK's, because")
                .containsPattern("p99 +360 ms +36\\d ms .*hit +20 ms +miss")
                .contains("HELD");
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.at("/verdict").asText()).isEqualTo("HELD");
        assertThat(json.at("/machine/0/tight").asBoolean()).isTrue();
        assertThat(json.at("/knownTruth/0/points/2/truth").asDouble()).isBetween(0.35, 0.37);
        assertThat(json.at("/nativeParts/transport").isNull()).isTrue();
    }

    @Test
    void the_whole_test_runs_over_real_sockets() throws Exception {
        KnownTruth.Programme small = new KnownTruth.Programme(
                200,
                Duration.ofMillis(100),
                Duration.ofMillis(300),
                List.of(new KnownTruth.Case("50ms@100ms", Duration.ofMillis(500))));
        KnownTruth.Result result = new KnownTruth(TimeSource.system(), TestConsole.quiet(), folder).run(small);
        assertThat(result.calibration()).isNotNull();
        assertThat(result.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.samples() + outcome.failed()).isEqualTo(100);
            assertThat(outcome.points()).hasSize(4);
            assertThat(outcome.points().get(1).truth()).isBetween(0.0, 0.05);
            assertThat(outcome.points().get(0).naive()).isPositive();
            assertThat(outcome.points().get(3).low()).as("p99.9 of a hundred").isNull();
        });
    }

    @Test
    void a_naive_loop_whose_server_is_gone_says_so() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        NaiveLoop loop = new NaiveLoop(URI.create("http://127.0.0.1:" + closed), TimeSource.system());
        loop.run();
        assertThat(loop.failure()).contains("refused");
    }

    @Test
    void limits_are_read_and_judged() throws IOException {
        write("proc/self/limits", "Limit Soft Hard Units\nMax open files            256                  1024 files\n");
        write("proc/sys/net/ipv4/ip_local_port_range", "50000\t50999\n");
        write("proc/sys/net/ipv4/tcp_tw_reuse", "0\n");
        write("proc/sys/net/core/somaxconn", "128\n");
        write("proc/loadavg", "99.50 1 1 1/1 1\n");
        write("proc/meminfo", "MemTotal: 4096 kB\nMemAvailable:    2097152 kB\n");
        write("sys/fs/cgroup/cpu.max", "150000 100000\n");
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet\n");
        List<MachineLimits.Limit> limits = MachineLimits.of(folder, TimeSource.system());
        assertThat(limits).extracting(MachineLimits.Limit::name).contains("heap", "clock");
        assertThat(limit(limits, "open files").allows()).contains("824 connections");
        assertThat(limit(limits, "local ports").allows()).contains("1\u202f000 connections", "16 new ones");
        assertThat(limit(limits, "processors").value()).contains("quota 1.50");
        assertThat(limit(limits, "heap").value()).contains("2\u202f048 MiB");
        assertThat(limit(limits, "clock").value()).startsWith("hpet, ");
        for (String tight : List.of("open files", "local ports", "tcp_tw_reuse", "somaxconn", "load average")) {
            assertThat(limit(limits, tight).tight()).as(tight).isTrue();
            assertThat(limit(limits, tight).change()).as(tight).isNotEmpty();
        }
    }

    @Test
    void what_a_machine_does_not_tell_is_left_out() {
        assertThat(MachineLimits.of(folder.resolve("nothing"), TimeSource.system()))
                .extracting(MachineLimits.Limit::name)
                .containsExactly("processors", "heap", "clock");
    }

    private static StallTruth truth() {
        return StallTruth.of(STALLS, RATE, WINDOW, Duration.ZERO);
    }

    private static DoctorReport judged(MeasuredIntervals measured, double[] floor) {
        return DoctorReport.of(List.of(), PARTS, result(outcome(measured, truth(), floor)));
    }

    private static KnownTruth.Result result(KnownTruth.Outcome outcome) {
        Calibration.Setup setup =
                new Calibration.Setup(0, new Calibration.Step(100, 4), List.of(), 0.01, 64, "http HTTP_1_1");
        Calibration.NoiseFloor floor = new Calibration.NoiseFloor(
                400,
                0,
                0.000_2,
                List.of(new Calibration.Quantile(0.5, 0.000_3), new Calibration.Quantile(0.999, 0.002)));
        return new KnownTruth.Result(new Calibration(setup, floor, 9_000.0, true, null), List.of(outcome));
    }

    private static KnownTruth.Outcome outcome(MeasuredIntervals measured, StallTruth truth, double[] floor) {
        Histogram naive = OperationInterval.histogram();
        naive.recordValueWithCount(200_000, 97);
        naive.recordValueWithCount(20_000_000, 3);
        return new KnownTruth.Outcome(
                STALLS.toString(),
                RATE,
                12,
                measured.samples(),
                measured.failed(),
                measured.lagP99(),
                KnownTruth.points(truth, measured, floor, naive));
    }

    /** What a good instrument measures of the true times: these and a little more; an omitting one loses most stalls. */
    private static MeasuredIntervals measured(long seed, boolean omitting) {
        MeasuredIntervals measured = new MeasuredIntervals(() -> {});
        measured.append("truth", List.of(interval("http.stall", histogram(truth(), RATE, new Random(seed), omitting))));
        Histogram own = OperationInterval.histogram();
        own.recordValueWithCount(5_000_000_000L, 100_000);
        measured.append("truth", List.of(interval("instrument.canary", own)));
        return measured;
    }

    private static Histogram histogram(StallTruth truth, double rate, Random random, boolean omitting) {
        Histogram histogram = OperationInterval.histogram();
        for (int i = 0; i < truth.arrivals(); i++) {
            long at = Math.round(i / rate * 1e9);
            long response = STALLS.releaseNanos(at) - at;
            if (response == 0 || !omitting || random.nextInt(100) == 0) {
                histogram.recordValue(response + 50_000 + random.nextInt(200_000));
            }
        }
        return histogram;
    }

    private static OperationInterval interval(String operation, Histogram response) {
        Histogram lag = OperationInterval.histogram();
        lag.recordValueWithCount(100_000, response.getTotalCount());
        Histogram none = OperationInterval.histogram();
        return new OperationInterval(
                operation,
                Instant.EPOCH,
                Instant.EPOCH.plusSeconds(1),
                response,
                response,
                none,
                lag,
                none,
                Map.of(Outcome.OK, response.getTotalCount()),
                0);
    }

    private static MachineLimits.Limit limit(List<MachineLimits.Limit> limits, String name) {
        return limits.stream()
                .filter(limit -> limit.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
