package dev.seaworthy.ratelimit.model;

/** Two limits at work together. */
public sealed interface TwoLimits extends Limiter permits Both, Either {
    /** The one that shows first. */
    Limiter leading();

    /** The one behind it. */
    Limiter following();

    @Override
    default double recovery() {
        return Math.max(leading().recovery(), following().recovery());
    }

    @Override
    default double pace() {
        return leading().pace();
    }

    @Override
    default double fastest() {
        return Math.min(leading().fastest(), following().fastest());
    }
}
