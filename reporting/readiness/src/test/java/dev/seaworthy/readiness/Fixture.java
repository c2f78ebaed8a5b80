package dev.seaworthy.readiness;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Execution;
import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.Damage;
import dev.seaworthy.recording.FindingRow;
import dev.seaworthy.recording.HealthSample;
import dev.seaworthy.recording.Journal;
import dev.seaworthy.recording.LeakAuditResult;
import dev.seaworthy.recording.RecordedInterval;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RecordedRun.CrossCheck;
import dev.seaworthy.recording.RecordedRun.Ending;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import dev.seaworthy.recording.RunDirectory;
import dev.seaworthy.recording.RunManifest;
import dev.seaworthy.recording.RunManifest.PlannedCheck;
import dev.seaworthy.recording.RunManifest.PlannedJourney;
import dev.seaworthy.recording.RunManifest.PlannedObjective;
import dev.seaworthy.recording.RunManifest.PlannedPhase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Builds recorded runs by hand. Everything that it makes up follows from a fixed seed. */
final class Fixture {
    static final Instant START = Instant.parse("2026-03-04T09:15:00Z");
    static final LeakAuditResult CLEAN = new LeakAuditResult(42, 7, List.of());

    /** Shared, for a histogram is a third of a megabyte. */
    private static final Histogram EMPTY = OperationInterval.histogram();

    final Map<String, String> areas = new LinkedHashMap<>();
    final List<PlannedCheck> checks = new ArrayList<>();
    final List<FindingRow> findings = new ArrayList<>();
    final Map<String, Exchange> evidence = new LinkedHashMap<>();
    final List<PlannedPhase> phases = new ArrayList<>();
    final List<PlannedObjective> objectives = new ArrayList<>();
    final List<PlannedJourney> journeys = new ArrayList<>();
    /** Made at each access, as a journal does: a second with its histograms takes a megabyte. */
    private final List<Supplier<RecordedInterval>> intervals = new ArrayList<>();

    final Map<String, Long> scheduled = new LinkedHashMap<>();
    final List<HealthSample> health = new ArrayList<>();

    @Nullable
    Calibration calibration;

    final Map<String, Map<String, Long>> signatures = new LinkedHashMap<>();
    final List<CrossCheck> crossChecks = new ArrayList<>();
    final List<Damage> damages = new ArrayList<>();
    final Map<String, Double> policy = new LinkedHashMap<>();
    Ending ending = Ending.COMPLETE;
    boolean sealed = true;
    String description = "The staging of a small shop";
    String kind = RunManifest.READINESS;
    String command = "./seaworthy run config/environments/staging.yaml";

    RecordedRun run() {
        return new RecordedRun(
                manifest(),
                List.copyOf(findings),
                new LinkedHashMap<>(evidence),
                intervals.isEmpty() && phases.isEmpty()
                        ? List.of()
                        : List.of(new InjectorRecording(
                                0,
                                sealed,
                                intervals(),
                                Map.copyOf(scheduled),
                                List.copyOf(health),
                                calibration,
                                Map.copyOf(signatures))),
                List.copyOf(crossChecks),
                List.copyOf(damages),
                ending);
    }

    Report report() {
        return Readiness.judge(run(), CLEAN);
    }

    RunManifest manifest() {
        return new RunManifest(
                1,
                "20260304T091500Z-staging-7f3a",
                "staging",
                description,
                START,
                "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
                42,
                command,
                Map.of("seaworthy", "0.1.0", "gatling", "3.15.1", "netty", "4.2.18.Final"),
                Map.of("processors", "2", "memory", "24 GiB", "os", "Linux 6.1 amd64", "java", "17.0.15"),
                "staging-9c56cc51-linux-2",
                List.of("https://staging.example.test", "wss://staging.example.test/ws"),
                areas,
                List.copyOf(checks),
                List.copyOf(phases),
                List.copyOf(objectives),
                List.copyOf(journeys),
                policy,
                kind,
                null);
    }

    /** Plans a check in the area that the first part of its id names. */
    Fixture plan(String id, Severity severity) {
        return plan(id, severity, "The claim " + id + " holds");
    }

    Fixture plan(String id, Severity severity, String sentence) {
        String area = id.substring(0, id.indexOf('.')).replaceFirst("^ws$", "websocket");
        areas.putIfAbsent(area, "Area " + area);
        checks.add(new PlannedCheck(
                id,
                area,
                sentence,
                severity.name(),
                "RFC 6455 section 4.2.2",
                "one request, and a control before and after it",
                "the answer that the contract names",
                "that this answer was given; not that it always is",
                "any other answer",
                "curl -i https://staging.example.test/",
                "S0"));
        return this;
    }

    /** Plans a check and gives it a finding, with an exchange where the verdict needs one. */
    Fixture found(String id, Severity severity, Verdict verdict, String reason) {
        return plan(id, severity).finding(id, verdict, reason, Map.of());
    }

    Fixture finding(String id, Verdict verdict, String reason, Map<String, Object> facts) {
        List<String> ids = new ArrayList<>();
        if (verdict.needsEvidence()) {
            Exchange exchange = exchange(
                    "GET /" + id + " -> 200 in 1.2 ms",
                    "GET /" + id + " HTTP/1.1\r\nHost: x\r\n\r\n",
                    "HTTP/1.1 200 OK\r\n\r\n");
            ids.add(keep(exchange));
        }
        return finding(id, verdict, reason, facts, ids);
    }

    Fixture finding(String id, Verdict verdict, String reason, Map<String, Object> facts, List<String> ids) {
        findings.add(new FindingRow(
                id,
                Execution.DONE,
                verdict,
                reason,
                new TreeMap<>(facts),
                ids,
                START.plusSeconds(findings.size()),
                0.0421));
        return this;
    }

    String keep(Exchange exchange) {
        evidence.put(exchange.id(), exchange);
        return exchange.id();
    }

    Exchange exchange(String summary, String sent, String received) {
        return exchange(Exchange.Kind.HTTP, Outcome.OK, summary, sent, received);
    }

    Exchange exchange(Exchange.Kind kind, Outcome outcome, String summary, String sent, String received) {
        long at = 1_000_000L * evidence.size();
        return Exchange.of(
                kind,
                summary,
                new Exchange.Connection(evidence.size() + 1, "127.0.0.1:50123", "127.0.0.1:8443", null),
                START.plusMillis(evidence.size()),
                new Clocks(at, at + 1_000, at + 40_000, at + 900_000, at + 1_240_000),
                new Exchange.Ending(outcome, ""),
                new Exchange.Transcript(sent, received));
    }

    /** An open phase with one operation, {@code rate} a second, answered in about {@code medianMillis}. */
    Fixture load(String phase, String operation, int rate, int seconds, double medianMillis, double errorShare) {
        phase(phase, operation, "open", (double) rate, null, seconds);
        scheduled.put(phase + "/" + operation, (long) rate * seconds);
        record(phase, operation, rate, seconds, medianMillis, errorShare);
        return this;
    }

    Fixture phase(
            String name, String operation, String model, @Nullable Double rate, @Nullable Integer users, int seconds) {
        for (int i = 0; i < phases.size(); i++) {
            PlannedPhase known = phases.get(i);
            if (known.name().equals(name)) {
                List<String> operations = new ArrayList<>(known.operations());
                operations.add(operation);
                phases.set(i, new PlannedPhase(name, operations, model, rate, users, seconds));
                return this;
            }
        }
        phases.add(new PlannedPhase(name, List.of(operation), model, rate, users, seconds));
        return this;
    }

    /** When a phase begins; the first 20 s belong to checks and calibration. */
    private Instant startOf(String phase) {
        int offset = phases.stream()
                .takeWhile(planned -> !planned.name().equals(phase))
                .mapToInt(planned -> (int) planned.seconds())
                .sum();
        return START.plusSeconds(20L + offset);
    }

    /** Health of the injector in seconds of a phase that is planned already. */
    Fixture watch(String phase, int from, int seconds, Consumer<Watch> change) {
        for (int second = from; second < from + seconds; second++) {
            Watch watch = new Watch();
            watch.phase = phase;
            watch.at = startOf(phase).plusSeconds(second + 1L);
            change.accept(watch);
            health.add(watch.sample());
        }
        return this;
    }

    /** Calibration: a noise floor of about {@code floorMillis}, and a capacity, above which it was tried and not held. */
    Fixture calibrate(double floorMillis, double planned, double capacity) {
        for (int second = 0; second < 6; second++) {
            own(Calibration.FLOOR, Calibration.OPERATION, START.plusSeconds(2L + second), 200, floorMillis);
        }
        own(Calibration.capacityPhase(1), Calibration.OPERATION, START.plusSeconds(9), 300, floorMillis);
        Calibration.Setup setup = new Calibration.Setup(
                planned,
                new Calibration.Step(200, 6),
                List.of(new Calibration.Step(capacity, 1), new Calibration.Step(2 * capacity, 1)),
                0.01,
                0,
                "http h1");
        calibration = new Calibration(setup, null, capacity, true, planned / capacity);
        return this;
    }

    /** A second of requests of the instrument to itself. */
    void own(String phase, String operation, Instant start, int rate, double medianMillis) {
        long seed = 20260304L + 31L * intervals.size();
        intervals.add(() ->
                new RecordedInterval(phase, interval(operation, start, rate, medianMillis * 1e6, 0, new Random(seed))));
    }

    void record(String phase, String operation, int rate, int seconds, double medianMillis, double errorShare) {
        record(phase, operation, 0, rate, seconds, medianMillis, errorShare);
    }

    /** As {@link #record(String, String, int, int, double, double)}, from a second of the phase on. */
    void record(
            String phase, String operation, int from, int rate, int seconds, double medianMillis, double errorShare) {
        for (int second = from; second < from + seconds; second++) {
            Instant start = startOf(phase).plusSeconds(second);
            double median = medianMillis * 1e6 * (1 + 0.25 * StrictMath.sin(second / 6.0));
            long seed = 20260304L + 31L * intervals.size();
            intervals.add(() -> new RecordedInterval(
                    phase, interval(operation, start, rate, median, errorShare, new Random(seed))));
        }
    }

    private static OperationInterval interval(
            String operation, Instant start, int rate, double medianNanos, double errorShare, Random random) {
        Histogram response = OperationInterval.histogram();
        Histogram service = OperationInterval.histogram();
        Histogram failed = errorShare == 0 ? EMPTY : OperationInterval.histogram();
        Histogram lag = OperationInterval.histogram();
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (int i = 0; i < rate; i++) {
            long nanos = (long) (medianNanos * StrictMath.exp(0.45 * random.nextGaussian()));
            nanos += random.nextInt(400) == 0 ? (long) (medianNanos * 12) : 0;
            boolean error = random.nextDouble() < errorShare;
            Outcome outcome = !error ? Outcome.OK : random.nextBoolean() ? Outcome.TIMEOUT : Outcome.WRONG_ANSWER;
            outcomes.merge(outcome, 1L, Long::sum);
            (error ? failed : response).recordValue(nanos);
            if (!error) {
                service.recordValue((long) (nanos * 0.9));
            }
            lag.recordValue(20_000 + random.nextInt(180_000));
        }
        return new OperationInterval(
                operation, start, start.plusSeconds(1), response, service, failed, lag, EMPTY, outcomes, 0);
    }

    private List<RecordedInterval> intervals() {
        List<Supplier<RecordedInterval>> made = List.copyOf(intervals);
        return new AbstractList<>() {
            @Override
            public RecordedInterval get(int index) {
                return made.get(index).get();
            }

            @Override
            public int size() {
                return made.size();
            }
        };
    }

    /** Turns of the phase's first second that ended in one way, without a time. */
    void ended(String phase, String operation, Outcome outcome, long turns) {
        Instant start = intervals.get(0).get().interval().start();
        intervals.add(() -> new RecordedInterval(
                phase,
                new OperationInterval(
                        operation,
                        start,
                        start.plusSeconds(1),
                        EMPTY,
                        EMPTY,
                        EMPTY,
                        EMPTY,
                        EMPTY,
                        Map.of(outcome, turns),
                        0)));
    }

    /** Writes this run as the product would, and returns its directory. */
    Path recorded(Path parent) {
        RunManifest manifest = manifest();
        RunDirectory directory = RunDirectory.create(parent, manifest, new SecretVault(), TIME);
        for (FindingRow row : findings) {
            directory.append(row, row.evidence().stream().map(evidence::get).toList());
        }
        try (Journal journal = directory.injector(0)) {
            scheduled.forEach((key, turns) -> {
                int slash = key.indexOf('/');
                journal.scheduled(key.substring(0, slash), key.substring(slash + 1), turns);
            });
            for (RecordedInterval recorded : intervals()) {
                journal.append(recorded.phase(), List.of(recorded.interval()));
            }
            if (sealed) {
                journal.seal();
            }
        }
        crossChecks.forEach(directory::crossCheck);
        if (ending != Ending.UNSEALED) {
            directory.seal(ending);
        }
        return directory.path();
    }

    private static final TimeSource TIME = new TimeSource() {
        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public Instant wallClock() {
            return START;
        }
    };
}
