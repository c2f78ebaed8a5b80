package dev.seaworthy.kernel;

/** How much a refuted claim weighs. */
public enum Severity {
    /** Identity can be forged or bypassed, or the main journey is dead. */
    CRITICAL,
    /** A stolen or ended credential still works, users see each other, or a contract that clients rely on is broken. */
    HIGH,
    /** A weakening, or missing defence in depth. */
    MEDIUM,
    /** Hygiene. */
    LOW,
    /** Worth knowing. */
    INFO;

    /** Whether a refutation at this severity stands in the way of shipping. */
    public boolean blocks() {
        return this == CRITICAL || this == HIGH;
    }
}
