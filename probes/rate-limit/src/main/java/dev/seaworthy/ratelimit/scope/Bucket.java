package dev.seaworthy.ratelimit.scope;

/** Which quota a varied request was counted on. */
enum Bucket {
    /** On the one that was exhausted. */
    SAME,
    /** On another one, or on none. */
    OTHER,
    /** It was answered, but not as the usual request is: what it asked for is something else. */
    NOT_ROUTED,
    /** It was turned away for want of a credential, whatever the limit. */
    UNAUTHENTICATED
}
