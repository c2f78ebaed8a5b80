package dev.seaworthy.kernel;

/** How far a planned check came. */
public enum Execution {
    /** It ran to its end. */
    DONE,
    /** It was running when the run ended. */
    INTERRUPTED,
    /** The run ended before it began. */
    NOT_RUN
}
