package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Injector.State;
import dev.seaworthy.recording.HealthSample;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges one second of an injector. What delays turns for certain saturates: lag, a slow canary, a task that waited, a
 * paused process, turns that vanish. What merely burdens, such as a full processor, saturates once lag or canary feel it;
 * without, it strains, since a closed load keeps a processor busy by its nature.
 */
final class SecondJudge {
    /** Counters of several event loops are read one after the other; a turn or two lie between. */
    private static final long READ_APART = 2;

    private final Policy policy;
    private final double canaryLimit;

    /** @param noiseFloor 99th percentile of the echo before the load, in seconds; 0 where it was not measured */
    SecondJudge(Policy policy, double noiseFloor) {
        this.policy = policy;
        this.canaryLimit =
                Math.max(policy.value(Policy.CANARY_SECONDS), policy.value(Policy.NOISE_MULTIPLE) * noiseFloor);
    }

    /** A verdict on one second, with the figure of everything that speaks against it. */
    record Judged(State state, Map<Symptom, Double> seen) {}

    Judged judge(HealthSample sample, @Nullable HealthSample before) {
        Seen seen = new Seen();
        delays(seen, sample);
        seen.above(Symptom.BOOKS, missing(sample, before), tolerated(sample));
        boolean certain = !seen.figures.isEmpty();
        Double lag = sample.clocks().lagP99Seconds();
        boolean felt = certain || lag != null && lag > policy.value(Policy.FELT_LAG_SECONDS);
        boolean blind = sample.canary() == null || sample.canary().answered() == 0;
        burdens(seen, sample);
        if (seen.figures.isEmpty()) {
            return new Judged(State.SOUND, Map.of());
        }
        boolean unwatched =
                blind && (seen.figures.containsKey(Symptom.HICCUP) || seen.figures.containsKey(Symptom.STEAL));
        return new Judged(felt || unwatched ? State.SATURATED : State.STRAINED, seen.figures);
    }

    private void delays(Seen seen, HealthSample sample) {
        seen.above(Symptom.LAG, sample.clocks().lagP99Seconds(), policy.value(Policy.LAG_P99_SECONDS));
        HealthSample.Canary canary = sample.canary();
        if (canary != null) {
            seen.above(Symptom.CANARY, canary.maxSeconds(), canaryLimit);
            if (canary.sent() > 0 && canary.answered() == 0) {
                seen.figures.put(Symptom.CANARY_LOST, (double) canary.sent());
            }
        }
        double paused = policy.value(Policy.PAUSED_SHARE);
        Double throttled = sample.host().throttledSeconds();
        seen.above(Symptom.LOOP_LAG, sample.process().loopLagMaxSeconds(), policy.value(Policy.PAUSE_SECONDS));
        seen.above(Symptom.THROTTLED, throttled == null ? null : (Double) (throttled / sample.seconds()), paused);
        seen.above(Symptom.GC, sample.process().gcSeconds() / sample.seconds(), paused);
    }

    private void burdens(Seen seen, HealthSample sample) {
        HealthSample.Process process = sample.process();
        double busy = policy.value(Policy.BUSY_SHARE);
        seen.above(Symptom.HICCUP, process.hiccupMaxSeconds(), policy.value(Policy.PAUSE_SECONDS));
        seen.from(Symptom.LOOP_BUSY, process.loopBusyShare(), busy);
        seen.from(Symptom.CORE_BUSY, sample.host().busiestCpuShare(), busy);
        seen.above(Symptom.STEAL, sample.host().stealShare(), policy.value(Policy.PAUSED_SHARE));
        Long open = process.openDescriptors();
        Long most = process.maxDescriptors();
        if (open != null && most != null && most > 0) {
            seen.above(Symptom.DESCRIPTORS, (double) open / most, policy.value(Policy.DESCRIPTOR_SHARE));
        }
    }

    /**
     * How many turns the books of one second do not account for: {@code planned = sent + shed + waiting more} and
     * {@code sent = ok + failed + in flight more}. Null where the second before is not on record.
     */
    private static @Nullable Double missing(HealthSample sample, @Nullable HealthSample before) {
        if (before == null || !before.phase().equals(sample.phase())) {
            return null;
        }
        if (Duration.between(before.at(), sample.at()).toNanos() / 1e9 > 1.5 * sample.seconds()) {
            return null;
        }
        HealthSample.Arrivals now = sample.arrivals();
        HealthSample.Arrivals then = before.arrivals();
        long unplanned = now.planned() - now.sent() - now.shed() - (now.waiting() - then.waiting());
        long lost = now.sent() - now.ok() - now.failed() - (now.inFlight() - then.inFlight());
        return (double) Math.max(Math.abs(unplanned), Math.abs(lost));
    }

    private double tolerated(HealthSample sample) {
        long turns = Math.max(sample.arrivals().planned(), sample.arrivals().sent());
        return READ_APART + policy.value(Policy.BOOKS_SHARE) * turns;
    }

    private static final class Seen {
        private final Map<Symptom, Double> figures = new EnumMap<>(Symptom.class);

        void above(Symptom symptom, @Nullable Double figure, double limit) {
            if (figure != null && figure > limit) {
                figures.put(symptom, figure);
            }
        }

        void from(Symptom symptom, @Nullable Double figure, double limit) {
            if (figure != null && figure >= limit) {
                figures.put(symptom, figure);
            }
        }
    }
}
