package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Limiter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Between what bounds each parameter may lie: the extremes of the candidates that explain what was seen as well as the best.
 *
 * @param bounds lowest and highest, by the parameter's name
 */
record Ranges(Map<String, double[]> bounds) {
    /** A parameter is told as one number only if its range is not wider. */
    static final double NARROW = 0.05;

    private static final double[] STEPS = {0.04, 0.015, 0.005, 0.002};
    private static final int TRIES = 90;

    /** Walks outwards from the best candidates as long as they explain as much. */
    static Ranges of(Belief belief, Clues clues, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int misfits = belief.best().misfits();
        String form = String.join(",", Parameters.of(belief.best().limiter()).keySet());
        List<Limiter> members = new ArrayList<>();
        Map<String, double[]> bounds = new LinkedHashMap<>();
        for (Candidate candidate : belief.top().ties()) {
            include(candidate.limiter(), form, members, bounds);
        }
        for (double step : STEPS) {
            for (int i = 0; i < TRIES; i++) {
                // The latest ones lie furthest out.
                int back = (int) (Math.min(members.size(), 20) * random.nextDouble());
                Limiter parent = members.get(members.size() - 1 - back);
                Limiter limiter = Family.of(parent.kind()).vary(parent, step, clues, random);
                if (Candidate.misfits(limiter, clues.seen, 0, misfits) <= misfits) {
                    include(limiter, form, members, bounds);
                }
            }
        }
        return new Ranges(bounds);
    }

    private static void include(Limiter limiter, String form, List<Limiter> members, Map<String, double[]> bounds) {
        Map<String, Double> parameters = Parameters.of(limiter);
        if (!String.join(",", parameters.keySet()).equals(form)) {
            return;
        }
        boolean wider = members.isEmpty();
        for (Map.Entry<String, Double> parameter : parameters.entrySet()) {
            double value = parameter.getValue();
            double[] bound = bounds.computeIfAbsent(parameter.getKey(), unused -> new double[] {value, value});
            wider |= value < bound[0] || value > bound[1];
            bound[0] = Math.min(bound[0], value);
            bound[1] = Math.max(bound[1], value);
        }
        if (wider) {
            members.add(limiter);
        }
    }

    /** Relative width of a parameter's range. */
    double width(String parameter) {
        double[] bound = bounds.get(parameter);
        return bound == null ? 0 : (bound[1] - bound[0]) / Math.max(1e-9, (bound[1] + bound[0]) / 2);
    }

    /** Whether every parameter but the window behind a block, which seldom shows, is known narrowly. */
    boolean narrow(boolean blocking) {
        return bounds.keySet().stream()
                .filter(name -> !(blocking && name.equals(Parameters.WINDOW)))
                .allMatch(name -> width(name) <= NARROW);
    }
}
