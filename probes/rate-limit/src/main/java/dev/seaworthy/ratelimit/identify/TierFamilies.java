package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Both;
import dev.seaworthy.ratelimit.model.Bucket;
import dev.seaworthy.ratelimit.model.Either;
import dev.seaworthy.ratelimit.model.FixedFirst;
import dev.seaworthy.ratelimit.model.FixedGrid;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.model.TwoLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Two limits, each a bucket or a fixed window. Each pair is searched for itself, lest one pair crowds out the others. */
final class TierFamilies {
    static final List<LimiterClass> TIERS = List.of(LimiterClass.TB, LimiterClass.FWF, LimiterClass.FWA);

    private TierFamilies() {}

    /** The pairs that make up a composite class. */
    static List<Family> pairs(LimiterClass composite) {
        List<Family> pairs = new ArrayList<>();
        for (LimiterClass one : TIERS) {
            for (LimiterClass other : TIERS) {
                pairs.add(composite == LimiterClass.AND ? new Joint(one, other) : new Spare(one, other));
            }
        }
        return pairs;
    }

    /** Whether a limiter is made of this pair. */
    static boolean is(Family pair, Limiter limiter) {
        return (pair instanceof Joint joint
                        && limiter instanceof Both both
                        && both.fast().kind() == joint.fast
                        && both.slow().kind() == joint.slow)
                || (pair instanceof Spare spare
                        && limiter instanceof Either either
                        && either.first().kind() == spare.first
                        && either.spare().kind() == spare.second);
    }

    private static Limiter tier(LimiterClass kind, int quota, double seconds, Clues clues, SplittableRandom random) {
        return switch (kind) {
            case TB -> {
                double rate = random.nextBoolean() ? clues.rate(random) : quota / seconds;
                yield new Bucket(quota, rate, quota);
            }
            case FWF -> new FixedFirst(quota, seconds);
            default -> new FixedGrid(quota, seconds, phase(seconds, clues, random));
        };
    }

    private static double phase(double seconds, Clues clues, SplittableRandom random) {
        if (random.nextDouble() < 0.4) {
            return clues.clockPhase(seconds);
        }
        return random.nextBoolean() && !clues.comebacks.isEmpty()
                ? WindowFamilies.wrapped(clues.comeback(random).high(), seconds)
                : random.nextDouble() * seconds;
    }

    private static Limiter varied(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
        double choice = random.nextDouble();
        if (choice < 0.35) {
            return limiter;
        }
        if (choice < 0.5) {
            // One tier drawn anew beside the other, which may be right already.
            int quota = (int) Math.max(1, Math.round(limiter.capacity() * Math.exp(0.3 * Clues.gaussian(random))));
            int kept = random.nextBoolean() ? quota : (int) limiter.capacity();
            return tier(limiter.kind(), kept, seconds(0.1, 2 * clues.horizon, clues, random), clues, random);
        }
        if (choice < 0.6) {
            int shift = random.nextInt(9) - 4;
            if (limiter instanceof Bucket bucket) {
                double burst = Math.max(1, bucket.burst() + shift);
                return new Bucket(burst, bucket.rate(), burst);
            }
            if (limiter instanceof FixedFirst first) {
                return new FixedFirst(Math.max(1, first.quota() + shift), first.window());
            }
        }
        return Family.of(limiter.kind()).vary(limiter, sigma, clues, random);
    }

    /** A pair is as likely as its two limits. */
    private interface Pair extends Family {
        @Override
        default double preference(Limiter limiter, Clues clues) {
            TwoLimits two = (TwoLimits) limiter;
            return Family.of(two.leading().kind()).preference(two.leading(), clues)
                    + Family.of(two.following().kind()).preference(two.following(), clues);
        }
    }

    /** How long a quota takes to come back: by a comeback, or whatever length. */
    private static double seconds(double shortest, double longest, Clues clues, SplittableRandom random) {
        if (!clues.comebacks.isEmpty() && random.nextBoolean()) {
            Clues.Comeback comeback = clues.comeback(random);
            double from =
                    random.nextInt(4) == 0 ? Clues.pick(clues.comebacks, random).opened() : comeback.opened();
            if (comeback.low() > from) {
                return Math.max(0.02, Clues.between(comeback.low() - from, comeback.high() - from, random));
            }
        }
        return Clues.logBetween(shortest, Math.max(longest, 2 * shortest), random);
    }

    /** Both must admit. */
    record Joint(LimiterClass fast, LimiterClass slow) implements Pair {
        @Override
        public Limiter propose(Clues clues, SplittableRandom random) {
            double fastSeconds = seconds(0.1, clues.horizon / 3, clues, random);
            double slowSeconds = Clues.logBetween(fastSeconds, Math.max(2 * fastSeconds, 2 * clues.horizon), random);
            Limiter quick = tier(fast, clues.first, fastSeconds, clues, random);
            int burst = random.nextDouble() < 0.6
                    ? (int) Math.round(clues.first - Math.floor(clues.firstSeconds / quick.pace()))
                    : (int) Math.round(clues.first * (0.6 + 0.4 * random.nextDouble()));
            burst = Math.max(1, burst);
            quick = quick instanceof Bucket bucket ? new Bucket(burst, bucket.rate(), burst) : quick;
            int slowQuota = burst + 1 + random.nextInt(5 * burst);
            return new Both(quick, tier(slow, slowQuota, slowSeconds, clues, random));
        }

        @Override
        public Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
            Both both = (Both) limiter;
            return new Both(varied(both.fast(), sigma, clues, random), varied(both.slow(), sigma, clues, random));
        }
    }

    /** One must admit. */
    record Spare(LimiterClass first, LimiterClass second) implements Pair {
        @Override
        public Limiter propose(Clues clues, SplittableRandom random) {
            int quota = random.nextBoolean() && !clues.runs.isEmpty()
                    ? Clues.pick(clues.runs, random)
                    : 1 + random.nextInt(clues.first);
            quota = Math.max(1, Math.min(clues.first - 1, quota));
            double seconds = seconds(0.1, clues.horizon / 2, clues, random);
            double spareSeconds = seconds(seconds, 2 * clues.horizon, clues, random);
            return new Either(
                    tier(first, quota, seconds, clues, random),
                    tier(second, Math.max(1, clues.first - quota), spareSeconds, clues, random));
        }

        @Override
        public Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
            Either either = (Either) limiter;
            return new Either(
                    varied(either.first(), sigma, clues, random), varied(either.spare(), sigma, clues, random));
        }
    }
}
