/**
 * Finds out from outside what a limiter is: {@link dev.seaworthy.ratelimit.identify.Inquiry} sends and waits,
 * {@link dev.seaworthy.ratelimit.identify.Inference} draws from the log what it may be, without any input or output.
 */
@NullMarked
package dev.seaworthy.ratelimit.identify;

import org.jspecify.annotations.NullMarked;
