package dev.seaworthy.simulations;

import dev.seaworthy.config.LoadPhase;
import dev.seaworthy.kernel.LoadStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The steps of one phase of load: where each begins, and what it is. Immutable. */
final class LoadSteps {
    /** Into how many parts a ramp is cut. */
    static final int RAMP_PARTS = 5;

    private final long[] begins;
    private final LoadStep[] steps;

    private LoadSteps(List<Long> begins, List<LoadStep> steps) {
        this.begins = begins.stream().mapToLong(Long::longValue).toArray();
        this.steps = steps.toArray(LoadStep[]::new);
    }

    /** A phase of constant shape is one step, a ramp has five of equal length, a spike has one before, within and after. */
    static LoadSteps of(LoadPhase phase) {
        LoadPhase.Shape shape = phase.shape();
        int populations = phase.scenario().size();
        if (shape instanceof LoadPhase.Shape.Closed closed) {
            return one(phase, closed.users() * populations + " users");
        }
        if (shape instanceof LoadPhase.Shape.Ramp ramp) {
            return ramp(phase, ramp, populations);
        }
        if (shape instanceof LoadPhase.Shape.Spike spike) {
            return spike(phase, spike, populations);
        }
        if (shape instanceof LoadPhase.Shape.Replay replay) {
            return one(phase, "replay of " + rate(replay.meanPerSecond(phase.duration()) * populations));
        }
        return one(phase, rate(((LoadPhase.Shape.Open) shape).perSecond() * populations));
    }

    /** The step that an instant belongs to, in nanoseconds after the phase's start. */
    LoadStep at(long offsetNanos) {
        int step = 0;
        while (step + 1 < begins.length && begins[step + 1] <= offsetNanos) {
            step++;
        }
        return steps[step];
    }

    private static LoadSteps one(LoadPhase phase, String offered) {
        return new LoadSteps(List.of(0L), List.of(new LoadStep(phase.name(), 1, 1, offered)));
    }

    private static LoadSteps ramp(LoadPhase phase, LoadPhase.Shape.Ramp ramp, int populations) {
        List<Long> begins = new ArrayList<>();
        List<LoadStep> steps = new ArrayList<>();
        double slope = (ramp.toPerSecond() - ramp.fromPerSecond()) / RAMP_PARTS;
        for (int i = 0; i < RAMP_PARTS; i++) {
            begins.add(phase.duration().toNanos() * i / RAMP_PARTS);
            String from = rate((ramp.fromPerSecond() + slope * i) * populations);
            String to = rate((ramp.fromPerSecond() + slope * (i + 1)) * populations);
            steps.add(new LoadStep(phase.name(), i + 1, RAMP_PARTS, from + " to " + to));
        }
        return new LoadSteps(begins, steps);
    }

    private static LoadSteps spike(LoadPhase phase, LoadPhase.Shape.Spike spike, int populations) {
        List<Long> begins = new ArrayList<>();
        List<String> rates = new ArrayList<>();
        Duration end = spike.at().plus(spike.lasting());
        if (!spike.at().isZero()) {
            begins.add(0L);
            rates.add(rate(spike.basePerSecond() * populations));
        }
        begins.add(spike.at().toNanos());
        rates.add(rate(spike.peakPerSecond() * populations));
        if (end.compareTo(phase.duration()) < 0) {
            begins.add(end.toNanos());
            rates.add(rate(spike.basePerSecond() * populations));
        }
        List<LoadStep> steps = new ArrayList<>();
        for (int i = 0; i < rates.size(); i++) {
            steps.add(new LoadStep(phase.name(), i + 1, rates.size(), rates.get(i)));
        }
        return new LoadSteps(begins, steps);
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 10 ? "%.1f/s" : "%.0f/s", perSecond);
    }
}
