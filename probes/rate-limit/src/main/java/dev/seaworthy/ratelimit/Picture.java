package dev.seaworthy.ratelimit;

import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterState;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was admitted and refused over time, what the model would have admitted at every instant, and how much comes back after which
 * silence. Seconds after the first request. Used once; not thread-safe.
 */
final class Picture {
    private static final int SAMPLES = 240;
    private static final int LONGEST = 600;
    private static final double SHORT = 0.2;
    private static final double GRANULARITY = 0.003;

    private final Journal journal;
    private final @Nullable LimiterState state;
    private final int most;
    private final List<List<Object>> dots = new ArrayList<>();
    private final List<List<Object>> line = new ArrayList<>();
    private final List<List<Object>> recovery = new ArrayList<>();
    private double sampled;
    private @Nullable Comeback comeback;
    private double lastRefusal = Double.NaN;

    private Picture(Journal journal, Optional<Limiter> limiter) {
        this.journal = journal;
        this.state = limiter.map(Limiter::start).orElse(null);
        this.most = limiter.map(found -> (int) Math.ceil(found.capacity()) + 2).orElse(0);
    }

    /**
     * The picture as facts.
     *
     * @param limiter the best model, whether or not it is certain; without one there is no line
     * @return {@code dots}: instant, 1 for admitted or 0; {@code line}: instant, how many the model would admit at once;
     *     {@code recovery}: silence, how many came back, how many the model gives back
     */
    static Map<String, Object> of(Journal journal, Optional<Limiter> limiter) {
        Picture picture = new Picture(journal, limiter);
        List<Entry> entries = journal.entries().stream()
                .filter(entry -> entry.isControl()
                        && (entry.answer().admitted() || entry.answer().refused()))
                .sorted(Comparator.comparingDouble(entry -> picture.at(entry.answer())))
                .limit(LONGEST)
                .toList();
        double end = entries.isEmpty()
                ? 0
                : picture.at(entries.get(entries.size() - 1).answer());
        entries.forEach(entry -> picture.take(entry.answer(), Math.max(end / SAMPLES, 0.001)));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("dots", picture.dots);
        facts.put("line", picture.line);
        facts.put("recovery", picture.recovery);
        return facts;
    }

    private void take(Answer answer, double step) {
        double t = at(answer);
        dots.add(List.of(rounded(t), answer.admitted() ? 1 : 0));
        LimiterState model = state;
        if (model == null) {
            return;
        }
        for (; sampled < t; sampled += step) {
            line.add(List.of(rounded(sampled), allowance(model, sampled)));
        }
        line.add(List.of(rounded(t), allowance(model, t)));
        regained(model, t, answer);
        model.observe(t, answer.latency() / 2 + GRANULARITY, answer.admitted());
    }

    /** From the first admission after a refusal to the next refusal; what was asked for slowly is no burst and no point. */
    private void regained(LimiterState model, double t, Answer answer) {
        if (answer.admitted() && comeback == null && !Double.isNaN(lastRefusal)) {
            comeback = new Comeback(t, t - lastRefusal, model.copy());
        }
        Comeback current = comeback;
        if (current != null) {
            current.take(t, answer.admitted());
        }
        if (answer.refused()) {
            if (current != null && t - current.begun < SHORT + current.silence / 2) {
                recovery.add(List.of(rounded(current.silence), current.observed, current.predicted));
            }
            comeback = null;
            lastRefusal = t;
        }
    }

    private double at(Answer answer) {
        return (journal.at(answer.sentNanos()) + journal.at(answer.doneNanos())) / 2;
    }

    private int allowance(LimiterState model, double t) {
        LimiterState copy = model.copy();
        int admitted = 0;
        while (admitted < most && copy.decide(t)) {
            admitted++;
        }
        return admitted;
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 1e4) / 1e4;
    }

    private static final class Comeback {
        private final double begun;
        private final double silence;
        private final LimiterState free;
        private int observed;
        private int predicted;

        Comeback(double begun, double silence, LimiterState free) {
            this.begun = begun;
            this.silence = silence;
            this.free = free;
        }

        void take(double t, boolean admitted) {
            observed += admitted ? 1 : 0;
            predicted += free.decide(t) ? 1 : 0;
        }
    }
}
