package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Limiter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Draws candidates of one family and varies the best of them. Not thread-safe. */
final class Search {
    static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble(Candidate::score).reversed();
    static final int CARRIED = 12;

    private static final int KEPT = 30;
    private static final double[] STEPS = {0.08, 0.02, 0.005, 0.0015, 0.0004, 0.0001};
    private static final double ALIKE = 0.002;

    /** What explains so many outcomes less than the best is not counted to its end. */
    static final int BEHIND = 6;

    /** Nothing is cut short. */
    static final int ANY = Integer.MAX_VALUE / 2;

    private final Family family;
    private final Clues clues;
    private final Candidate.Counting counting;
    private final int behind;
    private final List<Candidate> kept = new ArrayList<>();
    private final Set<Long> known = new HashSet<>();
    private int giveUp = Integer.MAX_VALUE;

    /** {@code behind}: what has so many more misfits than the best is of no use. */
    Search(Family family, Clues clues, Candidate.Counting counting, int behind) {
        this.behind = behind;
        this.family = family;
        this.clues = clues;
        this.counting = counting;
    }

    /** How much is searched. */
    record Effort(int proposals, int variants, int passes) {
        static final Effort FULL = new Effort(160, 44, 1);
        static final Effort THOROUGH = new Effort(320, 50, 1);
        static final Effort BLURRED = new Effort(200, 30, 1);
        static final Effort HOPELESS = new Effort(40, 8, 1);
        static final Effort TIER = new Effort(160, 36, 1);
        static final Effort TIER_BEHIND = new Effort(140, 22, 1);
        static final Effort BLIND = new Effort(80, 0, 0);
        static final Effort PAIR = new Effort(0, 44, 1);
        static final Effort PAIR_HOPELESS = new Effort(0, 8, 1);
    }

    /** The best, the best first. */
    List<Candidate> kept() {
        return kept;
    }

    /** Draws candidates; the share of them that explains as much as the best does. */
    double propose(List<Candidate> before, Effort effort, SplittableRandom random) {
        before.stream().limit(CARRIED).forEach(candidate -> consider(candidate.limiter()));
        prune();
        int[] misfits = new int[effort.proposals];
        for (int i = 0; i < effort.proposals; i++) {
            misfits[i] = consider(family.propose(clues, random));
        }
        prune();
        if (kept.isEmpty()) {
            return 1.0 / (effort.proposals + 1.0);
        }
        double consistent = 0.5;
        for (int count : misfits) {
            consistent += count <= kept.get(0).misfits() ? 1 : 0;
        }
        return consistent / (effort.proposals + 1.0);
    }

    void refine(Effort effort, SplittableRandom random) {
        for (int pass = 0; pass < effort.passes && !kept.isEmpty(); pass++) {
            for (double sigma : STEPS) {
                List<Candidate> parents = List.copyOf(kept);
                for (int i = 0; i < effort.variants; i++) {
                    // The better half has most of the offspring.
                    int parent = (int) (parents.size() * random.nextDouble() * random.nextDouble());
                    consider(family.vary(parents.get(parent).limiter(), sigma, clues, random));
                }
                prune();
            }
        }
    }

    int consider(Limiter limiter) {
        if (limiter.fastest() < clues.resolution) {
            // What recovers within the error of time would explain anything.
            return Integer.MAX_VALUE;
        }
        int misfits = counting.misfits(limiter, clues.seen, giveUp);
        if (misfits <= giveUp) {
            kept.add(Candidate.of(limiter, family.preference(limiter, clues), misfits));
            if (kept.size() >= 3 * KEPT) {
                prune();
            }
        }
        return misfits;
    }

    private int fewest() {
        int fewest = ANY;
        for (Candidate candidate : kept) {
            fewest = Math.min(fewest, candidate.misfits());
        }
        return fewest;
    }

    /** Keeps the best, and of those that are alike only the best one. */
    void prune() {
        kept.sort(BEST_FIRST);
        known.clear();
        List<Candidate> best = new ArrayList<>();
        for (Candidate candidate : kept) {
            if (best.size() < KEPT && known.add(Parameters.bin(candidate.limiter(), ALIKE))) {
                best.add(candidate);
            }
        }
        kept.clear();
        kept.addAll(best);
        if (!kept.isEmpty()) {
            int worst = kept.size() == KEPT ? kept.get(KEPT - 1).misfits() : Integer.MAX_VALUE;
            giveUp = Math.min(worst, fewest() + behind);
        }
    }
}
