package dev.seaworthy.agents;

import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.wire.HttpAnswer;
import java.util.List;

/** The ground for a verdict is missing: no credential, or no complete answer. Carries what was exchanged on the way. */
final class Undecided extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Exchange> exchanges;
    private final transient Outcome outcome;

    Undecided(String reason, Outcome outcome, List<Exchange> exchanges) {
        super(reason);
        this.outcome = outcome;
        this.exchanges = List.copyOf(exchanges);
    }

    static Undecided incomplete(HttpAnswer answer) {
        return new Undecided("no complete answer: " + answer.detail(), answer.outcome(), List.of(answer.exchange()));
    }

    /** Our faults are errors, an empty budget skips, and everything else decides nothing. */
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
