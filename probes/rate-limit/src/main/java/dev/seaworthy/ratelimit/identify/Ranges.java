package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.model.Weighted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Between what bounds each parameter may lie: the extremes of the candidates that explain what was seen as well as the best.
 *
 * @param bounds lowest and highest, by the parameter's name
 * @param extremes the limiters that set the bounds
 */
record Ranges(Map<String, double[]> bounds, List<Limiter> extremes) {
    /** A parameter is told as one number only if its range is not wider, and a model is relied on only then. */
    static final double NARROW = 0.03;

    private static final double[] STEPS = {0.15, 0.04, 0.015, 0.005, 0.002};
    private static final int TRIES = 90;

    /** Walks outwards from the best candidates as long as they explain as much. */
    static Ranges of(Belief belief, Clues clues, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int misfits = belief.best().misfits();
        String form = String.join(",", Parameters.of(belief.best().limiter()).keySet());
        Walk walk = new Walk(form, belief.best().limiter());
        belief.top().ties().forEach(candidate -> walk.include(candidate.limiter()));
        for (double step : STEPS) {
            for (int i = 0; i < TRIES; i++) {
                Limiter parent = walk.extreme(random);
                Limiter limiter = Family.of(parent.kind()).vary(parent, step, clues, random);
                if (limiter.fastest() >= clues.resolution
                        && Candidate.misfits(limiter, clues.seen, 0, misfits) <= misfits) {
                    walk.include(limiter);
                }
            }
        }
        return new Ranges(walk.bounds(), walk.extremes());
    }

    /** The limiters that lie furthest out, each way for each parameter: from there the walk goes on. */
    private static final class Walk {
        private final String form;
        private final boolean open;
        private final Map<String, Limiter> lowest = new LinkedHashMap<>();
        private final Map<String, Limiter> highest = new LinkedHashMap<>();

        Walk(String form, Limiter best) {
            this.form = form;
            open = leavesOpen(best);
        }

        /** A counter that leaves open how it rounds agrees with too much to bound one that does not. */
        private static boolean leavesOpen(Limiter limiter) {
            return limiter instanceof Weighted counter && counter.rounding() == Weighted.Rounding.OPEN;
        }

        void include(Limiter limiter) {
            Map<String, Double> parameters = Parameters.of(limiter);
            if (!String.join(",", parameters.keySet()).equals(form) || (!open && leavesOpen(limiter))) {
                return;
            }
            parameters.forEach((name, value) -> {
                if (!lowest.containsKey(name) || value < value(lowest, name)) {
                    lowest.put(name, limiter);
                }
                if (!highest.containsKey(name) || value > value(highest, name)) {
                    highest.put(name, limiter);
                }
            });
        }

        private static double value(Map<String, Limiter> extremes, String name) {
            Limiter extreme = extremes.get(name);
            return extreme == null ? Double.NaN : Parameters.of(extreme).getOrDefault(name, Double.NaN);
        }

        Limiter extreme(SplittableRandom random) {
            List<Limiter> all = new ArrayList<>((random.nextBoolean() ? lowest : highest).values());
            return all.get(random.nextInt(all.size()));
        }

        List<Limiter> extremes() {
            Set<Limiter> extremes = new LinkedHashSet<>(lowest.values());
            extremes.addAll(highest.values());
            return List.copyOf(extremes);
        }

        Map<String, double[]> bounds() {
            Map<String, double[]> bounds = new LinkedHashMap<>();
            lowest.keySet().forEach(name -> bounds.put(name, new double[] {value(lowest, name), value(highest, name)}));
            return bounds;
        }
    }

    /** Relative width of a parameter's range. */
    double width(String parameter) {
        double[] bound = bounds.get(parameter);
        return bound == null ? 0 : (bound[1] - bound[0]) / Math.max(1e-9, (bound[1] + bound[0]) / 2);
    }

    /**
     * Whether every parameter is known narrowly enough to be sure: but for what seldom shows, which is the window behind a
     * block, and what a bucket began with.
     */
    boolean narrow(LimiterClass kind) {
        boolean blocking = kind == LimiterClass.BAN || kind == LimiterClass.BANX;
        return bounds.keySet().stream()
                .filter(name -> !(blocking && name.equals(Parameters.WINDOW)) && !name.equals(Parameters.INITIAL))
                .allMatch(name -> width(name) <= NARROW);
    }
}
