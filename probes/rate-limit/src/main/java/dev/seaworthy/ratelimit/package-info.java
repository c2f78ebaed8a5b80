/**
 * Probe: rate limits. Sends past every limit that the contract declares and says what was let through: whether anything
 * was refused at all, how much was admitted, whether the refusal's promise was kept, whom else it hit, and whether the
 * limited user comes back.
 *
 * <p>{@link dev.seaworthy.ratelimit.LimitTrial} sends and waits, {@link dev.seaworthy.ratelimit.Course} is what was seen,
 * {@link dev.seaworthy.ratelimit.Judgement} draws the verdicts from it without any input or output.
 */
@NullMarked
package dev.seaworthy.ratelimit;

import org.jspecify.annotations.NullMarked;
