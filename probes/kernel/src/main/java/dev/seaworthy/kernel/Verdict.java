package dev.seaworthy.kernel;

/** What a check may say about its claim. */
public enum Verdict {
    /** The expected behaviour was seen, with the controls good before and after. */
    PASS,
    /** A violating exchange was seen. */
    FAIL,
    /** It ran, but the evidence is insufficient or ambiguous: a control was lost, n is too small, the target shed it. */
    UNPROVEN,
    /** A precondition is missing, or the environment's contract or a safety rail left it out. */
    SKIPPED,
    /** The harness, its configuration or its client is at fault. Never counted against the target, never silent. */
    ERROR;

    /** Whether this verdict speaks about the target, and therefore cannot stand without exchanges. */
    public boolean needsEvidence() {
        return this != SKIPPED && this != ERROR;
    }
}
