/**
 * Limiters that make callers wait instead of refusing them, and limits on how many requests may be under way at once.
 */
@NullMarked
package dev.seaworthy.ratelimit.delay;

import org.jspecify.annotations.NullMarked;
