package dev.seaworthy.ratelimit.scope;

import dev.seaworthy.ratelimit.session.Deciding;
import java.util.Random;
import java.util.function.Supplier;

/** A limit drawn at random, and what may be known of it. */
record RandomLimit(String name, Known known, Supplier<Deciding> limiters, double roundTrip) {
    static RandomLimit of(Random random) {
        int quota = 1 + random.nextInt(40);
        long window = 1000L + random.nextInt(9000);
        long phase = random.nextInt((int) window);
        double roundTrip = 0.001 * Math.pow(80, random.nextDouble());
        int parallel = (int) Math.max(1, Math.min(16, Math.ceil(roundTrip * 200)));
        double seconds = window / 1e3;
        return switch (random.nextInt(9)) {
            case 0 ->
                new RandomLimit(
                        "grid of " + quota + " per " + seconds,
                        Known.grid(quota, seconds, null, parallel),
                        () -> Deciding.gridWindow(quota, window, phase),
                        roundTrip);
            case 1 ->
                new RandomLimit(
                        "window of " + quota + " per " + seconds,
                        Known.window(quota, seconds, parallel),
                        () -> Deciding.firstHitWindow(quota, window),
                        roundTrip);
            case 2 ->
                new RandomLimit(
                        "log of " + quota + " per " + seconds,
                        Known.window(quota, seconds, parallel),
                        () -> Deciding.log(quota, window, false),
                        roundTrip);
            case 3 ->
                new RandomLimit(
                        "two counters of " + quota + " per " + seconds,
                        Known.weighted(quota, seconds, parallel),
                        () -> Deciding.twoCounters(quota, window, phase, false),
                        roundTrip);
            case 4 -> lumps(random, roundTrip, parallel);
            case 5 -> unforgiving(random, quota, window, roundTrip, parallel);
            case 6 ->
                new RandomLimit(
                        "floored bucket of " + (quota + 1) + " per " + seconds,
                        Known.bucket(quota + 1, (quota + 1) / seconds, parallel),
                        () -> Deciding.floored(quota + 1, seconds),
                        roundTrip);
            default -> bucket(random, quota, roundTrip, parallel);
        };
    }

    private static RandomLimit bucket(Random random, int quota, double roundTrip, int parallel) {
        int burst = 2 + quota;
        double rate = Math.rint(100 * 0.5 * Math.pow(40, random.nextDouble())) / 100;
        boolean leaky = random.nextBoolean();
        return new RandomLimit(
                "bucket of " + burst + " at " + rate,
                Known.bucket(burst, rate, parallel),
                () -> leaky ? Deciding.leaky(burst, rate) : Deciding.cellRate(burst, rate),
                roundTrip);
    }

    /** Counts what it refuses, or blocks who goes too far. */
    private static RandomLimit unforgiving(Random random, int quota, long window, double roundTrip, int parallel) {
        boolean extended = random.nextBoolean();
        return switch (random.nextInt(3)) {
            case 0 ->
                new RandomLimit(
                        "log, counting refusals, of " + quota + " per " + window + " ms",
                        Known.window(quota, window / 1e3, parallel),
                        () -> Deciding.log(quota, window, true),
                        roundTrip);
            case 1 ->
                new RandomLimit(
                        "frequency of " + quota + " per " + window + " ms",
                        Known.weighted(quota, window / 1e3, parallel),
                        () -> Deciding.frequency(quota, window, extended),
                        roundTrip);
            default ->
                new RandomLimit(
                        "block after " + quota + " per " + window + " ms, extended " + extended,
                        Known.window(quota, 2 * window / 1e3, parallel),
                        () -> Deciding.blocking(quota, window, 2 * window, extended),
                        roundTrip);
        };
    }

    private static RandomLimit lumps(Random random, double roundTrip, int parallel) {
        int lump = 2 + random.nextInt(8);
        int burst = 2 * lump + random.nextInt(20);
        long tick = 500L + random.nextInt(2500);
        long phase = random.nextInt((int) tick);
        return new RandomLimit(
                "lumps of " + lump + " every " + tick + " ms up to " + burst,
                Known.lumps(burst, lump, tick / 1e3, null, parallel),
                () -> Deciding.lumps(burst, lump, tick, phase),
                roundTrip);
    }

    @Override
    public String toString() {
        return name + " at " + Math.round(1e3 * roundTrip) + " ms";
    }
}
