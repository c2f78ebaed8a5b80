package dev.seaworthy.kernel;

/**
 * Tests one claim once, with its controls.
 *
 * <p>{@link #run()} is called on a thread of its own and may block; it returns within the deadlines of its exchanges. A
 * target that misbehaves is a finding, not an exception. An exception that escapes is recorded as {@link Verdict#ERROR}.
 */
public interface Check {
    /** What this check tests, and how. */
    CheckCard card();

    /**
     * Runs the check.
     *
     * @throws Exception for faults of the harness only
     */
    Finding run() throws Exception;

    /** A check from its card and its body. */
    static Check of(CheckCard card, Body body) {
        return new Check() {
            @Override
            public CheckCard card() {
                return card;
            }

            @Override
            public Finding run() throws Exception {
                try {
                    return body.run(card.claim());
                } catch (Undecided undecided) {
                    return undecided.finding(card.claim());
                }
            }

            @Override
            public String toString() {
                return card.id();
            }
        };
    }

    /** The body of a check. */
    @FunctionalInterface
    interface Body {
        /**
         * Tests {@code claim}; see {@link Check#run()}.
         *
         * @throws Undecided where the ground for a verdict is missing
         * @throws Exception for faults of the harness only
         */
        Finding run(Claim claim) throws Exception;
    }
}
