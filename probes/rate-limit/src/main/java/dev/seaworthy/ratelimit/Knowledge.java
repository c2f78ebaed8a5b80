package dev.seaworthy.ratelimit;

import dev.seaworthy.ratelimit.model.Blocking;
import dev.seaworthy.ratelimit.model.Both;
import dev.seaworthy.ratelimit.model.Bucket;
import dev.seaworthy.ratelimit.model.Either;
import dev.seaworthy.ratelimit.model.FixedGrid;
import dev.seaworthy.ratelimit.model.FloorBucket;
import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LumpBucket;
import dev.seaworthy.ratelimit.model.Weighted;
import dev.seaworthy.ratelimit.scope.Known;

/** What a limiter means for those who ask for its key: how much it admits, and what comes back meanwhile. */
final class Knowledge {
    private Knowledge() {}

    /**
     * The same limiter, as far as keys are concerned.
     *
     * @param parallel requests under way at once where it is to be exhausted
     */
    static Known of(Limiter limiter, int parallel) {
        if (limiter instanceof Bucket bucket) {
            return Known.bucket(bucket.burst(), bucket.rate(), parallel);
        }
        if (limiter instanceof FloorBucket bucket) {
            return Known.bucket(bucket.burst(), bucket.rate(), parallel);
        }
        if (limiter instanceof LumpBucket bucket) {
            return Known.lumps(bucket.burst(), bucket.lump(), bucket.interval(), bucket.phase(), parallel);
        }
        if (limiter instanceof FixedGrid grid) {
            return Known.grid(grid.quota(), grid.window(), grid.phase(), parallel);
        }
        if (limiter instanceof Weighted counter) {
            return Known.weighted(counter.quota(), counter.window(), parallel);
        }
        if (limiter instanceof Blocking blocking) {
            return Known.window(blocking.quota(), blocking.window() + blocking.block(), parallel);
        }
        if (limiter instanceof Both both) {
            return generous(limiter, of(both.fast(), parallel), of(both.slow(), parallel));
        }
        if (limiter instanceof Either either) {
            return generous(limiter, of(either.first(), parallel), of(either.spare(), parallel));
        }
        return Known.window(limiter.capacity(), limiter.recovery(), parallel);
    }

    /** What comes back by either of two. */
    private static Known generous(Limiter limiter, Known first, Known second) {
        Known.Ticks ticks = first.ticks() == null ? second.ticks() : first.ticks();
        return new Known(limiter.capacity(), limiter.recovery(), first.rate() + second.rate(), ticks, first.parallel());
    }
}
