/**
 * Probe: agents. Whether discovery lists them, whether an execution is made from the request that asked for it, and whether
 * a failure is told as one. What proves work is a nonce of this run that comes back, never a plausible text.
 */
@NullMarked
package dev.seaworthy.agents;

import org.jspecify.annotations.NullMarked;
