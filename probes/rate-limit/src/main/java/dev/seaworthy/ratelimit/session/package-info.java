/**
 * How a limiter is talked to: requests and what varies about them, one budget for everything, and the journal that every
 * verdict is drawn from, now or later.
 */
@NullMarked
package dev.seaworthy.ratelimit.session;

import org.jspecify.annotations.NullMarked;
