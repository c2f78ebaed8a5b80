package dev.seaworthy.kernel;

/** When in a run a check has its turn. */
public enum Moment {
    /** Before any load. */
    AT_REST,
    /** While the load is under way; without a load it is skipped. */
    UNDER_LOAD,
    /** When the load is over, to judge what was seen during it; without a load it is skipped. */
    AFTER_LOAD
}
