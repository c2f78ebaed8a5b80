/**
 * Limits of WebSockets: how many connections may be open or opened, how many messages may be sent, what happens to one too
 * many, and whom a limit holds for.
 */
@NullMarked
package dev.seaworthy.ratelimit.websocket;

import org.jspecify.annotations.NullMarked;
