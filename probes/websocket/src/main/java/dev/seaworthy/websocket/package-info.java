/**
 * Probe: WebSockets. Whether a handshake opens and selects what was offered, who is let in, whether pings, messages and
 * event flows come back whole, and how many sockets stay alive together.
 *
 * <p>What can be judged without a connection is pure: {@link dev.seaworthy.websocket.SubprotocolDiagnosis} names the cause
 * of a wrong selection, {@link dev.seaworthy.websocket.ClientMatrix} says which client stacks fail for it,
 * {@link dev.seaworthy.websocket.EventFlow} is the automaton of a declared flow.
 */
@NullMarked
package dev.seaworthy.websocket;

import org.jspecify.annotations.NullMarked;
