package dev.seaworthy.kernel;

import java.util.Objects;

/**
 * What {@code seaworthy explain} says of a check; static, so that it can be read without an environment.
 *
 * @param claim the claim under test
 * @param sends the requests or frames that go out, controls included
 * @param expects the answer that confirms the claim
 * @param proves what a PASS shows, and what it does not
 * @param falsifier an observation that turns the check red
 * @param byHand a command that repeats the essential exchange without this tool; secrets as {@code $TOKEN}
 * @param footprint what it costs the target
 */
public record CheckCard(
        Claim claim,
        String sends,
        String expects,
        String proves,
        String falsifier,
        String byHand,
        Footprint footprint) {
    public CheckCard {
        Objects.requireNonNull(claim, "claim");
        for (String text : new String[] {sends, expects, proves, falsifier, byHand}) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("the card of " + claim.id() + " has an empty line");
            }
        }
    }

    /** The card of a check that only reads. */
    public CheckCard(Claim claim, String sends, String expects, String proves, String falsifier, String byHand) {
        this(claim, sends, expects, proves, falsifier, byHand, Footprint.READS);
    }

    /** The same with another footprint. */
    public CheckCard with(Footprint other) {
        return new CheckCard(claim, sends, expects, proves, falsifier, byHand, other);
    }

    /** The id under which the command line knows this check: that of its claim. */
    public String id() {
        return claim.id();
    }
}
