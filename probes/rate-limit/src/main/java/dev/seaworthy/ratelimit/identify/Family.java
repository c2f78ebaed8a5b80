package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterClass;
import java.util.SplittableRandom;

/** How candidates of one class are drawn, varied and preferred. */
interface Family {
    /** A candidate as the clues suggest it. */
    Limiter propose(Clues clues, SplittableRandom random);

    /** A neighbour of a candidate; {@code sigma} is the relative size of the step. */
    Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random);

    /** How much likelier than others of its class it is before anything was seen, as a natural logarithm. */
    double preference(Limiter limiter, Clues clues);

    /** The family of a class. */
    static Family of(LimiterClass kind) {
        return switch (kind) {
            case FWA -> new WindowFamilies.Grid();
            case FWF -> new WindowFamilies.First();
            case SL -> new WindowFamilies.Log(false);
            case SLC -> new WindowFamilies.Log(true);
            case BAN -> new WindowFamilies.Blocked(false);
            case BANX -> new WindowFamilies.Blocked(true);
            case SWC -> new WindowFamilies.Counter(false, false);
            case SWCA -> new WindowFamilies.Counter(true, false);
            case SWCAC -> new WindowFamilies.Counter(true, true);
            case TB -> new BucketFamilies.Continuous();
            case TBL -> new BucketFamilies.Lumped();
            case TBF -> new BucketFamilies.Floored();
            case AND -> new TierFamilies.Joint(LimiterClass.TB, LimiterClass.FWF);
            case OR -> new TierFamilies.Spare(LimiterClass.FWF, LimiterClass.FWF);
        };
    }

    /** Steps a count by one, now and then. */
    static int step(int count, SplittableRandom random) {
        double choice = random.nextDouble();
        return choice < 0.06 ? count + 1 : choice < 0.12 ? Math.max(1, count - 1) : count;
    }

    /** Steps a measure by a relative amount. */
    static double step(double value, double sigma, SplittableRandom random) {
        return value * Math.exp(sigma * Clues.gaussian(random));
    }
}
