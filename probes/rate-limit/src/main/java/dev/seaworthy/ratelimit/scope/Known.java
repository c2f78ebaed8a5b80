package dev.seaworthy.ratelimit.scope;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a limit before its key is asked for. Immutable. Where something is known as a range, the end is given
 * at which the limit is more generous.
 *
 * @param capacity what it admits at once from rest, at least 1
 * @param recovery after a silence of so many seconds it is rested, whatever was before; above 0
 * @param rate what comes back continuously, requests a second; 0 for a window and for lumps
 * @param ticks what comes back in lumps, or null
 * @param parallel how many requests at once exhaust it quickly at this distance, at least 1
 */
public record Known(
        double capacity,
        double recovery,
        double rate,
        @Nullable Ticks ticks,
        int parallel) {
    public Known {
        if (!(capacity >= 1 && recovery > 0 && rate >= 0 && parallel >= 1)) {
            throw new IllegalArgumentException("a limit of " + capacity + " that comes back at " + rate
                    + "/s and within " + recovery + " s, asked " + parallel + " at once, is none");
        }
    }

    /**
     * What comes back at once, again and again.
     *
     * @param lump how many requests, at least 1
     * @param every seconds, above 0
     * @param phase seconds from the session's first request to one of them; null where that is not known
     */
    public record Ticks(double lump, double every, @Nullable Double phase) {
        /** Clocks drift, timers are late, and an identified period is a little off. */
        private static final double DOUBT = 0.01;

        /** How many may fall between two instants, seconds after the first request. */
        int between(double from, double to) {
            if (phase == null) {
                return (int) Math.floor((to - from) / every) + 1;
            }
            double doubt = Math.max(DOUBT, DOUBT * every);
            return (int) (Math.floor((to + doubt - phase) / every) - Math.floor((from - doubt - phase) / every));
        }
    }

    /** A bucket that is refilled continuously. */
    public static Known bucket(double burst, double rate, int parallel) {
        return new Known(burst, burst / rate, rate, null, parallel);
    }

    /** A bucket that is refilled in lumps. */
    public static Known lumps(double burst, double lump, double every, @Nullable Double phase, int parallel) {
        return new Known(burst, every * Math.ceil(burst / lump), 0, new Ticks(lump, every, phase), parallel);
    }

    /** A window on a grid, whose quota comes back at each of its lines. */
    public static Known grid(double quota, double window, @Nullable Double phase, int parallel) {
        return new Known(quota, window, 0, new Ticks(quota, window, phase), parallel);
    }

    /** A window that its first request opens, or one that slides. */
    public static Known window(double quota, double window, int parallel) {
        return new Known(quota, window, 0, null, parallel);
    }

    /** Two counters, the elder of which weighs less and less. */
    public static Known weighted(double quota, double window, int parallel) {
        return new Known(quota, 2 * window, quota / window, null, parallel);
    }

    /** What it admits at once, in whole requests. */
    int whole() {
        return (int) Math.floor(capacity + 1e-6);
    }

    /** A silence after which it is surely rested, seconds. */
    double silence() {
        return 1.05 * recovery + 0.05;
    }

    /** The most that one key is given in so many seconds, whatever was before. */
    double most(double seconds) {
        if (ticks != null) {
            return capacity + ticks.lump * (Math.floor(seconds / ticks.every) + 1);
        }
        return rate > 0 ? capacity + rate * seconds : capacity * (Math.floor(seconds / recovery) + 2);
    }

    /** A bound for the chance that an exhausted key is given one request, and no more, in so many seconds. */
    double chance(double seconds) {
        double single = rate * seconds;
        if (ticks != null && ticks.lump < 2) {
            single += seconds / ticks.every;
        } else if (ticks == null && rate == 0) {
            // A log forgets one request at a time, but only when it begins to, and when it has done.
            single += 2 * seconds / recovery;
        }
        return Math.min(1, single);
    }
}
