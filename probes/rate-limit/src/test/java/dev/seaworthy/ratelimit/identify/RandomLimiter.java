package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.session.Deciding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A limiter drawn at random, with the truth about it. */
record RandomLimiter(LimiterClass kind, Map<String, Double> truth, Deciding limiter) {
    private static final long[] NICE = {1000, 2000, 3000, 4000, 5000, 6000, 8000, 10_000, 12_000, 15_000, 20_000};

    static RandomLimiter of(LimiterClass kind, SplittableRandom random) {
        int quota = 5 + random.nextInt(56);
        long window = millis(800, 20_000, random);
        long phase = random.nextBoolean() ? 0 : random.nextLong(window);
        return switch (kind) {
            case FWA -> windowed(kind, quota, window, Deciding.gridWindow(quota, window, phase));
            case FWF -> windowed(kind, quota, window, Deciding.firstHitWindow(quota, window));
            case SL -> windowed(kind, quota, window, Deciding.log(quota, window, false));
            case SLC -> windowed(kind, quota, window, Deciding.log(quota, window, true));
            case SWC -> windowed(kind, quota, window, Deciding.twoCounters(quota, window, phase, random.nextBoolean()));
            case SWCA -> windowed(kind, quota, window, Deciding.frequency(quota, window, false));
            case SWCAC -> windowed(kind, quota, window, Deciding.frequency(quota, window, true));
            case BAN, BANX -> blocking(kind, quota, window, random);
            case TB -> bucket(3 + random.nextInt(58), rate(0.5, 40, random), random);
            case TBL -> lumps(random);
            case TBF -> {
                double rate = Math.min(30, quota / (window / 1e3));
                yield new RandomLimiter(
                        kind,
                        Map.of(Parameters.CAPACITY, (double) quota, Parameters.RATE, rate),
                        Deciding.floored(quota, quota / rate));
            }
            case AND -> both(random);
            case OR -> either(random);
        };
    }

    private static long millis(long low, long high, SplittableRandom random) {
        long any = low + random.nextLong(high - low);
        long nice = NICE[random.nextInt(NICE.length)];
        return random.nextBoolean() && nice >= low && nice <= high ? nice : any;
    }

    private static double rate(double low, double high, SplittableRandom random) {
        double rate = low * Math.pow(high / low, random.nextDouble());
        return random.nextBoolean() && rate >= 1 ? Math.rint(rate) : Math.rint(rate * 100) / 100;
    }

    private static RandomLimiter windowed(LimiterClass kind, int quota, long window, Deciding limiter) {
        return new RandomLimiter(
                kind, Map.of(Parameters.QUOTA, (double) quota, Parameters.WINDOW, window / 1e3), limiter);
    }

    private static RandomLimiter blocking(LimiterClass kind, int quota, long window, SplittableRandom random) {
        long shortWindow = Math.min(window, 10_000);
        long block = kind == LimiterClass.BANX && random.nextBoolean()
                ? shortWindow
                : millis(shortWindow, 4 * shortWindow, random);
        return new RandomLimiter(
                kind,
                Map.of(Parameters.QUOTA, (double) quota, Parameters.BLOCK, block / 1e3),
                Deciding.blocking(quota, shortWindow, block, kind == LimiterClass.BANX));
    }

    private static RandomLimiter bucket(int burst, double rate, SplittableRandom random) {
        return new RandomLimiter(
                LimiterClass.TB,
                Map.of(Parameters.CAPACITY, (double) burst, Parameters.RATE, rate),
                random.nextBoolean() ? Deciding.cellRate(burst, rate) : Deciding.leaky(burst, rate));
    }

    private static RandomLimiter lumps(SplittableRandom random) {
        long[] ticks = {100, 200, 500, 1000, 1000, 2000, 3000};
        long tick = ticks[random.nextInt(ticks.length)];
        int lump = 2 + random.nextInt(10);
        int burst = 2 * lump + random.nextInt(40);
        Map<String, Double> truth = new LinkedHashMap<>();
        truth.put(Parameters.CAPACITY, (double) burst);
        truth.put(Parameters.LUMP, (double) lump);
        truth.put(Parameters.INTERVAL, tick / 1e3);
        long phase = random.nextBoolean() ? 0 : random.nextLong(tick);
        return new RandomLimiter(LimiterClass.TBL, truth, Deciding.lumps(burst, lump, tick, phase));
    }

    private static RandomLimiter both(SplittableRandom random) {
        int burst = 5 + random.nextInt(16);
        double rate = rate(2, 10, random);
        long window = millis(6_000, 20_000, random);
        // A second limit that the first never lets one reach is none.
        double reached = burst + rate * window / 1e3;
        int quota = (int) Math.min(reached / 1.2, burst * (1.5 + 2.5 * random.nextDouble()));
        boolean refilled = random.nextInt(3) == 0;
        double slowRate = Math.max(0.2, Math.rint(rate * (0.1 + 0.3 * random.nextDouble()) * 10) / 10);
        Deciding.Peeking slow = refilled
                ? Deciding.Peeking.bucket(quota, slowRate)
                : Deciding.Peeking.window(quota, window, random.nextBoolean());
        Map<String, Double> truth = new LinkedHashMap<>();
        truth.put("first." + Parameters.CAPACITY, (double) burst);
        truth.put("first." + Parameters.RATE, rate);
        truth.put("second." + (refilled ? Parameters.CAPACITY : Parameters.QUOTA), (double) quota);
        truth.put("second." + (refilled ? Parameters.RATE : Parameters.WINDOW), refilled ? slowRate : window / 1e3);
        return new RandomLimiter(LimiterClass.AND, truth, Deciding.both(Deciding.Peeking.bucket(burst, rate), slow));
    }

    private static RandomLimiter either(SplittableRandom random) {
        int quota = 3 + random.nextInt(8);
        long window = millis(800, 2_000, random);
        int spare = (int) (quota * (1.5 + 1.5 * random.nextDouble()));
        long spareWindow = millis(4_000, 10_000, random);
        Map<String, Double> truth = new LinkedHashMap<>();
        truth.put("first." + Parameters.QUOTA, (double) quota);
        truth.put("first." + Parameters.WINDOW, window / 1e3);
        truth.put("second." + Parameters.QUOTA, (double) spare);
        truth.put("second." + Parameters.WINDOW, spareWindow / 1e3);
        return new RandomLimiter(
                LimiterClass.OR,
                truth,
                Deciding.spare(Deciding.firstHitWindow(quota, window), Deciding.firstHitWindow(spare, spareWindow)));
    }
}
