/** Who may open a WebSocket, and by which carrier of a token. */
@NullMarked
package dev.seaworthy.auth.socket;

import org.jspecify.annotations.NullMarked;
