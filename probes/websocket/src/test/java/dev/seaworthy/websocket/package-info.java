@NullMarked
package dev.seaworthy.websocket;

import org.jspecify.annotations.NullMarked;
