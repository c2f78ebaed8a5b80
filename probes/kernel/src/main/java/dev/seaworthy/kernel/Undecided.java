package dev.seaworthy.kernel;

import java.util.List;

/**
 * Thrown by the body of a check that lacks the ground for a verdict: no credential, no open socket, no complete answer.
 * {@link Check#of} turns it into a finding on what was exchanged on the way.
 */
public final class Undecided extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Exchange> exchanges;
    private final transient Outcome outcome;

    /**
     * What is missing.
     *
     * @param reason one clause, without secrets
     * @param outcome how the exchange ended that should have given the ground
     * @param exchanges what was exchanged on the way; may be empty
     */
    public Undecided(String reason, Outcome outcome, List<Exchange> exchanges) {
        super(reason);
        this.outcome = outcome;
        this.exchanges = List.copyOf(exchanges);
    }

    /** Our faults are errors, an empty budget and an empty hand skip, and everything else leaves the claim unproven. */
    Finding finding(Claim claim) {
        String reason = String.valueOf(getMessage());
        if (outcome == Outcome.INSTRUMENT) {
            return Finding.error(claim, reason);
        }
        if (outcome == Outcome.NOT_SENT) {
            return Finding.skipped(claim, "the run's request budget is spent; raise rails.max-requests");
        }
        return exchanges.isEmpty()
                ? Finding.skipped(claim, reason)
                : Finding.unproven(claim, reason, Evidence.of(exchanges));
    }
}
