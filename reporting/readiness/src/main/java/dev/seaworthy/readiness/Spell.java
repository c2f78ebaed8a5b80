package dev.seaworthy.readiness;

import dev.seaworthy.readiness.Injector.State;
import dev.seaworthy.readiness.InjectorHealth.Watched;
import dev.seaworthy.recording.HealthSample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Seconds of one injector taken together: a phase, or a run. */
final class Spell {
    private final List<Watched> seconds;
    private final double tolerated;

    Spell(List<Watched> seconds, Policy policy) {
        this.seconds = seconds;
        this.tolerated = policy.value(Policy.SATURATED_SHARE);
    }

    /** The gravest state that more seconds than a few were in. */
    State state() {
        if (seconds.isEmpty()) {
            return State.UNKNOWN;
        }
        if (count(State.SATURATED) > tolerated * seconds.size()) {
            return State.SATURATED;
        }
        return count(State.SATURATED) + count(State.STRAINED) > tolerated * seconds.size()
                ? State.STRAINED
                : State.SOUND;
    }

    long count(State state) {
        return seconds.stream().filter(second -> second.state() == state).count();
    }

    /** What was seen in the seconds of a state, each with its worst figure and how often; nothing for sound ones. */
    List<String> reasons(State state) {
        return seen(state).stream().map(seen -> seen.words() + often(seen)).toList();
    }

    /** The same in one line; how often is said once for whatever was seen together. */
    String reason(State state) {
        StringBuilder line = new StringBuilder();
        long before = -1;
        for (Seen seen : seen(state)) {
            line.append(line.isEmpty() ? "" : "; ").append(seen.words());
            line.append(seen.times() == before ? "" : often(seen));
            before = seen.times();
        }
        return line.toString();
    }

    private String often(Seen seen) {
        return " in " + Figures.count(seen.times()) + " of " + Figures.many(seconds.size(), "second", "seconds");
    }

    private List<Seen> seen(State state) {
        Map<Symptom, Double> worst = new EnumMap<>(Symptom.class);
        Map<Symptom, Long> times = new EnumMap<>(Symptom.class);
        for (Watched second : seconds) {
            if (second.state() == state) {
                second.judged().seen().forEach((symptom, figure) -> {
                    worst.merge(symptom, figure, Math::max);
                    times.merge(symptom, 1L, Long::sum);
                });
            }
        }
        List<Seen> seen = new ArrayList<>();
        worst.forEach((symptom, figure) -> seen.add(new Seen(symptom.say(figure), times.getOrDefault(symptom, 0L))));
        return seen;
    }

    private record Seen(String words, long times) {}

    Injector.Phase row(String phase) {
        State state = state();
        return new Injector.Phase(
                phase,
                state,
                count(State.SOUND),
                count(State.STRAINED),
                count(State.SATURATED),
                mean(HealthSample.Arrivals::meanInFlight, true),
                mean(HealthSample.Arrivals::busySeconds, false),
                reasons(state));
    }

    /** Averaged over time; what is no average already is a sum, and is divided by the time. */
    private @Nullable Double mean(ToDoubleFunction<HealthSample.Arrivals> figure, boolean average) {
        double time = 0;
        double sum = 0;
        for (Watched second : seconds) {
            time += second.sample().seconds();
            sum += figure.applyAsDouble(second.sample().arrivals())
                    * (average ? second.sample().seconds() : 1);
        }
        return time == 0 ? null : (Double) (sum / time);
    }
}
