package dev.seaworthy.ratelimit.session;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limiters as real ones are written: in whole milliseconds or nanoseconds, with their rounding, sharing no code with the
 * models that are fitted to them.
 */
public interface Deciding {
    /** Whether a request at this time, nanoseconds since 1970, is admitted. */
    boolean admits(long nanos);

    private static long millis(long nanos) {
        return nanos / 1_000_000;
    }

    /** A counter for each window of a grid. */
    static Deciding gridWindow(int quota, long windowMillis, long phaseMillis) {
        long[] state = {Long.MIN_VALUE, 0};
        return nanos -> {
            long window = Math.floorDiv(millis(nanos) - phaseMillis, windowMillis);
            if (window != state[0]) {
                state[0] = window;
                state[1] = 0;
            }
            return ++state[1] <= quota;
        };
    }

    /** A counter with an expiry, opened by the first hit. */
    static Deciding firstHitWindow(int quota, long windowMillis) {
        long[] state = {Long.MIN_VALUE, 0};
        return nanos -> {
            if (state[0] <= millis(nanos)) {
                state[0] = millis(nanos) + windowMillis;
                state[1] = 0;
            }
            return ++state[1] <= quota;
        };
    }

    /** The times of hits, kept for a window. */
    static Deciding log(int quota, long windowMillis, boolean countsRefused) {
        Deque<Long> hits = new ArrayDeque<>();
        return nanos -> {
            while (!hits.isEmpty() && hits.peekFirst() <= millis(nanos) - windowMillis) {
                hits.removeFirst();
            }
            boolean admitted = hits.size() < quota;
            if (admitted || countsRefused) {
                hits.addLast(millis(nanos));
            }
            return admitted;
        };
    }

    /** Two counters on a grid; the elder weighs less and less. Some implementations round its weight down. */
    static Deciding twoCounters(int quota, long windowMillis, long phaseMillis, boolean floored) {
        long[] state = {Long.MIN_VALUE, 0, 0};
        return nanos -> {
            long since = millis(nanos) - phaseMillis;
            long window = Math.floorDiv(since, windowMillis);
            if (window != state[0]) {
                state[2] = window == state[0] + 1 ? state[1] : 0;
                state[1] = 0;
                state[0] = window;
            }
            double left = 1 - Math.floorMod(since, windowMillis) / (double) windowMillis;
            double weight = state[2] * left;
            boolean admitted = (floored ? Math.floor(weight) : weight) + state[1] + 1 <= quota;
            state[1] += admitted ? 1 : 0;
            return admitted;
        };
    }

    /** A frequency counter that the first event starts, and that starts anew after two idle periods; in integers. */
    static Deciding frequency(int quota, long periodMillis, boolean countsRefused) {
        long[] state = {Long.MIN_VALUE, 0, 0};
        return nanos -> {
            long now = millis(nanos);
            if (state[0] == Long.MIN_VALUE || now - state[0] >= 2 * periodMillis) {
                state[0] = now;
                state[1] = 0;
                state[2] = 0;
            } else if (now - state[0] >= periodMillis) {
                state[0] += periodMillis;
                state[2] = state[1];
                state[1] = 0;
            }
            long remaining = periodMillis - (now - state[0]);
            long rate = state[1] + 1 + state[2] * remaining / periodMillis;
            boolean admitted = rate <= quota;
            state[1] += admitted || countsRefused ? 1 : 0;
            return admitted;
        };
    }

    /** The generic cell rate algorithm, in nanoseconds. */
    static Deciding cellRate(int burst, double perSecond) {
        long interval = (long) (1e9 / perSecond);
        long[] theoretical = {Long.MIN_VALUE};
        return nanos -> {
            long arrival = Math.max(theoretical[0], nanos);
            if (arrival - nanos > interval * (burst - 1)) {
                return false;
            }
            theoretical[0] = arrival + interval;
            return true;
        };
    }

    /** A leaky bucket in thousandths and milliseconds, whose first request is free. */
    static Deciding leaky(int burst, double perSecond) {
        long rate = (long) (perSecond * 1_000);
        long[] state = {-1, 0};
        return nanos -> {
            if (state[0] < 0) {
                state[0] = millis(nanos);
                return true;
            }
            long excess = Math.max(0, state[1] - rate * (millis(nanos) - state[0]) / 1_000 + 1_000);
            if (excess > (burst - 1) * 1_000L) {
                return false;
            }
            state[1] = excess;
            state[0] = millis(nanos);
            return true;
        };
    }

    /** Tokens added at each tick. */
    static Deciding lumps(int burst, int lump, long tickMillis, long phaseMillis) {
        long[] state = {Long.MIN_VALUE, burst};
        return nanos -> {
            long tick = Math.floorDiv(millis(nanos) - phaseMillis, tickMillis);
            if (state[0] != Long.MIN_VALUE) {
                state[1] = Math.min(burst, state[1] + lump * (tick - state[0]));
            }
            state[0] = tick;
            if (state[1] < 1) {
                return false;
            }
            state[1]--;
            return true;
        };
    }

    /** Whole tokens only; the clock begins again at each admission. */
    static Deciding floored(int burst, double seconds) {
        double[] state = {burst, Double.NaN};
        return nanos -> {
            double now = nanos % 1_000_000_000_000_000L / 1e9;
            if (!Double.isNaN(state[1])) {
                state[0] = Math.min(burst, state[0] + (long) ((now - state[1]) / seconds * burst));
            }
            if (state[0] < 1) {
                // The refill is not stored with a refusal.
                return false;
            }
            state[0]--;
            state[1] = now;
            return true;
        };
    }

    /** A window opened by its first hit, and a block by the first hit too many, or by every one. */
    static Deciding blocking(int quota, long windowMillis, long blockMillis, boolean extended) {
        long[] state = {Long.MIN_VALUE, 0, Long.MIN_VALUE};
        return nanos -> {
            long now = millis(nanos);
            if (now < state[2]) {
                state[2] = extended ? now + blockMillis : state[2];
                return false;
            }
            if (state[2] != Long.MIN_VALUE || state[0] <= now) {
                state[2] = Long.MIN_VALUE;
                state[0] = now + windowMillis;
                state[1] = 0;
            }
            if (++state[1] <= quota) {
                return true;
            }
            state[2] = now + blockMillis;
            return false;
        };
    }

    /** Both must admit; a bucket is asked first what it has, so that neither is charged for a refusal. */
    static Deciding both(Peeking one, Peeking other) {
        return nanos -> {
            if (one.available(nanos) < 1 || other.available(nanos) < 1) {
                return false;
            }
            one.take();
            other.take();
            return true;
        };
    }

    /** The second helps out where the first refuses. */
    static Deciding spare(Deciding one, Deciding other) {
        return nanos -> one.admits(nanos) || other.admits(nanos);
    }

    /** A limit that tells what it has before it gives it. */
    interface Peeking {
        double available(long nanos);

        void take();

        /** Continuous refill. */
        static Peeking bucket(int burst, double perSecond) {
            double[] tokens = {burst};
            long[] last = {-1};
            return new Peeking() {
                @Override
                public double available(long nanos) {
                    if (last[0] >= 0) {
                        tokens[0] = Math.min(burst, tokens[0] + perSecond * (nanos - last[0]) / 1e9);
                    }
                    last[0] = nanos;
                    return tokens[0] + 1e-9;
                }

                @Override
                public void take() {
                    tokens[0]--;
                }
            };
        }

        /** A window on a grid, or opened by what it first gives. */
        static Peeking window(int quota, long windowMillis, boolean onGrid) {
            long[] state = {Long.MIN_VALUE, 0, 0};
            return new Peeking() {
                @Override
                public double available(long nanos) {
                    long now = millis(nanos);
                    state[2] = now;
                    if (onGrid) {
                        long window = Math.floorDiv(now, windowMillis);
                        state[1] = window == state[0] ? state[1] : 0;
                        state[0] = window;
                        return quota - state[1];
                    }
                    return now >= state[0] ? quota : quota - state[1];
                }

                @Override
                public void take() {
                    if (!onGrid && state[2] >= state[0]) {
                        state[0] = state[2] + windowMillis;
                        state[1] = 0;
                    }
                    state[1]++;
                }
            };
        }
    }
}
