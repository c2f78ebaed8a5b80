package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.LimiterClass;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How well one class explains what was seen.
 *
 * @param kept its best candidates, the best first; not empty
 * @param evidence logarithm, up to a constant, of how well the class explains all: a class that fits only where its
 *     parameters are tuned finely pays for it
 */
record ClassFit(LimiterClass kind, List<Candidate> kept, double evidence) {
    private static final double[] BLURS = {0.03, 0.01, 0.003};

    ClassFit {
        kept = List.copyOf(kept);
    }

    /** Searches a class of single limits for what explains all that was seen, beginning from what did so before. */
    static ClassFit of(
            LimiterClass kind, List<Candidate> before, Clues clues, Search.Effort effort, SplittableRandom random) {
        Search search = new Search(Family.of(kind), clues, Candidate::misfits, Search.BEHIND);
        if (effort == Search.Effort.THOROUGH) {
            blurred(kind, before, clues, random).forEach(candidate -> search.consider(candidate.limiter()));
        }
        double luck = search.propose(before, effort, random);
        search.refine(effort, random);
        return of(kind, search.kept(), luck);
    }

    /** A narrow ridge is found by looking at it blurred first, and less and less. */
    private static List<Candidate> blurred(
            LimiterClass kind, List<Candidate> before, Clues clues, SplittableRandom random) {
        List<Candidate> found = before;
        for (double share : BLURS) {
            Search search = new Search(Family.of(kind), clues, Candidate.blurred(share), Search.BEHIND);
            search.propose(found, Search.Effort.BLURRED, random);
            search.refine(Search.Effort.BLURRED, random);
            found = search.kept();
        }
        return found;
    }

    /** {@code luck} is the share of blind proposals that explain as much as the best. */
    static ClassFit of(LimiterClass kind, List<Candidate> kept, double luck) {
        double evidence = kept.isEmpty()
                ? Double.NEGATIVE_INFINITY
                : kept.get(0).score() + kind.logPrior() + 0.5 * Math.log(luck);
        return new ClassFit(kind, kept, evidence);
    }

    Candidate best() {
        return kept.get(0);
    }

    /** Every candidate that explains as much as the best. */
    List<Candidate> ties() {
        return kept.stream()
                .filter(candidate -> candidate.misfits() == best().misfits())
                .toList();
    }
}
