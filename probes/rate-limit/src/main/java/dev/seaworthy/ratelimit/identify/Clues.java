package dev.seaworthy.ratelimit.identify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** What the outcomes suggest at first sight: where candidates' parameters are drawn from. Immutable. */
final class Clues {
    static final double[] NICE = {
        0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10, 12, 15, 20, 25, 30, 45, 60, 90, 120,
        180, 300, 600, 900, 1800, 3600
    };
    private static final double TIGHT = 0.15;

    final Observations seen;
    final int first;
    final double firstSeconds;
    final int most;
    final double horizon;
    final double epoch;
    final double resolution;
    final List<Integer> runs;
    final List<Comeback> comebacks;
    private final int[] refusals;
    private final int[] admittedBefore;

    /**
     * An admission after refusals.
     *
     * @param low the last refusal
     * @param high the admission
     * @param opened the first admission of the run that ended in these refusals
     * @param firstRefused the first of the refusals
     */
    record Comeback(double low, double high, double opened, double firstRefused) {
        double width() {
            return high - low;
        }
    }

    Clues(Observations seen, double epoch) {
        this.seen = seen;
        this.epoch = epoch;
        runs = new ArrayList<>();
        comebacks = new ArrayList<>();
        admittedBefore = new int[seen.size + 1];
        List<Integer> refused = new ArrayList<>();
        double opened = 0;
        double firstRefused = Double.NaN;
        int run = 0;
        for (int i = 0; i < seen.size; i++) {
            admittedBefore[i + 1] = admittedBefore[i] + (seen.admitted[i] ? 1 : 0);
            if (!seen.admitted[i]) {
                if (run > 0) {
                    runs.add(run);
                    firstRefused = seen.t[i];
                }
                run = 0;
                refused.add(i);
                continue;
            }
            if (run == 0 && i > 0) {
                comebacks.add(new Comeback(seen.t[i - 1] - seen.e[i - 1], seen.t[i] + seen.e[i], opened, firstRefused));
                opened = seen.t[i];
            }
            run++;
        }
        refusals = refused.stream().mapToInt(Integer::intValue).toArray();
        first = runs.isEmpty() ? Math.max(1, run) : runs.get(0);
        firstSeconds = refusals.length == 0 ? 0 : seen.t[refusals[0]];
        most = runs.stream().mapToInt(Integer::intValue).max().orElse(first);
        resolution = Math.max(0.02, 6 * medianDoubt(seen));
        horizon = seen.size == 0 ? 1 : Math.max(0.2, seen.t[seen.size - 1]);
    }

    private static double medianDoubt(Observations seen) {
        double[] doubts = seen.e.clone();
        Arrays.sort(doubts);
        return doubts.length == 0 ? 0 : doubts[doubts.length / 2];
    }

    /** A quota: as the first burst, or another, showed it. */
    int quota(SplittableRandom random) {
        double choice = random.nextDouble();
        int quota = choice < 0.6 ? first : choice < 0.7 ? most : runs.isEmpty() ? first : pick(runs, random);
        return Math.max(1, random.nextDouble() < 0.1 ? quota - 1 : quota);
    }

    /**
     * A quota, given a window: what had been admitted in it when a request was refused.
     *
     * @param phase of its grid; not a number where its first request opens it
     */
    int quotaWithin(double window, double phase, SplittableRandom random) {
        if (refusals.length == 0) {
            return quota(random);
        }
        int refusal = refusals[random.nextInt(refusals.length)];
        double ends = Double.NEGATIVE_INFINITY;
        int count = 0;
        for (int i = 0; i < refusal; i++) {
            if (!seen.admitted[i]) {
                continue;
            }
            if (seen.t[i] >= ends) {
                ends = Double.isNaN(phase)
                        ? seen.t[i] + window
                        : phase + window * (Math.floor((seen.t[i] - phase) / window) + 1);
                count = 0;
            }
            count++;
        }
        return Math.max(1, count);
    }

    /** Seconds between; one that people write, where there is one, in half of the draws. */
    static double between(double low, double high, SplittableRandom random) {
        if (!(high > low)) {
            return Math.max(low, 1e-3);
        }
        if (random.nextBoolean()) {
            double nice = niceBetween(low, high, random);
            if (nice > 0) {
                return nice;
            }
        }
        return low + (high - low) * random.nextDouble();
    }

    static double logBetween(double low, double high, SplittableRandom random) {
        double nice = random.nextBoolean() ? niceBetween(low, high, random) : 0;
        return nice > 0 ? nice : low * Math.pow(high / low, random.nextDouble());
    }

    private static double niceBetween(double low, double high, SplittableRandom random) {
        int from = 0;
        while (from < NICE.length && NICE[from] <= low) {
            from++;
        }
        int to = from;
        while (to < NICE.length && NICE[to] <= high) {
            to++;
        }
        return to == from ? 0 : NICE[from + random.nextInt(to - from)];
    }

    static boolean nice(double seconds) {
        for (double nice : NICE) {
            if (Math.abs(nice - seconds) < 1e-9) {
                return true;
            }
        }
        return false;
    }

    static <T> T pick(List<T> from, SplittableRandom random) {
        return from.get(random.nextInt(from.size()));
    }

    /** A comeback; the narrow ones, which say more, in most draws. Only if there is any. */
    Comeback comeback(SplittableRandom random) {
        Comeback best = pick(comebacks, random);
        if (random.nextDouble() < 0.7) {
            for (int i = 0; i < 3; i++) {
                Comeback other = pick(comebacks, random);
                best = other.width() < best.width() ? other : best;
            }
        }
        return best;
    }

    /** A length that agrees with all comebacks, counted from an anchor of each; from any one where they contradict. */
    double length(Anchor anchor, SplittableRandom random) {
        double low = 0;
        double high = Double.MAX_VALUE;
        for (Comeback comeback : comebacks) {
            low = Math.max(low, comeback.low - anchor.of(comeback));
            high = Math.min(high, comeback.high - anchor.of(comeback));
        }
        if (low < high && random.nextDouble() < 0.7) {
            return Math.max(1e-3, between(low, high, random));
        }
        Comeback comeback = comeback(random);
        double from = anchor.of(comeback);
        return Math.max(1e-3, between(Math.max(1e-3, comeback.low - from), comeback.high - from, random));
    }

    /** Tokens a second while exhausted: what was admitted between two refusals, never more than a bucket's rate. */
    double rate(SplittableRandom random) {
        for (int i = 0; i < 12 && refusals.length > 1; i++) {
            int a = random.nextInt(refusals.length);
            int b = random.nextInt(refusals.length);
            int from = refusals[Math.min(a, b)];
            int to = refusals[Math.max(a, b)];
            int count = admittedBefore[to] - admittedBefore[from];
            double seconds = seen.t[to] - seen.t[from];
            if (count > 0 && seconds > 0) {
                double error = Math.exp(TIGHT * gaussian(random) / Math.sqrt(count)) * (1 + uniform(random) / count);
                return rounded(Math.max(1e-3, count / seconds * error), random);
            }
        }
        return rounded(Math.max(0.01, 2 * random.nextDouble() * first / horizon), random);
    }

    private static double uniform(SplittableRandom random) {
        return 2 * random.nextDouble() - 1;
    }

    private static double rounded(double rate, SplittableRandom random) {
        double halves = Math.round(2 * rate) / 2.0;
        return random.nextDouble() < 0.3 && halves > 0 ? halves : rate;
    }

    static double gaussian(SplittableRandom random) {
        return random.nextGaussian();
    }

    /** Where a grid of the wall clock lies: at whole multiples of its window since 1970. */
    double clockPhase(double window) {
        double phase = window - epoch % window;
        return phase >= window ? 0 : phase;
    }

    boolean onClock(double phase, double window) {
        double off = Math.abs(phase - clockPhase(window));
        return Math.min(off, window - off) < 0.004;
    }

    /** From where the length of a silence counts. */
    @FunctionalInterface
    interface Anchor {
        double of(Comeback comeback);
    }
}
