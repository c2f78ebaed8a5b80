@NullMarked
package dev.seaworthy.ratelimit.websocket;

import org.jspecify.annotations.NullMarked;
