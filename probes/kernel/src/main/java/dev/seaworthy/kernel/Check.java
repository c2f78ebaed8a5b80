package dev.seaworthy.kernel;

import java.time.Duration;
import java.util.Locale;

/**
 * Tests one claim once, with its controls.
 *
 * <p>{@link #run()} is called on a thread of its own and may block; it returns within the deadlines of its exchanges. A
 * target that misbehaves is a finding, not an exception. An exception that escapes is recorded as {@link Verdict#ERROR}.
 */
public interface Check {
    /** Far beyond the deadlines of the exchanges of most checks. */
    Duration USUAL_PATIENCE = Duration.ofMinutes(3);

    /** What this check tests, and how. */
    CheckCard card();

    /**
     * Runs the check.
     *
     * @throws Exception for faults of the harness only
     */
    Finding run() throws Exception;

    /** For how long it may be at work; who needs longer is stuck. Three minutes unless it says otherwise. */
    default Duration patience() {
        return USUAL_PATIENCE;
    }

    /** When it has its turn. */
    default Moment moment() {
        return Moment.AT_REST;
    }

    /** The same check at another moment. */
    static Check at(Moment moment, Check check) {
        return new Check() {
            @Override
            public CheckCard card() {
                return check.card();
            }

            @Override
            public Duration patience() {
                return check.patience();
            }

            @Override
            public Moment moment() {
                return moment;
            }

            @Override
            public Finding run() throws Exception {
                return check.run();
            }

            @Override
            public String toString() {
                return check + " " + moment.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            }
        };
    }

    /** A check from its card and its body. */
    static Check of(CheckCard card, Body body) {
        return of(card, USUAL_PATIENCE, body);
    }

    /** A check that may be at work for this long. */
    static Check of(CheckCard card, Duration patience, Body body) {
        return new Check() {
            @Override
            public Duration patience() {
                return patience;
            }

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
