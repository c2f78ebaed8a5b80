package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.Limiter;
import dev.seaworthy.ratelimit.model.LimiterClass;
import dev.seaworthy.ratelimit.model.Weighted;
import org.jspecify.annotations.Nullable;

/** How far a model may be trusted. */
public enum Confidence {
    /** Explains everything, and predicted everything of a schedule that no fit had seen. */
    HIGH,
    /** A few outcomes in a hundred are not as it says. */
    MEDIUM,
    /** The best of those considered, and no more. */
    LOW,
    /** Nothing considered explains what was seen. */
    NO_MODEL;

    private static final double SURE = 0.95;

    /** Seconds. */
    private static final double SLOW = 5.05;

    private static final double FEW = 0.005;

    /**
     * Weighs a belief.
     *
     * @param cleanInARow how many validations in a row got nothing wrong; negative where the last one was not passed
     */
    static Confidence of(Belief belief, @Nullable Validation validation, int cleanInARow, Ranges ranges) {
        boolean accepted = cleanInARow >= 0;
        int unexplained = belief.best().misfits();
        int size = belief.seen().size;
        if (validation == null || unexplained > Math.max(2, 0.02 * size)) {
            return unexplained > Math.max(2, 0.02 * size) ? NO_MODEL : LOW;
        }
        if (foretells(belief, validation, cleanInARow)
                && ranges.narrow(belief.top().kind())) {
            return HIGH;
        }
        boolean nearly = accepted && unexplained <= Math.max(1, FEW * size);
        return nearly ? MEDIUM : LOW;
    }

    /** Whether nothing is left to doubt but how precisely its parameters are known. */
    static boolean foretells(Belief belief, Validation validation, int cleanInARow) {
        return belief.best().misfits() == 0
                && cleanInARow >= (tolerant(belief.best().limiter()) ? 2 : 1)
                && belief.confidence() > SURE
                && validation.tells()
                && foretold(belief, validation);
    }

    /**
     * Models that leave open how an implementation rounds agree with more than one truth, and where refusals prolong a block
     * or a bucket fills slowly, little is seen at a time of what may stand behind: they are to be right twice.
     */
    private static boolean tolerant(Limiter limiter) {
        return limiter instanceof Weighted counter
                ? counter.rounding() == Weighted.Rounding.OPEN
                : limiter.kind() == LimiterClass.TBF
                        || limiter.kind() == LimiterClass.BANX
                        || (limiter.kind() == LimiterClass.TB && limiter.recovery() > SLOW)
                        || limiter.kind().composite();
    }

    /** Whether the model, left to itself, admits as many as were admitted, above all in the last burst from rest. */
    private static boolean foretold(Belief belief, Validation validation) {
        double perError = 2 * belief.seen().base / belief.best().limiter().pace();
        long slack = belief.top().kind().bucket() || belief.top().kind().composite() ? 1 + Math.round(perError) : 1;
        return Math.abs(validation.drainObserved() - validation.drainPredicted()) <= slack;
    }
}
