/**
 * The engine that talks: HTTP/1.1 and WebSocket over Netty, with handshake and frame parsing of its own, so that every
 * byte that a verdict rests on was seen here. It stamps the clocks and makes the {@link dev.seaworthy.kernel.Exchange},
 * redacted before it leaves.
 */
@NullMarked
package dev.seaworthy.wire;

import org.jspecify.annotations.NullMarked;
