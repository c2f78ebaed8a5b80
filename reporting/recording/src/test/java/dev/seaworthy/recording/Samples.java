package dev.seaworthy.recording;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Execution;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.recording.RunManifest.PlannedCheck;
import dev.seaworthy.recording.RunManifest.PlannedJourney;
import dev.seaworthy.recording.RunManifest.PlannedObjective;
import dev.seaworthy.recording.RunManifest.PlannedPhase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;

/** Runs, findings and intervals to record, the same for the same seed. */
final class Samples {
    static final Instant START = Instant.parse("2026-11-23T01:45:00Z");
    static final TimeSource TIME = new TimeSource() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Instant wallClock() {
            return START;
        }
    };

    private Samples() {}

    static RunManifest manifest(String id) {
        return manifest(id, "fp-1");
    }

    static RunManifest manifest(String id, String fingerprint) {
        return new RunManifest(
                1,
                id,
                "twin",
                "The embedded stand-in",
                START,
                "c0ffee",
                42,
                "seaworthy run",
                Map.of("seaworthy", "0.1.0"),
                Map.of("processors", "2"),
                fingerprint,
                List.of("http://127.0.0.1:8080"),
                Map.of("health", "Health"),
                List.of(new PlannedCheck(
                        "health.live",
                        "health",
                        "It is alive.",
                        "HIGH",
                        "contract",
                        "GET /",
                        "200",
                        "life",
                        "500",
                        "curl",
                        null)),
                List.of(new PlannedPhase("steady", List.of("auth.login"), "open", 10.0, null, 60)),
                List.of(new PlannedObjective("auth.login", null, 0.95, 0.25, null)),
                List.of(new PlannedJourney("sign in", List.of("auth.login"), null)),
                Map.of("errorRatio", 0.01),
                RunManifest.READINESS,
                null);
    }

    static Exchange exchange(String sent) {
        return Exchange.of(
                Exchange.Kind.HTTP,
                "GET /health -> 200 in 1.204 ms",
                new Exchange.Connection(1, "127.0.0.1:5000", "127.0.0.1:8080", null),
                START,
                new Clocks(1, 2, 3, 4, 5),
                new Exchange.Ending(Outcome.OK, ""),
                new Exchange.Transcript(sent, "HTTP/1.1 200 OK\r\n\r\n"));
    }

    static FindingRow row(String check, Exchange... evidence) {
        List<String> ids = new ArrayList<>();
        for (Exchange exchange : evidence) {
            ids.add(exchange.id());
        }
        Verdict verdict = ids.isEmpty() ? Verdict.SKIPPED : Verdict.PASS;
        return new FindingRow(
                check, Execution.DONE, verdict, "as expected", Map.of("statuses", List.of(200, 204)), ids, START, 0.5);
    }

    /** What an operation did in one second; small or empty histograms, so that journals stay short. */
    static OperationInterval interval(Random random, String operation, int second) {
        Histogram response = OperationInterval.histogram();
        Histogram service = OperationInterval.histogram();
        Histogram failed = OperationInterval.histogram();
        Histogram lag = OperationInterval.histogram();
        Histogram blocked = OperationInterval.histogram();
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        int count = 1 + random.nextInt(20);
        for (int i = 0; i < count; i++) {
            Outcome outcome = random.nextInt(5) == 0 ? Outcome.TIMEOUT : Outcome.OK;
            long nanos = (long) (5_000 * Math.exp(random.nextGaussian()));
            outcomes.merge(outcome, 1L, Long::sum);
            (outcome == Outcome.OK ? response : failed).recordValue(nanos);
            if (outcome == Outcome.OK) {
                service.recordValue(nanos / 2);
            }
            lag.recordValue(random.nextInt(1000));
            blocked.recordValue(random.nextInt(1000));
        }
        Instant start = START.plusSeconds(second).plusNanos(random.nextInt(1_000_000));
        return new OperationInterval(
                operation,
                start,
                start.plusSeconds(1),
                response,
                service,
                failed,
                lag,
                blocked,
                outcomes,
                random.nextInt(3));
    }

    /** Everything that an interval holds, for comparison. */
    static String text(RecordedInterval recorded) {
        OperationInterval interval = recorded.interval();
        StringBuilder text = new StringBuilder(recorded.phase() + " " + interval.operation() + " " + interval.start()
                + " " + interval.end() + " " + interval.overflow() + " "
                + (interval.outcomes().isEmpty() ? "" : new EnumMap<>(interval.outcomes())));
        for (Histogram histogram : JournalRecord.histograms(interval)) {
            text.append(" |");
            histogram
                    .recordedValues()
                    .forEach(value -> text.append(' ')
                            .append(value.getValueIteratedTo())
                            .append('x')
                            .append(value.getCountAtValueIteratedTo()));
        }
        return text.toString();
    }

    /** A second in which everything that was planned was sent and answered. */
    static HealthSample health(String phase, long second) {
        return new HealthSample(
                START.plusSeconds(second + 1),
                phase,
                1,
                new HealthSample.Arrivals(100, 100, 3, 0, 0, 0, 99, 1, 0, 0.5, 0.5),
                new HealthSample.Lateness(0.00002, 0.0004, 0.002, null),
                new HealthSample.Canary(10, 10, 0.0003, 0.0009),
                new HealthSample.Process(0.001, 0.0002, 0.11, 0, 0.3, 90_000_000, 40L, null),
                new HealthSample.Host(2, 0.4, 0.55, null, 0.0, 0L, 0.02, 12L, 1L));
    }

    /** A calibration with all that one can have. */
    static Calibration calibration() {
        return new Calibration(
                new Calibration.Setup(
                        50,
                        new Calibration.Step(50, 4),
                        List.of(new Calibration.Step(500, 0.4), new Calibration.Step(1600, 0.4)),
                        0.001,
                        1024,
                        "http"),
                new Calibration.NoiseFloor(200, 0, 0.0002, List.of(new Calibration.Quantile(0.5, 0.0004))),
                1600.0,
                false,
                0.03125);
    }
}
