package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;

/** What a user does after a turn. Called on the user's loop, once for each turn. */
interface TurnEnd {
    /** The turn ended and is recorded. */
    void ended(Clocks clocks, Outcome outcome);

    /** The turn was given up, and is in no record. */
    void abandoned();
}
