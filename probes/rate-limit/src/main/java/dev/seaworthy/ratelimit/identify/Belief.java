package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.LimiterClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the limiter may be, with probabilities, after some outcomes. Immutable.
 *
 * @param fits one for every class considered, the most probable first
 * @param probabilities of the fits, in the same order; they sum to 1
 * @param seen what it was drawn from
 */
record Belief(List<ClassFit> fits, double[] probabilities, Observations seen) {
    /** A class this much worse, in misfits, is hardly searched any more. */
    private static final int HOPELESS = 5;

    static final List<LimiterClass> SINGLE = List.of(
            LimiterClass.FWA,
            LimiterClass.FWF,
            LimiterClass.SL,
            LimiterClass.SLC,
            LimiterClass.SWC,
            LimiterClass.SWCA,
            LimiterClass.SWCAC,
            LimiterClass.TB,
            LimiterClass.TBL,
            LimiterClass.TBF,
            LimiterClass.BAN,
            LimiterClass.BANX);

    /** Fits every class to what was seen. */
    static Belief after(Clues clues, List<LimiterClass> kinds, Map<LimiterClass, ClassFit> before, long seed) {
        int best = before.values().stream()
                .mapToInt(fit -> fit.best().misfits())
                .min()
                .orElse(0);
        Map<LimiterClass, ClassFit> fits = new EnumMap<>(LimiterClass.class);
        SplittableRandom root = new SplittableRandom(seed);
        for (LimiterClass kind : kinds) {
            SplittableRandom random = root.split();
            ClassFit earlier = before.get(kind);
            List<Candidate> carried = earlier == null ? List.of() : earlier.kept();
            // Where nothing explains everything, little is hopeless: the right class may only have been searched badly.
            boolean hopeless = earlier != null
                    && earlier.best().misfits() > HOPELESS + 3 * best
                    && (best == 0 || !kind.composite());
            fits.put(
                    kind,
                    kind.composite()
                            ? new TierSearch(kind, clues, random).run(carried, earlier == null || !hopeless)
                            : ClassFit.of(
                                    kind,
                                    carried,
                                    clues,
                                    hopeless ? Search.Effort.HOPELESS : effort(kind, earlier),
                                    random));
        }
        fits.values().removeIf(fit -> fit.kept().isEmpty());
        return of(new ArrayList<>(fits.values()), clues.seen);
    }

    /** A phase beside a window is a ridge that is easily missed, and so is a counter: where it was, more is tried. */
    private static Search.Effort effort(LimiterClass kind, @Nullable ClassFit earlier) {
        boolean narrow = switch (kind) {
            case FWA, SWC, SWCA, SWCAC, TBL -> true;
            default -> false;
        };
        boolean missed = narrow && earlier != null && earlier.best().misfits() > 0;
        return missed ? Search.Effort.THOROUGH : Search.Effort.FULL;
    }

    static Belief of(List<ClassFit> fits, Observations seen) {
        fits.sort(Comparator.comparingDouble(ClassFit::evidence).reversed());
        double[] probabilities = new double[fits.size()];
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] = Math.exp(fits.get(i).evidence() - fits.get(0).evidence());
            sum += probabilities[i];
        }
        for (int i = 0; i < probabilities.length; i++) {
            probabilities[i] /= sum;
        }
        return new Belief(List.copyOf(fits), probabilities, seen);
    }

    ClassFit top() {
        return fits.get(0);
    }

    Candidate best() {
        return top().best();
    }

    double confidence() {
        return probabilities[0];
    }

    Map<LimiterClass, ClassFit> byClass() {
        Map<LimiterClass, ClassFit> map = new EnumMap<>(LimiterClass.class);
        fits.forEach(fit -> map.put(fit.kind(), fit));
        return map;
    }

    /** A few candidates of every class that is still possible, weighted. */
    List<Weighed> sample(SplittableRandom random) {
        List<Weighed> sample = new ArrayList<>();
        for (int i = 0; i < fits.size(); i++) {
            if (probabilities[i] < 0.003) {
                continue;
            }
            List<Candidate> chosen = chosen(fits.get(i), random);
            double sum = 0;
            double top = fits.get(i).best().score();
            for (Candidate candidate : chosen) {
                sum += Math.exp(candidate.score() - top);
            }
            for (Candidate candidate : chosen) {
                sample.add(new Weighed(candidate, probabilities[i] * Math.exp(candidate.score() - top) / sum));
            }
        }
        return sample;
    }

    private static List<Candidate> chosen(ClassFit fit, SplittableRandom random) {
        List<Candidate> equal = new ArrayList<>(fit.ties());
        List<Candidate> chosen = new ArrayList<>();
        chosen.add(equal.remove(0));
        while (chosen.size() < 7 && !equal.isEmpty()) {
            chosen.add(equal.remove(random.nextInt(equal.size())));
        }
        return chosen;
    }

    /** A candidate with its share of the probability. */
    record Weighed(Candidate candidate, double weight) {}
}
