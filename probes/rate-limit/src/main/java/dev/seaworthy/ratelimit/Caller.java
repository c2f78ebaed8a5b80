package dev.seaworthy.ratelimit;

/** Who sends a request of a trial. */
enum Caller {
    /** The user who is driven past the limit. */
    LIMITED,
    /** Another user, who must not notice. */
    BYSTANDER
}
