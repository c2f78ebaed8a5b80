package dev.seaworthy.readiness;

import dev.seaworthy.kernel.OperationInterval;
import dev.seaworthy.recording.RecordedRun;
import dev.seaworthy.recording.RunManifest.PlannedPhase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What an injector can make: the greatest rate against its own echo, second by second, at which it kept time. */
final class CapacityProbe {
    private final double lagBudget;
    private final Map<Instant, Step> steps = new TreeMap<>();

    CapacityProbe(double lagBudgetSeconds) {
        this.lagBudget = lagBudgetSeconds;
    }

    void add(OperationInterval interval) {
        Duration lasted = Duration.between(interval.start(), interval.end());
        Instant middle = interval.start().plus(lasted.dividedBy(2)).truncatedTo(ChronoUnit.SECONDS);
        steps.computeIfAbsent(middle, unused -> new Step()).add(interval, lasted.toNanos() / 1e9);
    }

    /** @param turnsByPhase what this injector did under load; tells what a closed phase asks of it */
    Injector.@Nullable Headroom headroom(Map<String, Long> turnsByPhase, RecordedRun run) {
        double probed = 0;
        boolean atLeast = true;
        for (Step step : steps.values()) {
            if (step.lagP99() > lagBudget) {
                atLeast = false;
            } else {
                probed = Math.max(probed, step.rate());
            }
        }
        double planned = planned(turnsByPhase, run);
        return probed == 0 || planned == 0 ? null : new Injector.Headroom(planned, probed, atLeast, planned / probed);
    }

    private static double planned(Map<String, Long> turnsByPhase, RecordedRun run) {
        double most = 0;
        for (PlannedPhase phase : run.manifest().phases()) {
            if (Instrument.isOwnPhase(phase.name())) {
                continue;
            }
            Double rate = phase.ratePerSecond();
            double asked = rate != null
                    ? rate * phase.operations().size() / run.injectors().size()
                    : turnsByPhase.getOrDefault(phase.name(), 0L) / Math.max(1, phase.seconds());
            most = Math.max(most, asked);
        }
        return most;
    }

    private static final class Step {
        private final Histogram lag = OperationInterval.histogram();
        private long turns;
        private double seconds;

        void add(OperationInterval interval, double lasted) {
            lag.add(interval.lag());
            turns += interval.count();
            seconds = Math.max(seconds, lasted);
        }

        double lagP99() {
            return lag.getTotalCount() == 0 ? 0 : Estimates.seconds(lag.getValueAtPercentile(99));
        }

        double rate() {
            return seconds == 0 ? 0 : turns / seconds;
        }
    }
}
