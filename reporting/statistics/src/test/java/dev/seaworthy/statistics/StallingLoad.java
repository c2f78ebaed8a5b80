package dev.seaworthy.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * A target that stalls, met by an open load of 100 requests a second: service is log-normal around 20 ms, its level
 * wanders from second to second, and about every 8 s everything waits for about 120 ms.
 */
final class StallingLoad {
    private static final double RATE = 100;
    private static final double PHI = 0.9;
    private static final double LEVEL_SD = 0.06;
    private static final double EVERY_SECONDS = 8;
    private static final double STALL_SECONDS = 0.12;

    private final Random random;

    StallingLoad(Random random) {
        this.random = random;
    }

    /** The response times of a run, in nanoseconds, by the second of arrival. */
    List<Histogram> run(int seconds) {
        List<Histogram> run = new ArrayList<>();
        double level = random.nextGaussian() * LEVEL_SD;
        double stall = wait(EVERY_SECONDS);
        double stallEnd = stall + stall();
        for (int second = 0; second < seconds; second++) {
            Histogram histogram = new Histogram(10_000, 10_000_000_000L, 3);
            for (double at = second + wait(1 / RATE); at < second + 1; at += wait(1 / RATE)) {
                while (at >= stallEnd) {
                    stall += wait(EVERY_SECONDS);
                    stallEnd = Math.max(stallEnd, stall + stall());
                }
                double held = at < stall ? 0 : stallEnd - at;
                double service = 0.020 * Math.exp(level + 0.35 * random.nextGaussian());
                histogram.recordValue(Math.round((held + service) * 1e9));
            }
            run.add(histogram);
            level = PHI * level + Math.sqrt(1 - PHI * PHI) * LEVEL_SD * random.nextGaussian();
        }
        return run;
    }

    private double wait(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private double stall() {
        return STALL_SECONDS * Math.exp(0.5 * random.nextGaussian());
    }
}
