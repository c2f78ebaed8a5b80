package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.model.LimiterState;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Predictions made in advance, on a schedule that no fit had seen, and how many of them were wrong.
 *
 * @param kind the class that was most probable before
 * @param outcomes how many were predicted
 * @param mispredicted how many of them came out otherwise
 * @param runnerUps the next probable classes, and how many each of them got wrong
 * @param admittedObserved how many were admitted
 * @param admittedPredicted how many the model would have admitted, left to itself
 * @param drainObserved admitted in the last burst, which began rested
 * @param drainPredicted the model's count for that burst
 */
record Validation(
        LimiterClass kind,
        int outcomes,
        int mispredicted,
        Map<LimiterClass, Integer> runnerUps,
        int admittedObserved,
        int admittedPredicted,
        int drainObserved,
        int drainPredicted) {
    private static final int FEWEST = 15;
    private static final double SHARE_FORGIVEN = 0.02;

    static Validation of(Belief frozen, Observations seen, int from) {
        Map<LimiterClass, Integer> runnerUps = new EnumMap<>(LimiterClass.class);
        for (int i = 1; i < Math.min(3, frozen.fits().size()); i++) {
            ClassFit fit = frozen.fits().get(i);
            runnerUps.put(fit.kind(), misses(fit.best(), seen, from));
        }
        int[] observed = new int[2];
        int[] predicted = new int[2];
        LimiterState free = frozen.best().limiter().start();
        boolean[] drain = drain(seen, from);
        for (int i = 0; i < seen.size; i++) {
            if (i < from) {
                free.observe(seen.t[i], seen.e[i], seen.admitted[i]);
                continue;
            }
            boolean decided = free.decide(seen.t[i]);
            observed[0] += seen.admitted[i] ? 1 : 0;
            predicted[0] += decided ? 1 : 0;
            if (drain[i]) {
                observed[1] += seen.admitted[i] ? 1 : 0;
                predicted[1] += decided ? 1 : 0;
            }
        }
        return new Validation(
                frozen.top().kind(),
                seen.size - from,
                misses(frozen.best(), seen, from),
                runnerUps,
                observed[0],
                predicted[0],
                observed[1],
                predicted[1]);
    }

    private static int misses(Candidate candidate, Observations seen, int from) {
        return Candidate.misfits(candidate.limiter(), seen, from, Integer.MAX_VALUE);
    }

    /** The burst that begins rested: the marked one, or all after the longest silence of the schedule's second half. */
    private static boolean[] drain(Observations seen, int from) {
        boolean[] drain = new boolean[seen.size];
        boolean marked = false;
        int begin = from;
        double longest = 0;
        for (int i = from; i < seen.size; i++) {
            drain[i] = seen.rested[i];
            marked |= seen.rested[i];
            double silence = i == 0 ? 0 : seen.t[i] - seen.t[i - 1];
            if (i >= (from + seen.size) / 2 && silence >= longest) {
                longest = silence;
                begin = i;
            }
        }
        if (!marked) {
            Arrays.fill(drain, begin, seen.size, true);
        }
        return drain;
    }

    /** Whether so much was predicted that to be right means something. */
    boolean tells() {
        return outcomes >= FEWEST && admittedObserved >= 3 && admittedObserved < outcomes;
    }

    /** Whether the model may stand. */
    boolean passed() {
        return mispredicted <= Math.max(1, SHARE_FORGIVEN * outcomes);
    }
}
