package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterState;

/**
 * A limiter that may be the one, and how well it explains what was seen.
 *
 * @param misfits outcomes that it does not explain; a lower bound where counting was given up
 * @param score logarithm, up to a constant, of how well it explains all, and of how likely it was before
 */
record Candidate(Limiter limiter, int misfits, double score) {
    /** An outcome that is not explained is an error of about 0.25 %. */
    private static final double MISFIT = -6;

    /** What one tier alone must explain weighs so much more than what the other may explain instead. */
    private static final int OWN = 40;

    /** How misfits are counted. */
    @FunctionalInterface
    interface Counting {
        int misfits(Limiter limiter, Observations seen, int giveUp);
    }

    static Candidate of(Limiter limiter, double preference, int misfits) {
        return new Candidate(limiter, misfits, MISFIT * misfits + preference);
    }

    static int misfits(Limiter limiter, Observations seen, int giveUp) {
        return misfits(limiter, seen, 0, 0, giveUp);
    }

    /** Replays all outcomes and counts, from the index {@code from} on, those that are not explained. */
    static int misfits(Limiter limiter, Observations seen, int from, int giveUp) {
        return misfits(limiter, seen, from, 0, giveUp);
    }

    /** Counts as if times were less certain, by a share of what it takes to recover. */
    static Counting blurred(double share) {
        return (limiter, seen, giveUp) -> misfits(limiter, seen, 0, share * limiter.recovery(), giveUp);
    }

    private static int misfits(Limiter limiter, Observations seen, int from, double blur, int giveUp) {
        LimiterState state = limiter.start();
        int misfits = 0;
        for (int i = 0; i < seen.size; i++) {
            double t = seen.t[i];
            double e = seen.e[i] + blur;
            boolean admitted = seen.admitted[i];
            if (i >= from && !state.explains(t, e, admitted) && ++misfits > giveUp) {
                return misfits;
            }
            state.observe(t, e, admitted);
        }
        return misfits;
    }

    /**
     * Counts for one limit of two. Of two that must both admit, it admits whatever was admitted, and explains some of the
     * refusals; of two of which one must admit, it refuses whatever was refused, and explains some admissions.
     */
    static Counting asOneOfTwo(boolean bothMustAdmit) {
        return (limiter, seen, giveUp) -> {
            LimiterState state = limiter.start();
            int misfits = 0;
            for (int i = 0; i < seen.size && misfits <= giveUp; i++) {
                boolean explained = state.explains(seen.t[i], seen.e[i], seen.admitted[i]);
                boolean own = seen.admitted[i] == bothMustAdmit;
                misfits += explained ? 0 : own ? OWN : 1;
                if (own || explained) {
                    state.observe(seen.t[i], seen.e[i], seen.admitted[i]);
                }
            }
            return misfits;
        };
    }

    /** What a tier leaves for the other one to explain: true for an outcome that is none of the other's concern. */
    static boolean[] explainedBy(Limiter tier, Observations seen, boolean both) {
        LimiterState state = tier.start();
        boolean[] explained = new boolean[seen.size];
        for (int i = 0; i < seen.size; i++) {
            boolean fits = state.explains(seen.t[i], seen.e[i], seen.admitted[i]);
            boolean own = seen.admitted[i] != both;
            explained[i] = fits && own;
            if (fits || !own) {
                state.observe(seen.t[i], seen.e[i], seen.admitted[i]);
            }
        }
        return explained;
    }

    /** Where it stands after everything that was seen. */
    LimiterState state(Observations seen) {
        LimiterState state = limiter.start();
        for (int i = 0; i < seen.size; i++) {
            state.observe(seen.t[i], seen.e[i], seen.admitted[i]);
        }
        return state;
    }
}
