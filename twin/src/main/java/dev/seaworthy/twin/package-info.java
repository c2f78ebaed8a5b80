/**
 * An embedded stand-in for a staging environment: a service named {@code harbour} with health, authentication,
 * conversations, agents, rate limits and a WebSocket endpoint, healthy by default and with switchable faults.
 *
 * <p>It behaves for real: tokens are signed and verified, refreshes rotate, limits refuse, agents compute. It shares no
 * code with the probes, so that one mistake cannot stand on both sides and cancel out. It listens on the loopback
 * address only.
 */
@NullMarked
package dev.seaworthy.twin;

import org.jspecify.annotations.NullMarked;
