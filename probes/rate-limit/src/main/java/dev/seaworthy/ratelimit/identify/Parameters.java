package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Blocking;
import dev.seaworthy.ratelimit.model.Both;
import dev.seaworthy.ratelimit.model.Bucket;
import dev.seaworthy.ratelimit.model.Either;
import dev.seaworthy.ratelimit.model.FixedGrid;
import dev.seaworthy.ratelimit.model.FloorBucket;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LumpBucket;
import dev.seaworthy.ratelimit.model.TwoLimits;
import dev.seaworthy.ratelimit.model.Weighted;
import dev.seaworthy.ratelimit.model.WindowLimiter;
import java.util.LinkedHashMap;
import java.util.Map;

/** A limiter's parameters by the names that the verdict gives them. */
final class Parameters {
    static final String QUOTA = "quota";
    static final String WINDOW = "windowSeconds";
    static final String BLOCK = "blockSeconds";
    static final String CAPACITY = "capacity";
    static final String RATE = "ratePerSecond";
    static final String INITIAL = "initial";
    static final String LUMP = "lump";
    static final String INTERVAL = "intervalSeconds";

    private Parameters() {}

    /** Without phases, which are no part of what a limit allows. */
    static Map<String, Double> of(Limiter limiter) {
        Map<String, Double> all = new LinkedHashMap<>();
        put(limiter, "", all);
        return all;
    }

    private static void put(Limiter limiter, String tier, Map<String, Double> all) {
        if (limiter instanceof WindowLimiter window) {
            put(all, tier, QUOTA, window.quota(), WINDOW, window.window());
            if (limiter instanceof Blocking blocking) {
                all.put(tier + BLOCK, blocking.block());
            }
        } else if (limiter instanceof Bucket bucket) {
            put(all, tier, CAPACITY, bucket.burst(), RATE, bucket.rate());
            if (bucket.initial() < bucket.burst()) {
                all.put(tier + INITIAL, bucket.initial());
            }
        } else if (limiter instanceof FloorBucket bucket) {
            put(all, tier, CAPACITY, bucket.burst(), RATE, bucket.rate());
        } else if (limiter instanceof LumpBucket bucket) {
            put(all, tier, CAPACITY, bucket.burst(), INTERVAL, bucket.interval());
            all.put(tier + LUMP, (double) bucket.lump());
        } else if (limiter instanceof Both both) {
            boolean inOrder = both.fast().capacity() <= both.slow().capacity();
            put(inOrder ? both.fast() : both.slow(), "first.", all);
            put(inOrder ? both.slow() : both.fast(), "second.", all);
        } else if (limiter instanceof Either either) {
            put(either.first(), "first.", all);
            put(either.spare(), "second.", all);
        }
    }

    private static void put(
            Map<String, Double> all, String tier, String count, double value, String measure, double size) {
        all.put(tier + count, value);
        all.put(tier + measure, size);
    }

    /** The same for limiters that differ by less than {@code width}, relative, in every parameter. */
    static long bin(Limiter limiter, double width) {
        if (limiter instanceof TwoLimits two) {
            return 31 * bin(two.leading(), width)
                    + bin(two.following(), width)
                    + two.kind().ordinal();
        }
        long bin = limiter.kind().ordinal();
        bin = 1_000_003 * bin + Math.round(limiter.capacity());
        bin = 1_000_003 * bin + Math.round(Math.log(limiter.recovery()) / width);
        bin = 1_000_003 * bin + Math.round(Math.log(limiter.pace()) / width);
        if (limiter instanceof Blocking blocking) {
            bin = 1_000_003 * bin + Math.round(Math.log(blocking.window()) / (4 * width));
        } else if (limiter instanceof FixedGrid grid) {
            bin = 1_000_003 * bin + Math.round(grid.phase() / grid.window() / width / 2);
        } else if (limiter instanceof Weighted counter) {
            bin = 1_000_003 * bin + Math.round(counter.phase() / counter.window() / width / 2);
            bin = 1_000_003 * bin + counter.rounding().ordinal();
        } else if (limiter instanceof LumpBucket bucket) {
            bin = 1_000_003 * bin + bucket.lump();
            bin = 1_000_003 * bin + Math.round(bucket.phase() / bucket.interval() / width / 2);
        } else if (limiter instanceof Bucket bucket) {
            bin = 1_000_003 * bin + Math.round(bucket.initial());
        }
        return bin;
    }
}
