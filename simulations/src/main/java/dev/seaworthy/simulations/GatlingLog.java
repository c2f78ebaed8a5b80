package dev.seaworthy.simulations;

import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Outcome;

/** Tells Gatling's own statistics of a turn, where somebody wants them. Called on event loops. */
@FunctionalInterface
interface GatlingLog {
    /** Keeps nothing. */
    GatlingLog OFF = (operation, clocks, outcome) -> {};

    /** A turn ended: Gatling is told of its response time, from the intended start, so that its figures and ours agree. */
    void ended(String operation, Clocks clocks, Outcome outcome);
}
