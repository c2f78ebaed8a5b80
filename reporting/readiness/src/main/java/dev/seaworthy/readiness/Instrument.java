package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Injector.State;
import dev.seaworthy.recording.Calibration;
import dev.seaworthy.recording.RecordedInterval;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RecordedRun.InjectorRecording;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What made the load, judged by itself: how slow it is without a target, and when it was the bottleneck. Its own requests
 * lie in the recording beside the target's and count as nobody's load.
 */
final class Instrument {
    private final RecordedRun run;
    private final List<InjectorHealth> injectors;

    Instrument(RecordedRun run, Policy policy) {
        this.run = run;
        this.injectors = run.injectors().stream()
                .map(recording -> new InjectorHealth(recording, policy, run))
                .toList();
    }

    /** Whether this is the instrument's own doing, and none of the target's. */
    static boolean isOwn(String phase, String operation) {
        return Calibration.isPhase(phase) || operation.startsWith("instrument.");
    }

    /** What the instrument adds to a response time at a quantile, in seconds: that of its slowest injector; 0 if unknown. */
    double noise(double quantile) {
        return injectors.stream()
                .mapToDouble(injector -> injector.noise(quantile))
                .max()
                .orElse(0);
    }

    /** The same for service times. */
    double serviceNoise(double quantile) {
        return injectors.stream()
                .mapToDouble(injector -> injector.serviceNoise(quantile))
                .max()
                .orElse(0);
    }

    /** How the injectors fared in a phase: as the worst of them. */
    State state(String phase) {
        return injectors.stream()
                .map(injector -> injector.state(phase))
                .max(State::compareTo)
                .orElse(State.UNKNOWN);
    }

    /** Whether any injector was saturated in any second of a phase. */
    boolean everSaturated(String phase) {
        return injectors.stream().anyMatch(injector -> injector.saturatedSeconds(phase) > 0);
    }

    /** What was seen of saturation in a phase, in one phrase; empty without any. */
    String why(String phase) {
        List<String> reasons = new ArrayList<>();
        for (InjectorHealth injector : injectors) {
            String reason = injector.whySaturated(phase);
            if (!reason.isEmpty()) {
                reasons.add(injectors.size() == 1 ? reason : "injector " + injector.number() + ": " + reason);
            }
        }
        return String.join("; ", reasons);
    }

    /** The run without whatever an injector recorded while it was saturated. */
    RecordedRun soundRun() {
        List<InjectorRecording> sound = new ArrayList<>();
        for (int i = 0; i < injectors.size(); i++) {
            InjectorRecording all = run.injectors().get(i);
            sound.add(new InjectorRecording(
                    all.number(),
                    all.sealed(),
                    kept(all.intervals(), injectors.get(i)),
                    all.scheduled(),
                    all.health(),
                    all.calibration(),
                    all.signatures()));
        }
        return new RecordedRun(
                run.manifest(),
                run.findings(),
                run.evidence(),
                List.copyOf(sound),
                run.crossChecks(),
                run.damages(),
                run.ending());
    }

    /** @param start the first instant of load, or null without any */
    List<Injector> rows(@Nullable Instant start) {
        return injectors.stream().map(injector -> injector.row(start)).toList();
    }

    private static List<RecordedInterval> kept(List<RecordedInterval> all, InjectorHealth injector) {
        int[] indexes = IntStream.range(0, all.size())
                .filter(i -> injector.soundDuring(all.get(i).interval()))
                .toArray();
        return new AbstractList<>() {
            @Override
            public RecordedInterval get(int index) {
                return all.get(indexes[index]);
            }

            @Override
            public int size() {
                return indexes.length;
            }
        };
    }
}
