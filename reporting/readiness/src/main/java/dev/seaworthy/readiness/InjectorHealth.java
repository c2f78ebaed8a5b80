package dev.seaworthy.readiness;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.readiness.Injector.State;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.HealthSample;
import dev.seaworthy.recording.RecordedInterval;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import dev.seaworthy.recording.RunManifest.PlannedPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One injector: what it recorded, gone through once, and its seconds, each judged. */
final class InjectorHealth {
    /** Health and latency are flushed one after the other: an interval may share this much with a second and not be its. */
    private static final double SEAM = 0.1;

    private final InjectorRecording recording;
    private final Policy policy;
    private final Histogram lag = OperationInterval.histogram();
    private final Histogram floor = OperationInterval.histogram();
    private final Histogram floorService = OperationInterval.histogram();
    private final List<OperationInterval> floorSeconds = new ArrayList<>();
    private final Histogram canary = OperationInterval.histogram();
    private final List<Watched> watched = new ArrayList<>();
    private final List<Watched> saturated;
    private final Set<String> warmUps;
    private final Injector.@Nullable Headroom headroom;
    private long turns;
    private long ours;

    /** A second under load with its verdict. */
    record Watched(HealthSample sample, SecondJudge.Judged judged) {
        State state() {
            return judged.state();
        }

        Instant from() {
            return sample.at().minusNanos(Math.round(sample.seconds() * 1e9));
        }
    }

    InjectorHealth(InjectorRecording recording, Policy policy, RecordedRun run) {
        this.recording = recording;
        this.policy = policy;
        this.warmUps = run.manifest().phases().stream()
                .filter(phase -> phase.model().equals(Load.WARM_UP))
                .map(PlannedPhase::name)
                .collect(Collectors.toUnmodifiableSet());
        for (RecordedInterval recorded : recording.intervals()) {
            add(recorded);
        }
        for (OperationInterval quiet : Calibration.quiet(floorSeconds)) {
            floor.add(quiet.response());
            floorService.add(quiet.service());
        }
        floorSeconds.clear();
        this.headroom = headroom(recording.calibration());
        SecondJudge judge = new SecondJudge(policy, noise(0.99));
        HealthSample before = null;
        for (HealthSample sample : recording.health()) {
            if (!Calibration.isPhase(sample.phase())) {
                watched.add(new Watched(sample, judge.judge(sample, before)));
                before = sample;
            }
        }
        this.saturated = watched.stream()
                .filter(second -> second.state() == State.SATURATED)
                .toList();
    }

    private void add(RecordedInterval recorded) {
        OperationInterval interval = recorded.interval();
        if (recorded.phase().equals(Calibration.FLOOR)) {
            floorSeconds.add(interval);
        } else if (interval.operation().equals(Calibration.CANARY)) {
            canary.add(interval.response());
        } else if (!Instrument.isOwn(recorded.phase(), interval.operation())) {
            lag.add(interval.lag());
            turns += interval.count();
            ours += interval.count(Outcome.INSTRUMENT) + interval.count(Outcome.NOT_SENT);
        }
    }

    /** What was planned of what was found possible; a closed phase plans nothing, and takes what it gets. */
    private static Injector.@Nullable Headroom headroom(@Nullable Calibration calibration) {
        Double capacity = calibration == null ? null : calibration.capacityPerSecond();
        if (calibration == null || capacity == null) {
            return null;
        }
        double asked = calibration.setup().plannedPerSecond();
        return asked == 0
                ? null
                : new Injector.Headroom(asked, capacity, !calibration.capacityReached(), asked / capacity);
    }

    int number() {
        return recording.number();
    }

    /** What it adds to a response time at a quantile, in seconds; 0 where nobody measured it. */
    double noise(double quantile) {
        return at(floor, quantile);
    }

    double serviceNoise(double quantile) {
        return at(floorService, quantile);
    }

    private static double at(Histogram histogram, double quantile) {
        return histogram.getTotalCount() == 0 ? 0 : Estimates.seconds(histogram.getValueAtPercentile(100 * quantile));
    }

    /** Whether nothing that this interval holds was recorded while the injector was saturated. */
    boolean soundDuring(OperationInterval interval) {
        double seam = SEAM * Duration.between(interval.start(), interval.end()).toNanos();
        for (Watched second : saturated) {
            Instant from = second.from().isAfter(interval.start()) ? second.from() : interval.start();
            Instant to = second.sample().at().isBefore(interval.end())
                    ? second.sample().at()
                    : interval.end();
            if (from.isBefore(to) && Duration.between(from, to).toNanos() > seam) {
                return false;
            }
        }
        return true;
    }

    State state(String phase) {
        return new Spell(in(phase), policy).state();
    }

    long saturatedSeconds(String phase) {
        return saturated.stream()
                .filter(second -> second.sample().phase().equals(phase))
                .count();
    }

    String whySaturated(String phase) {
        return new Spell(in(phase), policy).reason(State.SATURATED);
    }

    private List<Watched> in(String phase) {
        return watched.stream()
                .filter(second -> second.sample().phase().equals(phase))
                .toList();
    }

    Injector row(@Nullable Instant start) {
        boolean empty = lag.getTotalCount() == 0;
        Spell all = new Spell(
                watched.stream()
                        .filter(second -> !warmUps.contains(second.sample().phase()))
                        .toList(),
                policy);
        State verdict = all.state();
        List<String> reasons = new ArrayList<>(all.reasons(verdict));
        if (verdict == State.UNKNOWN) {
            reasons.add("its health was not recorded");
        }
        double mostUsed = policy.value(Policy.USED_CAPACITY_SHARE);
        if (headroom != null && headroom.share() > mostUsed) {
            verdict = verdict.compareTo(State.STRAINED) < 0 ? State.STRAINED : verdict;
            reasons.add("the load asks for " + Figures.share(headroom.share()) + " of the "
                    + Figures.rate(headroom.probedRate()) + " that it can make, above " + Figures.share(mostUsed));
        }
        return new Injector(
                recording.number(),
                recording.sealed(),
                recording.intervals().size(),
                turns,
                ours,
                empty ? null : (Double) at(lag, 0.5),
                empty ? null : (Double) at(lag, 0.99),
                empty ? null : (Double) Estimates.seconds(lag.getMaxValue()),
                verdict,
                List.copyOf(reasons),
                phases(),
                headroom,
                Estimates.table(floor),
                Estimates.table(canary),
                watched.stream().map(second -> second(second, start)).toList());
    }

    private List<Injector.Phase> phases() {
        return watched.stream()
                .map(second -> second.sample().phase())
                .distinct()
                .map(phase -> new Spell(in(phase), policy).row(phase))
                .toList();
    }

    private static Injector.Second second(Watched watched, @Nullable Instant start) {
        HealthSample sample = watched.sample();
        HealthSample.Canary canary = sample.canary();
        HealthSample.Arrivals arrivals = sample.arrivals();
        HealthSample.Process process = sample.process();
        HealthSample.Host host = sample.host();
        Instant from = watched.from();
        return new Injector.Second(
                start == null ? 0 : Duration.between(start, from).toNanos() / 1e9,
                sample.phase(),
                watched.state(),
                watched.judged().seen().keySet().stream().map(Symptom::name).toList(),
                sample.clocks().lagP99Seconds(),
                sample.clocks().blockedP99Seconds(),
                canary == null ? null : canary.p50Seconds(),
                canary == null ? null : canary.maxSeconds(),
                process.hiccupMaxSeconds(),
                process.loopLagMaxSeconds(),
                process.loopBusyShare(),
                host.cpuShare(),
                host.busiestCpuShare(),
                host.stealShare(),
                host.throttledSeconds(),
                process.gcSeconds(),
                arrivals.inFlight(),
                arrivals.planned(),
                arrivals.sent(),
                arrivals.late(),
                arrivals.blocked(),
                arrivals.shed());
    }
}
