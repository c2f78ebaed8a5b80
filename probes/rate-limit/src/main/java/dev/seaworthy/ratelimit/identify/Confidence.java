package dev.seaworthy.ratelimit.identify;

import dev.seaworthy.ratelimit.model.LimiterClass;
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
        boolean certain = accepted
                && unexplained == 0
                && cleanInARow >= (tolerant(belief.top().kind()) ? 2 : 1)
                && belief.confidence() > SURE
                && validation.tells()
                && foretold(belief, validation)
                && ranges.narrow(blocking(belief.top().kind()));
        if (certain) {
            return HIGH;
        }
        boolean nearly = accepted && unexplained <= Math.max(1, FEW * size);
        return nearly ? MEDIUM : LOW;
    }

    /** Models that leave open how an implementation rounds agree with more than one truth: they are to be right twice. */
    private static boolean tolerant(LimiterClass kind) {
        return switch (kind) {
            case SWC, SWCA, SWCAC, TBF, AND, OR -> true;
            default -> false;
        };
    }

    private static boolean blocking(LimiterClass kind) {
        return kind == LimiterClass.BAN || kind == LimiterClass.BANX;
    }

    /** Whether the model, left to itself, admits as many as were admitted, above all in the last burst from rest. */
    private static boolean foretold(Belief belief, Validation validation) {
        double perError = 2 * belief.seen().base / belief.best().limiter().pace();
        long slack = belief.top().kind().bucket() || belief.top().kind().composite() ? 1 + Math.round(perError) : 1;
        return Math.abs(validation.drainObserved() - validation.drainPredicted()) <= slack;
    }
}
