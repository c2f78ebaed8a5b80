/**
 * Gatling at the edge: the bridge that lets a Gatling user perform an {@link dev.seaworthy.kernel.Operation} on its own
 * event loop, the phases of load with a schedule of our own, and the launcher that keeps Gatling quiet. Gatling supplies
 * users, event loops and the flow of a scenario; when a turn is meant to start, and how long it took, is ours.
 */
@NullMarked
package dev.seaworthy.simulations;

import org.jspecify.annotations.NullMarked;
