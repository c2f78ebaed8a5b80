package dev.seaworthy.ratelimit.delay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A server that may let requests wait; written apart from what judges it. Asked in the order of arrival. */
interface Waiting {
    /** When the answer leaves, seconds; negative for a refusal that leaves at once, see {@link #refusal}. */
    double leaves(double now);

    static double refusal(double at) {
        return -at - 1;
    }

    /** Answers after so much work, however many there are. */
    static Waiting unlimited(double work) {
        return now -> now + work;
    }

    /** A leaky bucket: excess over {@code free} waits for its turn, beyond {@code depth} more it is refused. */
    static Waiting queue(double rate, int free, int depth, double work) {
        double[] state = {0, Double.NEGATIVE_INFINITY};
        return now -> {
            double excess = Math.max(0, state[0] - rate * (now - state[1]));
            double next = excess + 1;
            if (next > free + depth + 1e-9) {
                return refusal(now);
            }
            state[0] = next;
            state[1] = now;
            return now + Math.max(0, next - free) / rate + work;
        };
    }

    /** Permits of cycles on a grid, taken in advance as far as the patience reaches; then refused after waiting in vain. */
    static Waiting cycles(int permits, double cycle, double patience, double phase) {
        long[] taken = {Long.MIN_VALUE, 0};
        return now -> {
            long current = (long) Math.floor((now - phase) / cycle);
            if (taken[0] < current) {
                taken[0] = current;
                taken[1] = 0;
            }
            long target = taken[1] < permits ? taken[0] : taken[0] + 1;
            double wait = Math.max(0, phase + target * cycle - now);
            if (wait > patience) {
                return refusal(now + patience);
            }
            taken[1] = target == taken[0] ? taken[1] + 1 : 1;
            taken[0] = target;
            return now + wait;
        };
    }

    /** The delay grows by count within a window that is longer than the trial. */
    static Waiting growing(int free, double step, double cap) {
        int[] count = {0};
        return now -> {
            count[0]++;
            return now + Math.min(cap, Math.max(0, count[0] - free) * step);
        };
    }

    /** So many at once, each for so long. */
    static Waiting semaphore(int permits, double holding) {
        List<Double> ends = new ArrayList<>();
        return now -> {
            ends.removeIf(end -> end <= now);
            if (ends.size() >= permits) {
                return refusal(now);
            }
            ends.add(now + holding);
            return now + holding;
        };
    }

    /** So many workers, and everybody waits for one. */
    static Waiting workers(int workers, double work) {
        Deque<Double> ends = new ArrayDeque<>();
        return now -> {
            double begins = ends.size() < workers ? now : Math.max(now, ends.removeFirst());
            ends.addLast(begins + work);
            return begins + work;
        };
    }

    /** A plain token bucket, which refuses. */
    static Waiting bucket(double capacity, double rate) {
        double[] state = {capacity, Double.NEGATIVE_INFINITY};
        return now -> {
            state[0] =
                    Math.min(capacity, state[0] + (state[1] == Double.NEGATIVE_INFINITY ? 0 : rate * (now - state[1])));
            state[1] = now;
            if (state[0] < 1) {
                return refusal(now);
            }
            state[0]--;
            return now;
        };
    }

    /** A plain window opened by its first request, which refuses. */
    static Waiting window(int quota, double seconds) {
        double[] state = {Double.NEGATIVE_INFINITY, 0};
        return now -> {
            if (now >= state[0] + seconds) {
                state[0] = now;
                state[1] = 0;
            }
            return ++state[1] > quota ? refusal(now) : now;
        };
    }
}
