package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Both;
import dev.seaworthy.ratelimit.model.Either;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Searches for two limits. Together they have too many parameters to be drawn blindly. But of two that must both admit,
 * each alone admits everything that was admitted; the first is sought by that, and the second in what the first leaves
 * unexplained. The same holds the other way round, with refusals, where one of the two must admit.
 */
final class TierSearch {
    private static final int FIRSTS = 4;
    private static final int SECONDS = 2;
    private static final int PAIR_HOPELESS = 8;

    /** What a blind proposal's luck would be; pairs are not proposed blindly. */
    private static final double LUCK = 0.003;

    private final boolean both;
    private final LimiterClass kind;
    private final Clues clues;
    private final SplittableRandom random;
    private final Map<Family, Search> searches = new LinkedHashMap<>();

    TierSearch(LimiterClass kind, Clues clues, SplittableRandom random) {
        this.kind = kind;
        this.both = kind == LimiterClass.AND;
        this.clues = clues;
        this.random = random;
        for (Family pair : TierFamilies.pairs(kind)) {
            searches.put(pair, new Search(pair, clues, Candidate::misfits, Search.ANY));
        }
    }

    /** Beginning from the pairs that were best before; {@code anew} looks for others as well. */
    ClassFit run(List<Candidate> before, boolean anew) {
        for (Candidate candidate : before) {
            join(candidate.limiter());
        }
        int known = least();
        if (anew && known > 0) {
            for (LimiterClass first : TierFamilies.TIERS) {
                fromFirst(first);
            }
            for (Search search : searches.values()) {
                search.propose(List.of(), Search.Effort.BLIND, random);
            }
        }
        int least = least();
        List<Candidate> all = new ArrayList<>();
        for (Search search : searches.values()) {
            search.prune();
            if (search.kept().isEmpty()) {
                continue;
            }
            boolean hopeless = search.kept().get(0).misfits() > least + PAIR_HOPELESS || !anew;
            search.refine(hopeless ? Search.Effort.PAIR_HOPELESS : Search.Effort.PAIR, random);
            // Every pair keeps a few, so that none is lost for good by an unlucky search.
            all.addAll(search.kept()
                    .subList(0, Math.min(Search.CARRIED, search.kept().size())));
        }
        all.sort(Search.BEST_FIRST);
        return ClassFit.of(kind, all, LUCK);
    }

    private int least() {
        int least = Integer.MAX_VALUE;
        for (Search search : searches.values()) {
            search.prune();
            if (!search.kept().isEmpty()) {
                least = Math.min(least, search.kept().get(0).misfits());
            }
        }
        return least;
    }

    private void fromFirst(LimiterClass first) {
        Search search = new Search(Family.of(first), clues, Candidate.asOneOfTwo(both), Search.ANY);
        search.propose(List.of(), Search.Effort.TIER, random);
        search.refine(Search.Effort.TIER, random);
        int tried = 0;
        for (Candidate candidate : search.kept()) {
            if (tried++ == FIRSTS) {
                break;
            }
            Observations rest = clues.seen.without(Candidate.explainedBy(candidate.limiter(), clues.seen, both));
            if (rest.refused() == 0 || rest.refused() == rest.size) {
                continue;
            }
            Clues left = new Clues(rest, clues.epoch);
            for (LimiterClass second : TierFamilies.TIERS) {
                fromSecond(candidate.limiter(), second, left);
            }
        }
    }

    private void fromSecond(Limiter first, LimiterClass second, Clues left) {
        Search search = new Search(Family.of(second), left, Candidate::misfits, Search.ANY);
        search.propose(List.of(), Search.Effort.TIER_BEHIND, random);
        search.refine(Search.Effort.TIER_BEHIND, random);
        for (int i = 0; i < Math.min(SECONDS, search.kept().size()); i++) {
            Limiter other = search.kept().get(i).limiter();
            join(both ? new Both(first, other) : new Either(first, other));
        }
    }

    private void join(Limiter pair) {
        for (Map.Entry<Family, Search> search : searches.entrySet()) {
            if (TierFamilies.is(search.getKey(), pair)) {
                search.getValue().consider(pair);
            }
        }
    }
}
