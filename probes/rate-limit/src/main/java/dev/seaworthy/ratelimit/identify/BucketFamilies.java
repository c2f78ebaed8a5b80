package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Bucket;
import dev.seaworthy.ratelimit.model.FloorBucket;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LumpBucket;
import java.util.SplittableRandom;

/** Limits that refill. */
final class BucketFamilies {
    private static final double HALF_INTEGER = 0.3;
    private static final double COLD_START = -1.5;
    private static final double[] INTERVALS = {0.05, 0.1, 0.2, 0.25, 0.5, 1, 2, 3, 4, 5, 6, 10};

    private BucketFamilies() {}

    private static boolean halfInteger(double rate) {
        return Math.abs(2 * rate - Math.rint(2 * rate)) < 1e-9;
    }

    private static double rate(double rate, double sigma, SplittableRandom random) {
        double stepped = Family.step(rate, sigma, random);
        double halves = Math.round(2 * stepped) / 2.0;
        boolean close = halves > 0 && Math.abs(halves / stepped - 1) < 0.05;
        return close && random.nextDouble() < 0.2 ? halves : stepped;
    }

    static final class Continuous implements Family {
        @Override
        public Limiter propose(Clues clues, SplittableRandom random) {
            double rate = clues.rate(random);
            int refilled = (int) Math.floor(rate * clues.firstSeconds);
            int burst = Math.max(1, clues.first - refilled + random.nextInt(3) - 1);
            if (random.nextDouble() < 0.2) {
                int larger = Math.max(burst, Math.max(clues.most, burst + random.nextInt(6)));
                return new Bucket(larger, rate, burst);
            }
            return new Bucket(burst, rate, burst);
        }

        @Override
        public Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
            Bucket bucket = (Bucket) limiter;
            double rate = rate(bucket.rate(), sigma, random);
            double burst = Family.step((int) bucket.burst(), random);
            if (bucket.initial() == bucket.burst() && random.nextDouble() < 0.98) {
                return new Bucket(burst, rate, burst);
            }
            // Made a moment before the first request, it may have begun with any fraction.
            double initial = random.nextBoolean()
                    ? Family.step((int) bucket.initial(), random)
                    : Family.step(bucket.initial(), 4 * sigma, random);
            return new Bucket(burst, rate, Math.max(1, Math.min(burst, initial)));
        }

        @Override
        public double preference(Limiter limiter, Clues clues) {
            Bucket bucket = (Bucket) limiter;
            return (halfInteger(bucket.rate()) ? HALF_INTEGER : 0)
                    + (bucket.initial() < bucket.burst() ? COLD_START : 0);
        }
    }

    static final class Lumped implements Family {
        @Override
        public Limiter propose(Clues clues, SplittableRandom random) {
            double interval = interval(clues, random);
            boolean asSeen = random.nextBoolean() && !clues.runs.isEmpty();
            int lump = Math.max(
                    2, asSeen ? Clues.pick(clues.runs, random) : (int) Math.round(clues.rate(random) * interval));
            int ticks = (int) Math.floor(clues.firstSeconds / interval) + random.nextInt(2);
            int burst = Math.max(lump + 1, clues.first - lump * ticks);
            double choice = random.nextDouble();
            double phase = choice < 0.4
                    ? clues.clockPhase(interval)
                    : choice < 0.5
                            ? 0
                            : choice < 0.8 ? byComeback(interval, clues, random) : random.nextDouble() * interval;
            return new LumpBucket(burst, lump, interval, phase);
        }

        private static double interval(Clues clues, SplittableRandom random) {
            if (random.nextDouble() < 0.3 && !clues.comebacks.isEmpty()) {
                return WindowFamilies.Grid.spacing(clues.comeback(random), clues, random);
            }
            return random.nextDouble() < 0.8
                    ? INTERVALS[random.nextInt(INTERVALS.length)]
                    : 0.05 * Math.pow(200, random.nextDouble());
        }

        private static double byComeback(double interval, Clues clues, SplittableRandom random) {
            if (clues.comebacks.isEmpty()) {
                return random.nextDouble() * interval;
            }
            Clues.Comeback comeback = clues.comeback(random);
            return WindowFamilies.wrapped(comeback.low() + comeback.width() * random.nextDouble(), interval);
        }

        @Override
        public Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
            LumpBucket bucket = (LumpBucket) limiter;
            double interval = WindowFamilies.window(bucket.interval(), sigma, random);
            double choice = random.nextDouble();
            double phase = choice < 0.5
                    ? WindowFamilies.pivoted(bucket.phase(), bucket.interval(), interval, clues, random)
                    : choice < 0.6
                            ? clues.clockPhase(interval)
                            : WindowFamilies.wrapped(
                                    bucket.phase() + sigma * interval * Clues.gaussian(random), interval);
            int lump = Math.max(2, Family.step(bucket.lump(), random));
            // How many ticks fell into the first burst may have been guessed wrong.
            int burst = random.nextDouble() < 0.1
                    ? bucket.burst() + random.nextInt(2 * lump + 1) - lump
                    : Family.step(bucket.burst(), random);
            return new LumpBucket(Math.max(lump + 1, burst), lump, interval, phase);
        }

        @Override
        public double preference(Limiter limiter, Clues clues) {
            LumpBucket bucket = (LumpBucket) limiter;
            return (Clues.nice(bucket.interval()) ? 0.4 : 0)
                    + (clues.onClock(bucket.phase(), bucket.interval()) ? 0.4 : 0);
        }
    }

    static final class Floored implements Family {
        @Override
        public Limiter propose(Clues clues, SplittableRandom random) {
            double rate = clues.rate(random) * (1 + 0.5 * random.nextDouble() * random.nextDouble());
            double halves = Math.round(2 * rate) / 2.0;
            rate = halves > 0 && random.nextDouble() < 0.3 ? halves : rate;
            return new FloorBucket(Math.max(1, clues.first - random.nextInt(3)), rate);
        }

        @Override
        public Limiter vary(Limiter limiter, double sigma, Clues clues, SplittableRandom random) {
            FloorBucket bucket = (FloorBucket) limiter;
            return new FloorBucket(Family.step(bucket.burst(), random), rate(bucket.rate(), sigma, random));
        }

        @Override
        public double preference(Limiter limiter, Clues clues) {
            return halfInteger(((FloorBucket) limiter).rate()) ? HALF_INTEGER : 0;
        }
    }
}
